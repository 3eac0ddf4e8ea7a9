import { describe, expect, it } from 'vitest';
import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import type { Analysis } from '../analysis/schema.ts';
import { compareRecordings } from '../comparison/compareRecordings.ts';
import { comparedMeasurements } from '../comparison/differences.ts';
import type { Recording } from '../recording/recording.ts';
import { type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import type { Compared } from './compared.ts';
import { foreignTexts, withPrintable } from './printable.ts';
import { fewestParts, papers, type ReportInput } from './reportInput.ts';
import { reportPages } from './reportPages.ts';
import { unconfirmed } from './standing.ts';
import { analysisOf } from './testAnalysis.ts';
import { outside, overlaps, texts, wordsOf } from './textFaults.testing.ts';

interface Heart {
  readonly recording: Recording;
  readonly analysis: Analysis;
}

const heart = (spec: Partial<SynthSpec>, startTime: string, hash: string): Heart => {
  const made = synthesise(synthSpec({ seed: 2, durationS: 10, ...spec })).recording;
  const recording = { ...made, startTime, patient: { ...made.patient, id: '4711', name: 'Ann Other' } };
  const base = analysisOf(recording);
  const source = { ...base.source, sha256: hash.repeat(32) };
  const patient = { ...base.recording.patient, id: '4711' };
  const measured = analyzeSignal(recording, { lead: null });
  return { recording, analysis: { ...base, ...measured, source, recording: { ...base.recording, patient } } };
};

const calm = heart({ heartRateBpm: 60 }, '2025-03-04T10:22:01', 'ab');
const infarct = heart({ heartRateBpm: 90, morphology: 'inferior-st-elevation' }, '2026-03-04T11:00:00', 'cd');
const fibrillating = heart({ rhythm: 'atrial-fibrillation' }, '2026-03-05T11:00:00', 'ef');
const silent = heart({ rhythm: 'asystole' }, '2026-03-06T11:00:00', '12');

const beside = ({ recording, analysis }: Heart, changes: Partial<Compared> = {}): Compared => ({
  ...{ recording, analysis, corrections: null, recordName: 'year-before', withheld: false },
  ...changes,
});

const input = (
  { recording, analysis }: Heart,
  compared: ReportInput['compared'],
  changes: Partial<ReportInput> = {},
) => ({
  recording,
  analysis,
  recordName: 'today',
  sourceSha256: analysis.source.sha256,
  manifestSha256: 'ef34'.repeat(16),
  printedAt: '2026-11-21T10:11:12.345Z',
  programVersion: '0.1.0',
  paper: 'A4' as const,
  parts: fewestParts,
  standing: unconfirmed,
  compared: compared ?? null,
  ...changes,
});

const linesOf = (given: ReportInput): string => wordsOf(reportPages(given)[1]!);

describe.each(papers)('the page of comparison on %s', (paper) => {
  it.each([
    ['an infarction', infarct],
    ['fibrillation', fibrillating],
    ['nothing that could be measured', silent],
  ])('has room for %s beside a calm heart, nothing over another or near the edge', (_name, later) => {
    const pages = reportPages(input(later, beside(calm), { paper }));
    expect(pages).toHaveLength(2);
    expect(overlaps(pages[1]!)).toEqual([]);
    expect(outside(pages[1]!)).toEqual([]);
    expect(texts(pages[1]!).filter(({ text }) => text.endsWith('…'))).toEqual([]);
  });
});

describe('the page of comparison', () => {
  it('names both recordings in the order of time, whichever of them the report is of', () => {
    const words = linesOf(input(infarct, beside(calm)));
    expect(words).toContain('Comparison of two recordings  ·  12 months apart');
    expect(words).toContain(`Record year-before  ·  recorded 2025-03-04 10:22:01  ·  SHA-256 ${'ab'.repeat(32)}`);
    expect(words).toContain(
      `Record today  ·  recorded 2026-03-04 11:00:00  ·  this report  ·  SHA-256 ${'cd'.repeat(32)}`,
    );
    const earlier = linesOf(input(calm, beside(infarct)));
    expect(earlier.indexOf('Record today')).toBeLessThan(earlier.indexOf('Record year-before'));
    expect(earlier).toContain('60 → 90');
  });

  it('cuts a long name and never the hash, and says when the order in time is not known', () => {
    const untimed = { ...calm, recording: { ...calm.recording, startTime: null } };
    const words = linesOf(input(infarct, beside(untimed, { recordName: 'long-'.repeat(60) }), { paper: 'Letter' }));
    expect(words).toMatch(
      new RegExp(`Record (long-)+.*…  ·  recording time not stated  ·  SHA-256 ${'ab'.repeat(32)}`),
    );
    expect(words).toContain('Which was recorded first is not stated in the files.');
  });

  it('says of every value what the comparison says, and of one that is missing why', () => {
    const comparison = compareRecordings(calm.analysis, fibrillating.analysis);
    const page = reportPages(input(fibrillating, beside(calm)))[1]!;
    const words = wordsOf(page).replaceAll('\n', ' ');
    const marked = texts(page).filter(({ text }) => text === 'beyond measurement').length;
    const beyond = comparedMeasurements.filter((name) => comparison.measurements[name].verdict === 'beyond').length;
    expect(beyond).toBeGreaterThan(0);
    expect(marked).toBe(beyond);
    const cells = texts(page).filter(({ text }) => /^[↑↓] [+−]\d/.test(text)).length;
    expect(cells + beyond).toBeLessThanOrEqual(comparison.beyond);
    expect(cells).toBeGreaterThan(0);
    expect(words).toContain(`Here ${comparison.beyond} of ${comparison.judged} values are`);
    expect(words).toContain(
      `PR not measured in the later recording: ${fibrillating.analysis.measurements.reasons.prMs}`,
    );
  });

  it('draws both median beats in every lead, or says why not', () => {
    const drawn = reportPages(input(infarct, beside(calm)))[1]!.items.filter(({ kind }) => kind === 'polyline');
    expect(drawn).toHaveLength(2 * 12 + 2);
    const words = linesOf(input(silent, beside(calm)));
    expect(words).toContain('No median beats to lay over each other:');
    expect(words).toContain('No value could be judged here.');
    expect(words.replaceAll('\n', ' ')).toContain('The later recording is not fit for interpretation.');
  });

  it('has statements that come, go and stay, on a page of their own where there are many', () => {
    const stated = (analysis: Analysis, codes: readonly string[]): Analysis => ({
      ...analysis,
      statements: codes.map((code) => ({
        code,
        text: `Statement ${code}`,
        kind: 'morphology' as const,
        confidence: 0.8,
        critical: false,
        evidence: {
          ...{ criterion: 'made up', value: null, unit: null, threshold: null, flipsAt: null },
          ...{ leads: [], beats: [], source: 'none' },
        },
        models: [],
      })) as unknown as NonNullable<Analysis['statements']>,
    });
    const before = beside({ ...calm, analysis: stated(calm.analysis, ['a', 'b']) });
    const words = linesOf(input({ ...infarct, analysis: stated(infarct.analysis, ['b', 'c']) }, before)).replaceAll(
      '\n',
      ' ',
    );
    expect(words).toContain('+ New: Statement c, 80 %');
    expect(words).toContain('− Gone: Statement a, 80 %');
    expect(words).toContain('= Kept: Statement b, 80 % → 80 %');
    const many = Array.from({ length: 30 }, (_, index) => `n${index}`);
    const pages = reportPages(input({ ...infarct, analysis: stated(infarct.analysis, many) }, before));
    const compared = pages.map(wordsOf).findIndex((page) => page.includes('They stand on the next page.'));
    const further = pages
      .slice(compared + 1)
      .map(wordsOf)
      .join('\n');
    for (const code of [...many, 'a', 'b']) expect(further).toContain(`Statement ${code}\n`);
    expect(linesOf(input(infarct, { ...before, withheld: true })).replaceAll('\n', ' ')).toContain('Withheld until');
  });

  it('counts a value that a reader corrected as one whose uncertainty nobody knows', () => {
    const values = [{ name: 'qtMs' as const, computer: 400, corrected: 520 }];
    const corrections = {
      createdAt: '2026-01-01T00:00:00Z',
      author: 'R. Reader',
      marks: { median: {}, beats: [] },
      values,
    };
    const words = linesOf(input(infarct, beside(calm, { corrections })));
    expect(words).toContain('520 → ');
    expect(words).toContain('uncertainty not known');
    expect(words).toContain('With values that a reader corrected in year-before');
  });

  it('says that a name of the other recording cannot be printed', () => {
    const given = input(infarct, beside(calm, { recordName: '王伟' }));
    expect(foreignTexts(given)).toContain('王伟');
    expect(linesOf(withPrintable(given, new Set(['王', '伟'])))).toContain('Record ��');
  });
});
