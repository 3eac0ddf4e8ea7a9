import { describe, expect, it } from 'vitest';
import { analyzeSignal } from '../analysis/analyzeSignal.ts';
import { compareWithTruth } from './compare.ts';
import { noNoise, type SynthSpec, synthSpec } from './spec.ts';
import { synthesise } from './synthesise.ts';

const compared = (change: Partial<SynthSpec>) => {
  const { recording, truth } = synthesise(synthSpec({ seed: 4, noise: noNoise, ...change }));
  const analysis = analyzeSignal(recording, { lead: null });
  const comparison = compareWithTruth(truth, analysis);
  const value = (name: string) => comparison.values.find((each) => each.name === name)!;
  return { truth, analysis, comparison, value };
};

describe('what was measured beside the truth', () => {
  it('agrees for a quiet sinus rhythm, difference by difference', () => {
    const { comparison, truth, value } = compared({});
    expect(comparison.beats).toEqual({ truth: truth.beats.length, found: truth.beats.length, missed: 0, extra: 0 });
    expect(comparison.classes).toEqual({ N: truth.beats.length, S: 0, V: 0, paced: 0 });
    for (const { name, truth: known, measured, difference, unit } of comparison.values) {
      expect(measured, name).not.toBeNull();
      expect(difference).toBeCloseTo(measured! - known!, 9);
      expect(Math.abs(difference!), name).toBeLessThan(unit === 'bpm' ? 1 : 30);
    }
    expect(value('qtcFridericiaMs').truth).toBeCloseTo(
      truth.measurements.qtMs! / Math.cbrt(60 / truth.heartRateBpm!),
      6,
    );
    expect(comparison.noiseRmsMv).toBe(0);
  });

  it('has no PR in atrial fibrillation, and says why none was measured', () => {
    const { value } = compared({ rhythm: 'atrial-fibrillation' });
    expect(value('prMs')).toMatchObject({ truth: null, measured: null, difference: null });
    expect(value('prMs').reason).toContain('No P wave');
  });

  it('counts classes and spikes', () => {
    const bigeminy = compared({ rhythm: 'ventricular-bigeminy' });
    expect(bigeminy.comparison.classes.V).toBeGreaterThan(3);
    const paced = compared({ pacing: { mode: 'VDD', fault: 'none', pulseMs: 1 }, sampleRateHz: 1000 });
    expect(paced.comparison.spikes).toMatchObject({ truth: paced.truth.spikes.length, missed: 0, extra: 0 });
  });

  it('goes round the axis the shorter way, and names beats that are not there', () => {
    const { truth, analysis } = compared({});
    const measurements = { ...analysis.measurements, qrsAxisDeg: -175 };
    const turned = { ...truth, measurements: { ...truth.measurements, qrsAxisDeg: 170 } };
    const [first, ...others] = analysis.beats;
    const beats = [...others, { ...first!, timeS: 9.99 }];
    const comparison = compareWithTruth(turned, { ...analysis, measurements, beats });
    expect(comparison.values.find(({ name }) => name === 'qrsAxisDeg')!.difference).toBeCloseTo(15, 9);
    expect(comparison.beats).toMatchObject({ missed: 1, extra: 1 });
    expect(
      compareWithTruth(truth, {
        ...analysis,
        pacing: { paced: null, spikes: [], mode: null, faults: [], limitation: 'x' },
      }).spikes,
    ).toBeNull();
  });

  it('stands empty for asystole', () => {
    const { comparison } = compared({ rhythm: 'asystole' });
    expect(comparison.beats).toEqual({ truth: 0, found: 0, missed: 0, extra: 0 });
    expect(comparison.values.every(({ difference }) => difference === null)).toBe(true);
  });
});
