import { describe, expect, it } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { analysisOf } from '../report/testAnalysis.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import { type MarkedBeats, markBeats } from './medianBeats.ts';
import type { Analysis } from './schema.ts';

const analysed = (change: Partial<Parameters<typeof synthSpec>[0]>) => {
  const { recording, truth } = synthesise(synthSpec({ seed: 5, durationS: 10, heartRateBpm: 70, ...change }));
  const analysis: Analysis = { ...analysisOf(recording), ...analyzeSignal(recording, { lead: null }) };
  return { recording, truth, analysis };
};

const marked = (recording: Recording, analysis: Analysis): MarkedBeats => {
  const result = markBeats(recording, analysis);
  if ('reason' in result) throw new Error(result.reason);
  return result;
};

describe('markBeats', () => {
  it('has bounds that are exactly those of the measured intervals', () => {
    for (const rhythm of ['sinus', 'ventricular-bigeminy', 'atrial-fibrillation'] as const) {
      const { recording, analysis } = analysed({ rhythm });
      const { bounds } = marked(recording, analysis).median;
      const { pMs, prMs, qrsMs, qtMs } = analysis.measurements;
      const roundingMs = 0.11;
      expect(Math.abs(1000 * (bounds.qrsOffsetS - bounds.qrsOnsetS) - qrsMs!)).toBeLessThan(roundingMs);
      expect(Math.abs(1000 * (bounds.tOffsetS! - bounds.qrsOnsetS) - qtMs!)).toBeLessThan(roundingMs);
      expect(bounds.pOnsetS === null).toBe(pMs === null);
      if (bounds.pOnsetS === null || bounds.pOffsetS === null) continue;
      expect(Math.abs(1000 * (bounds.pOffsetS - bounds.pOnsetS) - pMs!)).toBeLessThan(roundingMs);
      expect(Math.abs(1000 * (bounds.qrsOnsetS - bounds.pOnsetS) - prMs!)).toBeLessThan(roundingMs);
    }
  });

  it('leaves ectopic beats out of the median and says how many there are', () => {
    const { recording, truth, analysis } = analysed({ rhythm: 'ventricular-bigeminy' });
    const { beats, median } = marked(recording, analysis);
    expect(beats).toHaveLength(analysis.beats.length);
    for (const [k, { timeS }] of analysis.beats.entries()) {
      const known = truth.beats.find((beat) => Math.abs(beat.timeS - timeS) < 0.08);
      if (known !== undefined) expect(beats[k]!.dominant).toBe(known.class !== 'V');
    }
    expect(median.alike).toBe(beats.filter(({ dominant }) => dominant).length);
    expect(median.averaged).toBe(median.alike);
    expect(median.beats).toBe(analysis.beats.length);
    expect(median.alike).toBeLessThan(median.beats);
  });

  it('draws the heights that the amplitudes state, in the recording as it is', () => {
    const { recording, analysis } = analysed({});
    const { median } = marked(recording, analysis);
    expect(median.leads.map(({ name }) => name)).toEqual(recording.leads.map(({ name }) => name));
    expect(median.sampleRateHz).toBe(recording.sampleRateHz);
    for (const { name, samplesMv, marks } of median.leads) {
      const from = median.zero + Math.round(marks.qrs.onsetS * median.sampleRateHz);
      const to = median.zero + Math.round(marks.qrs.offsetS * median.sampleRateHz);
      const { rMv } = analysis.measurements.perLead[name]!;
      if (rMv !== null) expect(Math.max(...samplesMv.subarray(from, to + 1))).toBeCloseTo(rMv, 6);
    }
  });

  it('gives each beat its own waves, as the analysis lists them', () => {
    const { recording, analysis } = analysed({ rhythm: 'ventricular-bigeminy' });
    const { beats } = marked(recording, analysis);
    const listed = beats.flatMap(({ leads }) => {
      const { p, qrs, t } = leads.V2!;
      return [p && { wave: 'P', ...p }, { wave: 'QRS', ...qrs }, t && { wave: 'T', ...t }].filter((each) => each);
    });
    expect(listed).toEqual(analysis.delineation.V2);
  });

  it('says why there is no median', () => {
    const { recording, analysis } = analysed({});
    const reasonOf = (change: Partial<Analysis>, of = recording): string | null => {
      const result = markBeats(of, { ...analysis, ...change });
      return 'reason' in result ? result.reason : null;
    };
    const measurements = { ...analysis.measurements, reasons: { qrsMs: 'The recording is not a valid ECG.' } };
    expect(reasonOf({ delineation: {}, measurements })).toBe('The recording is not a valid ECG.');
    expect(reasonOf({ beats: analysis.beats.slice(1) })).toContain('do not fit');
    expect(reasonOf({}, { ...recording, leads: [] })).toContain('do not fit');
    expect(reasonOf({ delineation: {} })).toContain('No waves were marked');
    const missing = recording.leads.map((lead) => ({
      ...lead,
      samplesMv: new Float32Array(recording.sampleCount).fill(Number.NaN),
    }));
    expect(reasonOf({}, { ...recording, leads: missing })).toContain('No beat has a sample');
  });
});
