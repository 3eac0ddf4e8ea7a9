import { butterworth } from '../../signal/butterworth.ts';
import { causalFilter } from '../../signal/causalFilter.ts';

/** Rate of the grid that beats are aligned and compared on, Hz. */
export const gridRateHz = 240;
/** Half width of the smoothing kernel, s: about -3 dB at 38 Hz, so that recordings from 100 Hz up look alike. */
const kernelS = 1 / 120;
/** Baseline wander below this is damped. One pass of a first-order filter: a beat may not know what follows it. */
const baselineHz = 0.5;

/** How far a value of the grid reaches into the future, s, at rates of 120 Hz and more. */
export const gridLookAheadS = kernelS;

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

const smoothed = (x: Float32Array, place: number, reach: number): number => {
  let sum = 0;
  let weights = 0;
  const to = Math.min(x.length - 1, Math.floor(place + reach));
  for (let i = Math.max(0, Math.ceil(place - reach)); i <= to; i++) {
    const value = x[i]!;
    const weight = 1 - Math.abs(i - place) / reach;
    if (weight <= 1e-9 || !Number.isFinite(value)) continue;
    sum += weight * value;
    weights += weight;
  }
  return weights > 0 ? sum / weights : Number.NaN;
};
