import { makeNoiseOf } from '../../app/synth/noise.ts';
import { type NoiseKind, synthSpec } from '../../app/synth/spec.ts';

const minus = (a: Float64Array, b: Float64Array): Float64Array => a.map((value, i) => value - b[i]!);

/** Twelve leads in the order of the paper from noise at the electrodes. */
const twelve = (noise: ReturnType<typeof makeNoiseOf>): Float64Array[] => {
  const one = minus(noise.LA, noise.RA);
  const two = minus(noise.LL, noise.RA);
  const terminal = noise.RA.map((value, i) => (value + noise.LA[i]! + noise.LL[i]!) / 3);
  return [
    one,
    two,
    minus(two, one),
    one.map((value, i) => -(value + two[i]!) / 2),
    one.map((value, i) => value - two[i]! / 2),
    two.map((value, i) => value - one[i]! / 2),
    ...(['V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const).map((name) => minus(noise[name], terminal)),
  ];
};

/** Mean over beats of the largest less the smallest sample within 60 ms. */
const peakToPeak = (x: Float32Array, beats: readonly number[], reach: number): number => {
  const sizes = beats.map((beat) => {
    const piece = x.subarray(Math.max(0, beat - reach), beat + reach);
    return piece.reduce((most, v) => Math.max(most, v), -1e9) - piece.reduce((least, v) => Math.min(least, v), 1e9);
  });
  return sizes.length === 0 ? 1 : sizes.reduce((sum, v) => sum + v, 0) / sizes.length;
};

/**
 * Real leads with the synthetic heart's noise of one kind added at a signal-to-noise ratio as in app/synth/spec.ts. Twelve leads
 * in the order of the paper, or up to six that take the noise of V1 to V6. `beats`: samples of the QRS complexes.
 */
export const withNoise = (
  leads: readonly Float32Array[],
  sampleRateHz: number,
  beats: readonly number[],
  { kind, db, seed }: { readonly kind: NoiseKind; readonly db: number; readonly seed: number },
): Float32Array[] => {
  const n = leads[0]!.length;
  const all = twelve(makeNoiseOf(kind, synthSpec({ seed, durationS: n / sampleRateHz, sampleRateHz }), n));
  const noise = leads.length === 12 ? all : all.slice(6, 6 + leads.length);
  const reach = Math.round(0.06 * sampleRateHz);
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const signalPower = mean(leads.map((x) => peakToPeak(x, beats, reach) ** 2)) / 8;
  const noisePower = mean(noise.map((x) => x.reduce((sum, v) => sum + v * v, 0) / n));
  const factor = Math.sqrt(signalPower / (noisePower * 10 ** (db / 10)));
  return leads.map((x, l) => x.map((value, i) => value + factor * noise[l]![i]!));
};
