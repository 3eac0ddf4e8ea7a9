import { resample } from '../recording/resample.ts';
import { type Band, limitBand } from '../signal/diagnosticBand.ts';

/** The rate of the preparation and the size of a window, in samples at that rate. */
export const lead100 = { sampleRateHz: 100, windowSamples: 3000, stepSamples: 1500 } as const;

const bandHz: Band = { highPassHz: 0.5, lowPassHz: 45 };
const scaleQuantile = 0.95;
/** Below this the lead holds no signal, only the last bit of a converter. */
const leastScaleMv = 0.005;
const limit = 10;

/**
 * `lead100-band-v1`: one whole lead at 100 Hz, 0.5 to 45 Hz, divided by the 95 % quantile of its absolute values, clipped to
 * +-10; missing samples are 0. models/training makes its inputs the same way, and models/training/README.md says it step by
 * step; a change here is a new name.
 * @param samplesMv millivolts, missing = NaN; any length and rate that `resample` takes.
 * @returns without unit, all finite; all 0 when the lead holds no signal.
 */
export const prepareLead100Band = (samplesMv: Float32Array, sampleRateHz: number): Float32Array => {
  const limited = limitBand(resample(samplesMv, sampleRateHz, lead100.sampleRateHz), lead100.sampleRateHz, bandHz);
  const sizes = limited.filter(Number.isFinite).map(Math.abs).sort();
  const scale = sizes[Math.floor(scaleQuantile * (sizes.length - 1))] ?? 0;
  if (scale < leastScaleMv) return new Float32Array(limited.length);
  return limited.map((value) => (Number.isFinite(value) ? Math.max(-limit, Math.min(limit, value / scale)) : 0));
};

/** Where the windows of a prepared lead begin: evenly spaced, at most `stepSamples` apart, the last one ending with the lead. */
export const lead100WindowStarts = (sampleCount: number): number[] => {
  const beyond = sampleCount - lead100.windowSamples;
  if (beyond <= 0) return [0];
  const steps = Math.ceil(beyond / lead100.stepSamples);
  return Array.from({ length: steps + 1 }, (_, k) => Math.floor((k * beyond) / steps + 0.5));
};

/** [windows x windowSamples], window by window; a shorter lead is filled with 0 at the end. */
export const lead100Windows = (prepared: Float32Array): Float32Array => {
  const starts = lead100WindowStarts(prepared.length);
  const out = new Float32Array(starts.length * lead100.windowSamples);
  for (const [row, start] of starts.entries())
    out.set(prepared.subarray(start, start + lead100.windowSamples), row * lead100.windowSamples);
  return out;
};
