import { expect, test } from 'vitest';
import { drawSpec } from '../../synth/population.ts';
import { type NoiseKind, noNoise, restingNoise } from '../../synth/spec.ts';
import { synthesise } from '../../synth/synthesise.ts';
import { analyzeSignal } from '../analyzeSignal.ts';
import { gaussianBeats } from './gaussianBeats.testing.ts';
import { inspectBeats } from './inspectBeats.ts';
import { knotShares, noiseKnots, qrsBounds } from './qrsRules.ts';
import { workingLeads } from './workingLeads.ts';

test('at a knot its own weights hold, between two of them a mixture, outside the nearest', () => {
  noiseKnots.forEach((noise, k) => {
    expect(knotShares(noise).map((share) => Math.round(1e9 * share) / 1e9)).toEqual(
      noiseKnots.map((_, other) => (other === k ? 1 : 0)),
    );
  });
  expect(knotShares(0)[0]).toBe(1);
  expect(knotShares(7).at(-1)).toBe(1);
  for (const noise of [0.004, 0.02, 0.1]) {
    const shares = knotShares(noise);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(shares.every((share) => share >= 0)).toBe(true);
  }
});

test('noise of the average falls with the root of the beats and is the noise that was added', () => {
  const noise = (durationS: number, noiseMv: number): number => {
    const made = gaussianBeats({ durationS, noiseMv });
    const working = workingLeads(made.leads, made.rateHz);
    const { beats } = inspectBeats(
      working,
      made.beats.map((at) => Math.round((at * working.rateHz) / made.rateHz)),
    );
    return beats[0]!.average.qrs.noise;
  };
  expect(noise(10, 0.04) / noise(10, 0.02)).toBeGreaterThan(1.7);
  expect(noise(10, 0.04) / noise(10, 0.02)).toBeLessThan(2.3);
  expect(noise(4.2, 0.04) / noise(16, 0.04)).toBeGreaterThan(1.5);
});

test('one lead, two leads, leads of nothing: finite bounds in their order', () => {
  for (const count of [1, 2, 12]) {
    const made = gaussianBeats({ leads: count });
    if (count > 2) made.leads[3]!.fill(0);
    const working = workingLeads(made.leads, made.rateHz);
    const { beats } = inspectBeats(
      working,
      made.beats.map((at) => Math.round((at * working.rateHz) / made.rateHz)),
    );
    const bounds = qrsBounds(beats[0]!.average.qrs);
    expect(bounds.onsetS.length).toBe(count);
    expect(bounds.globalOffsetS).toBeGreaterThan(bounds.globalOnsetS);
    for (let l = 0; l < count; l++) expect(Number.isFinite(bounds.onsetS[l]! + bounds.offsetS[l]!)).toBe(true);
  }
});

const qrsErrors = (seeds: readonly number[], kind: NoiseKind | null, db = 0): number[] =>
  seeds.map((seed) => {
    const { recording, truth } = synthesise(
      drawSpec({
        seed,
        rhythm: 'sinus',
        noise: kind === null ? noNoise : restingNoise,
        snr: kind === null ? [] : [{ kind, db }],
      }),
    );
    return analyzeSignal(recording, { lead: null }).measurements.qrsMs! - truth.measurements.qrsMs!;
  });

test.each<[NoiseKind | null, number, number]>([
  [null, 0, 10],
  ['baseline', 12, 14],
  ['mains', 12, 14],
  ['motion', 12, 14],
  ['muscle', 12, 22],
])('global QRS against exact truth, noise %s at %i dB: within %i ms', (kind, db, mostMs) => {
  const errors = qrsErrors([11, 12, 13], kind, db);
  expect(Math.max(...errors.map(Math.abs))).toBeLessThan(mostMs);
});
