import { describe, expect, it } from 'vitest';
import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import type { Analysis } from '../analysis/schema.ts';
import type { Recording } from '../recording/recording.ts';
import { type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import type { DisplayList } from '../tracing/displayList.ts';
import { twelveLeads } from '../tracing/testRecordings.ts';
import { fewestParts, type Paper, type ReportParts } from './reportInput.ts';
import { reportPages } from './reportPages.ts';
import { unconfirmed } from './standing.ts';
import { analysisOf } from './testAnalysis.ts';
import { outside, overlaps, texts, wordsOf } from './textFaults.testing.ts';

const pagesOf = (
  recording: Recording,
  analysis: Analysis,
  paper: Paper = 'A4',
  parts: ReportParts = { ...fewestParts, medianBeats: true },
): readonly DisplayList[] =>
  reportPages({
    recording,
    analysis,
    recordName: analysis.record,
    sourceSha256: analysis.source.sha256,
    printedAt: '2026-11-21T10:11:12.345Z',
    programVersion: '0.1.0',
    paper,
    parts,
    manifestSha256: 'ef34'.repeat(16),
    standing: unconfirmed,
  });

const made = (change: Partial<SynthSpec> = {}, leads?: readonly string[]) => {
  const { recording: whole } = synthesise(synthSpec({ seed: 2, durationS: 10, heartRateBpm: 70, ...change }));
  const recording =
    leads === undefined ? whole : { ...whole, leads: whole.leads.filter((l) => leads.includes(l.name)) };
  const analysis: Analysis = { ...analysisOf(recording), ...analyzeSignal(recording, { lead: null }) };
  return { recording, analysis };
};

/** Everything on the page that leaves the part between header and footer. */
const strays = ({ items, heightMm, widthMm }: DisplayList): string[] =>
  items.slice(1).flatMap((item) => {
    const points =
      item.kind === 'polyline'
        ? item.pointsMm
        : item.kind === 'lines'
          ? item.segmentsMm
          : item.kind === 'rect'
            ? [item.xMm, item.yMm, item.xMm + item.widthMm, item.yMm + item.heightMm]
            : [];
    const out = Array.from(points).some((at, i) =>
      i % 2 === 0 ? at < 5 || at > widthMm - 5 : at < 5 || at > heightMm - 5,
    );
    return out ? [item.kind] : [];
  });

describe('the page of median beats', () => {
  const cases: readonly [string, ReturnType<typeof made>][] = [
    ['a sinus rhythm', made()],
    ['atrial fibrillation', made({ rhythm: 'atrial-fibrillation' })],
    ['a broad complex', made({ morphology: 'lbbb', heartRateBpm: 45 })],
    ['two leads', made({}, ['II', 'V1'])],
    ['no beat', { recording: twelveLeads(), analysis: analysisOf(twelveLeads()) }],
  ];
  it.each(cases.flatMap(([name, one]) => (['A4', 'Letter'] as const).map((paper) => [name, paper, one] as const)))(
    'of %s keeps its words apart and its lines on %s',
    (_, paper, { recording, analysis }) => {
      const page = pagesOf(recording, analysis, paper).at(-1)!;
      expect(overlaps(page)).toEqual([]);
      expect(outside(page)).toEqual([]);
      expect(strays(page)).toEqual([]);
    },
  );

  it('stands last, with every interval, its uncertainty, the axes and the amplitudes of each lead', () => {
    const { recording, analysis } = made();
    const pages = pagesOf(recording, analysis);
    expect(pages).toHaveLength(2);
    const lines = wordsOf(pages[1]!).split('\n');
    const { measurements } = analysis;
    const behind = (label: string): string => lines.slice(lines.indexOf(label) + 1, lines.indexOf(label) + 4).join(' ');
    expect(behind('QT')).toBe(
      `${measurements.qtMs!.toFixed(0)} ms ± ${measurements.uncertaintyMs.qtMs!.toFixed(0)} ms`,
    );
    expect(behind('QTc Hodges')).toContain('ms ±');
    expect(behind('QRS axis')).toBe(
      `${measurements.qrsAxisDeg!.toFixed(0)} ° ± ${Math.max(1, Math.round(measurements.uncertainty!.qrsAxisDeg!))} °`,
    );
    expect(lines).toContain(measurements.perLead.V5!.rMv!.toFixed(2));
    expect(lines).toContain('Page 2 of 2');
    expect(lines).toContain('Unconfirmed computer interpretation');
  });

  it('says what was not measured, and why, in the table and in the place of the traces', () => {
    const fibrillation = made({ rhythm: 'atrial-fibrillation' });
    const words = wordsOf(pagesOf(fibrillation.recording, fibrillation.analysis)[1]!).replaceAll('\n', ' ');
    expect(words).toContain('PR not measured');
    expect(words).toContain('P, PR not measured: No P wave that belongs to the QRS');
    const base = analysisOf(twelveLeads());
    const reasons = { qrsMs: 'It is no ECG.', perLead: 'It is no ECG.' };
    const invalid = { ...base, measurements: { ...base.measurements, qrsMs: null, reasons } };
    const none = wordsOf(pagesOf(twelveLeads(), invalid)[1]!);
    expect(none).toContain('not measured: It is no ECG.');
    expect(none.match(/not measured: It is no ECG/g)).toHaveLength(3);
  });

  it('is left out where it is not wanted, and the tracing is marked where that is wanted', () => {
    const { recording, analysis } = made();
    const plain = pagesOf(recording, analysis, 'A4', fewestParts);
    expect(plain).toHaveLength(1);
    const [marked] = pagesOf(recording, analysis, 'A4', { ...fewestParts, waveMarks: true });
    expect(texts(marked!).some(({ text }) => text.startsWith('Marks'))).toBe(true);
    expect(texts(plain[0]!).some(({ text }) => text.startsWith('Marks'))).toBe(false);
    expect(marked!.items.length).toBeGreaterThan(plain[0]!.items.length + 40);
  });
});
