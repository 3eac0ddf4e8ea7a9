import { butterworth } from '../../signal/butterworth.ts';
import { causalFilter } from '../../signal/causalFilter.ts';

/** Rate of the grid that beats are aligned and compared on, Hz. */
export const gridRateHz = 240;
/** Half width of the smoothing kernel, s: about -3 dB at 38 Hz, so that recordings from 100 Hz up look alike. */
const kernelS = 1 / 120;
/** Baseline wander below this is damped. One pass of a first-order filter: a beat may not know what follows it. */
const baselineHz = 0.5;

/**
 * One lead in millivolts on the grid: value g lies at g / 240 s and is the mean of the samples nearby under a triangle of 1/120 s
 * half width (linear interpolation below 120 Hz), then high-passed at 0.5 Hz in one pass. NaN where no sample is near. Linear time.
 */
export const beatSignal = (samplesMv: Float32Array, sampleRateHz: number): Float32Array => {
  const length = Math.max(0, Math.floor(((samplesMv.length - 1) / sampleRateHz) * gridRateHz) + 1);
  const out = new Float32Array(length);
  const reach = Math.max(kernelS * sampleRateHz, 1);
  const highPass = causalFilter(butterworth('high-pass', 1, baselineHz, gridRateHz));
  let held = Number.NaN;
  for (let g = 0; g < length; g++) {
    const value = smoothed(samplesMv, (g / gridRateHz) * sampleRateHz, reach);
    if (Number.isFinite(value)) held = value;
    // Nothing is known before the first sample; within a gap the filter sees the last value.
    out[g] = Number.isFinite(held) ? highPass(held) : 0;
    if (!Number.isFinite(value)) out[g] = Number.NaN;
  }
  return out;
};

/** `beatSignal` as samples come in: the same values, with the last few seconds of them kept. */
export interface GrowingBeatSignal {
  readonly push: (valueMv: number) => void;
  /** The grid values that are kept, up to the newest that needs no later sample; the first has grid index `origin`. */
  readonly known: () => { readonly values: Float32Array; readonly origin: number };
}

/** More than a window and the time until a beat is judged, s. */
const keptS = 4;

export const growingBeatSignal = (sampleRateHz: number): GrowingBeatSignal => {
  const reach = Math.max(kernelS * sampleRateHz, 1);
  const highPass = causalFilter(butterworth('high-pass', 1, baselineHz, gridRateHz));
  const sampleCapacity = Math.ceil(4 * reach) + 8;
  const samples = new Float32Array(2 * sampleCapacity);
  const kept = keptS * gridRateHz;
  const grid = new Float32Array(2 * kept);
  let samplesFrom = 0;
  let sampleCount = 0;
  let origin = 0;
  let count = 0;
  let held = Number.NaN;
  const add = (value: number): void => {
    if (Number.isFinite(value)) held = value;
    if (count - origin === grid.length) {
      grid.copyWithin(0, kept);
      origin += kept;
    }
    const filtered = Number.isFinite(held) ? highPass(held) : 0;
    grid[count - origin] = Number.isFinite(value) ? filtered : Number.NaN;
    count += 1;
  };
  return {
    push: (valueMv) => {
      if (sampleCount - samplesFrom === samples.length) {
        samples.copyWithin(0, sampleCapacity);
        samplesFrom += sampleCapacity;
      }
      samples[sampleCount - samplesFrom] = valueMv;
      sampleCount += 1;
      const there = samples.subarray(0, sampleCount - samplesFrom);
      for (;;) {
        const place = (count / gridRateHz) * sampleRateHz;
        if (Math.floor(place + reach) > sampleCount - 1) return;
        add(smoothed(there, place, reach, samplesFrom));
      }
    },
    known: () => ({ values: grid.subarray(0, count - origin), origin }),
  };
};

/** `from`: index of the first value of `x`. */
const smoothed = (x: Float32Array, place: number, reach: number, from = 0): number => {
  let sum = 0;
  let weights = 0;
  const to = Math.min(from + x.length - 1, Math.floor(place + reach));
  for (let i = Math.max(from, Math.ceil(place - reach)); i <= to; i++) {
    const value = x[i - from]!;
    const weight = 1 - Math.abs(i - place) / reach;
    if (weight <= 1e-9 || !Number.isFinite(value)) continue;
    sum += weight * value;
    weights += weight;
  }
  return weights > 0 ? sum / weights : Number.NaN;
};
