import { expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { emptyHeartVector } from '../synth/heartVector.ts';
import { projectTwelve, standardLeadField } from '../synth/leadField.ts';
import { noNoise, type PacingSpec, type SynthSpec, synthSpec } from '../synth/spec.ts';
import { addSpikes } from '../synth/spikes.ts';
import { synthesise } from '../synth/synthesise.ts';
import type { Truth } from '../synth/truth.ts';
import { analyzeSignal } from './analyzeSignal.ts';

const seeds = [1, 2, 3, 4, 5];
const heart = (
  seed: number,
  sampleRateHz: number,
  mode: PacingSpec['mode'],
  change: Partial<SynthSpec> = {},
  fault: PacingSpec['fault'] = 'none',
) =>
  synthesise(
    synthSpec({
      seed,
      sampleRateHz,
      noise: noNoise,
      variety: true,
      // No multiple of the sampling interval: else all pulses of a recording fall alike between two samples.
      heartRateBpm: 57 + 4 * seed,
      pacing: { mode, fault, pulseMs: 0.5 },
      ...change,
    }),
  );

/** The same recording with its pulses subtracted again. */
const unspiked = (recording: Recording, { spikes }: Truth): Recording => {
  const pulses = emptyHeartVector(recording.sampleCount);
  addSpikes(pulses, recording.sampleRateHz, spikes);
  const rows = recording.leads.map(({ samplesMv }) => samplesMv.slice());
  for (let i = 0; i < recording.sampleCount; i++)
    projectTwelve(standardLeadField, [pulses.x[i]!, pulses.y[i]!, pulses.z[i]!]).forEach((mv, l) => {
      rows[l]![i]! -= mv;
    });
  return { ...recording, leads: recording.leads.map((lead, l) => ({ ...lead, samplesMv: rows[l]! })) };
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const sd = (values: readonly number[]): number =>
  Math.sqrt(values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) / (values.length - 1));

const modes = (['AAI', 'VVI', 'VDD', 'DDD', 'BiV'] as const).flatMap((mode) =>
  [250, 500, 1000].map((rateHz) => [mode, rateHz] as const),
);

test.each(modes)(
  '%s at %d Hz: QRS and R are those of the same heart without pulses, QRS as the truth',
  (mode, rateHz) => {
    const moved: number[] = [];
    const errors: number[] = [];
    const amplitudes: boolean[] = [];
    for (const seed of seeds) {
      // Dissociated P waves reach into the QRS and are a matter of their own; above fibrillation there are none.
      const { recording, truth } = heart(seed, rateHz, mode, mode === 'VVI' ? { rhythm: 'atrial-fibrillation' } : {});
      const { measurements, pacing, delineation } = analyzeSignal(recording, { lead: null });
      expect(pacing.paced).toBe(true);
      const plain = analyzeSignal(unspiked(recording, truth), { lead: null }).measurements;
      moved.push(measurements.qrsMs! - plain.qrsMs!);
      errors.push(measurements.qrsMs! - truth.measurements.qrsMs!);
      for (const [lead, { rMv }] of Object.entries(plain.perLead))
        if (rMv !== null && rMv >= 0.1)
          amplitudes.push(Math.abs((measurements.perLead[lead]!.rMv ?? 0) - rMv) <= Math.max(0.025, 0.05 * rMv));
      const first = pacing.spikes.filter(
        ({ chamber, timeS }, k, all) => chamber === 'V' && !(timeS - (all[k - 1]?.timeS ?? 0) < 0.1),
      );
      for (const { wave, onsetS, peakS } of Object.values(delineation).flat())
        if (wave === 'QRS' && peakS! < 9.8)
          expect(first.filter(({ timeS }) => timeS > onsetS! + 2e-4 && timeS < peakS!)).toEqual([]);
    }
    expect(Math.abs(mean(moved))).toBeLessThan(5);
    expect(sd(moved)).toBeLessThan(4);
    expect(Math.abs(mean(errors))).toBeLessThan(6);
    // What is left is a lead whose R is where the bridge lies, or at the very end of its QRS.
    expect(mean(amplitudes.map(Number))).toBeGreaterThan(0.85);
  },
);

test.each([250, 500, 1000])('atrial pulses at %d Hz: P begins behind them, within 6 +- 5 ms of the truth', (rateHz) => {
  const errors = seeds.map((seed) => {
    const { recording, truth } = heart(seed, rateHz, 'AAI');
    const { measurements, delineation, pacing } = analyzeSignal(recording, { lead: null });
    for (const { wave, onsetS, peakS } of Object.values(delineation).flat())
      if (wave === 'P') expect(pacing.spikes.some(({ timeS }) => timeS > onsetS! + 2e-4 && timeS < peakS!)).toBe(false);
    return measurements.pMs! - truth.measurements.pMs!;
  });
  expect(Math.abs(mean(errors))).toBeLessThan(6);
  expect(sd(errors)).toBeLessThan(5);
});

test.each([250, 500, 1000])('both pulses of biventricular pacing are found at %d Hz', (rateHz) => {
  for (const seed of seeds) {
    const { recording, truth } = heart(seed, rateHz, 'BiV');
    const found = analyzeSignal(recording, { lead: null }).pacing.spikes;
    const instants = [...new Set(truth.spikes.map(({ timeS }) => timeS))];
    const seen = instants.filter((instantS) =>
      found.some(({ timeS }) => Math.abs(timeS - instantS) < 0.002 + 1 / rateHz),
    );
    expect(seen.length).toBeGreaterThan(0.85 * instants.length);
    expect(found.length).toBeLessThanOrEqual(instants.length);
  }
});

test.each([250, 500, 1000])('the edges of a calibration rectangle are no pulses at %d Hz', (sampleRateHz) => {
  for (const morphology of ['cal-rectangle-500uv', 'cal-rectangle-2000uv'] as const) {
    const { recording } = synthesise(synthSpec({ seed: 3, sampleRateHz, rhythm: 'regular', morphology }));
    expect(analyzeSignal(recording, { lead: null }).pacing).toMatchObject({ paced: false, spikes: [] });
  }
});

test.each([250, 500, 1000])('a pulse that nothing answers leaves no QRS at %d Hz', (rateHz) => {
  for (const seed of seeds) {
    const { recording, truth } = heart(seed, rateHz, 'VVI', { rhythm: 'atrial-fibrillation' }, 'capture');
    const { beats, pacing } = analyzeSignal(recording, { lead: null });
    expect(pacing.paced).toBe(true);
    for (const spike of truth.spikes)
      if (!spike.captured && spike.timeS < 9.8)
        expect(beats.filter(({ timeS }) => Math.abs(timeS - spike.timeS - 0.02) < 0.04)).toEqual([]);
  }
});

test('pulses that march through a heart unheard are told by their clock', () => {
  for (const seed of seeds) {
    const { recording, truth } = heart(seed, 500, 'VVI', {}, 'sense');
    const { pacing } = analyzeSignal(recording, { lead: null });
    expect(pacing.paced).toBe(true);
    expect(pacing.spikes.length).toBeGreaterThanOrEqual(truth.spikes.length - 2);
  }
});

test('the truth counts as the measurement does: QRS begins behind its pulse, P behind the atrial one', () => {
  for (const mode of ['VVI', 'DDD', 'BiV'] as const) {
    const { truth } = heart(2, 500, mode);
    for (const { qrs, p } of truth.beats) {
      const before = truth.spikes.filter(({ timeS }) => timeS < qrs.peakS! && timeS > qrs.peakS! - 0.4);
      for (const spike of before.filter(({ chamber }) => chamber === 'V').slice(0, 1))
        expect(qrs.onsetS! - spike.timeS).toBeGreaterThan(0);
      for (const spike of before.filter(({ chamber }) => chamber === 'A'))
        expect(p!.onsetS! - spike.timeS).toBeGreaterThan(0);
    }
  }
});

test('below 250 Hz pacing is not assessed and nothing is taken out', () => {
  const { recording } = heart(1, 200, 'VVI');
  expect(analyzeSignal(recording, { lead: null }).pacing).toMatchObject({ paced: null, spikes: [] });
});
