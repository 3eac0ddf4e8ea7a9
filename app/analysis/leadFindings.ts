import { butterworthTwoPass } from '../signal/butterworth.ts';
import { bridgeGaps } from '../signal/gaps.ts';
import { detectMains } from '../signal/mains.ts';
import { select } from '../signal/select.ts';
import { bandPower, welch } from '../signal/spectrum.ts';
import { zeroPhase } from '../signal/zeroPhase.ts';

/** What can be said of one lead without knowing its beats. Shares are parts of the recording, 0..1; amplitudes in mV. */
export interface LeadFindings {
  readonly missingShare: number;
  /** Stands still within `stillMv` for at least `stillS` at a time. */
  readonly stillShare: number;
  /** Held at its own greatest or least value for several samples at a time. */
  readonly clippedShare: number;
  /** 1st to 99th percentile. */
  readonly rangeMv: number;
  readonly maxAbsMv: number;
  /** 5th to 95th percentile of what is left below 0.67 Hz. */
  readonly baselineRangeMv: number;
  /** Median over 100 ms pieces of the RMS above 35 Hz (above 30 Hz where the rate ends early), mains taken out. */
  readonly muscleRmsMv: number;
  readonly mainsRmsMv: number;
  /** 80th percentile of the same pieces, RMS: tremor that comes in bursts. */
  readonly burstRmsMv: number;
  /** Greatest change between the means of neighbouring 200 ms pieces: motion, a shifted electrode. */
  readonly jumpMv: number;
  /** Greatest change within 10 ms: spikes, contact that breaks. */
  readonly stepMv: number;
  /** RMS of the bands 0 to 1, 1 to 5, 5 to 15 and 15 to 40 Hz. */
  readonly bandsMv: readonly [drift: number, slow: number, qrs: number, fast: number];
  /** Kurtosis (3 for Gaussian noise) and skewness of the samples: kSQI, sSQI. */
  readonly kurtosis: number;
  readonly skewness: number;
  /** Part of the power from 0.5 to 70 Hz that sits in its strongest line. */
  readonly lineShare: number;
  /** Part of the time spent at one of two levels. */
  readonly twoLevelShare: number;
}

const stillMv = 0.004;
const stillS = 0.4;

/** Linear time. `rateHz` must be positive and finite. */
export const leadFindings = (samplesMv: Float32Array, rateHz: number): LeadFindings => {
  const n = samplesMv.length;
  const { bridged, gaps } = bridgeGaps(samplesMv);
  const missing = gaps.reduce((sum, gap) => sum + gap.end - gap.start, 0);
  if (n === 0 || missing === n)
    return {
      missingShare: 1,
      stillShare: 0,
      clippedShare: 0,
      rangeMv: 0,
      maxAbsMv: 0,
      baselineRangeMv: 0,
      muscleRmsMv: 0,
      mainsRmsMv: 0,
      burstRmsMv: 0,
      jumpMv: 0,
      stepMv: 0,
      bandsMv: [0, 0, 0, 0],
      kurtosis: 0,
      skewness: 0,
      lineShare: 0,
      twoLevelShare: 0,
    };
  const spectrum = welch(bridged, rateHz, 4);
  const mains = detectMains(spectrum);
  const sample = sampleOf(bridged);
  const [low, high] = percentiles(sample, 0.01, 0.99);
  let maxAbsMv = 0;
  for (let i = 0; i < n; i++) maxAbsMv = Math.max(maxAbsMv, Math.abs(bridged[i]!));
  return {
    missingShare: missing / n,
    stillShare: stillShare(samplesMv, rateHz),
    clippedShare: clippedShare(samplesMv, rateHz),
    rangeMv: high - low,
    maxAbsMv,
    baselineRangeMv: baselineRange(bridged, rateHz),
    ...muscle(bridged, rateHz, mains?.rms ?? 0),
    mainsRmsMv: mains?.rms ?? 0,
    jumpMv: jump(bridged, rateHz),
    stepMv: step(bridged, rateHz),
    bandsMv: bands(spectrum),
    ...moments(bridged),
    lineShare: lineShare(spectrum),
    twoLevelShare: twoLevelShare(sample),
  };
};

/** Every so many-th value: percentiles of a long recording need no more than a few thousand values. */
const sampleOf = (values: Float64Array): Float64Array => {
  const stride = Math.max(1, Math.round(values.length / 2500));
  const out = new Float64Array(Math.ceil(values.length / stride));
  for (let i = 0; i < out.length; i++) out[i] = values[i * stride]!;
  return out;
};

/** Values at two quantiles, the lower one first, by nearest rank; reorders. */
const percentiles = (values: Float64Array, low: number, high: number): [number, number] => {
  const last = values.length - 1;
  const rank = Math.round(low * last);
  const lower = select(values, rank);
  return [lower, select(values, Math.round(high * last) - rank, rank)];
};

const stillShare = (samplesMv: Float32Array, rateHz: number): number => {
  const least = Math.max(3, Math.round(stillS * rateHz));
  let still = 0;
  let start = 0;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i <= samplesMv.length; i++) {
    const value = i < samplesMv.length ? samplesMv[i]! : Number.NaN;
    const nextLow = value < low ? value : low;
    const nextHigh = value > high ? value : high;
    // A missing value is neither: it ends the stretch.
    if (nextHigh - nextLow <= stillMv && !Number.isNaN(value)) {
      low = nextLow;
      high = nextHigh;
      continue;
    }
    if (i - start >= least) still += i - start;
    start = Number.isFinite(value) ? i : i + 1;
    low = Number.isFinite(value) ? value : Number.POSITIVE_INFINITY;
    high = Number.isFinite(value) ? value : Number.NEGATIVE_INFINITY;
  }
  return still / samplesMv.length;
};

const clippedShare = (samplesMv: Float32Array, rateHz: number): number => {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < samplesMv.length; i++) {
    const value = samplesMv[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  const least = Math.max(3, Math.round(0.012 * rateHz));
  let clipped = 0;
  let run = 0;
  let before = Number.NaN;
  for (let i = 0; i <= samplesMv.length; i++) {
    const value = i < samplesMv.length ? samplesMv[i]! : Number.NaN;
    const held = value === min || value === max;
    if (held && (run === 0 || value === before)) run += 1;
    else if (held || run > 0) {
      if (run >= least) clipped += run;
      run = held ? 1 : 0;
    }
    before = value;
  }
  return clipped / samplesMv.length;
};

const baselineRange = (bridged: Float64Array, rateHz: number): number => {
  if (rateHz < 4) return 0;
  const baseline = sampleOf(
    zeroPhase(bridged, butterworthTwoPass('low-pass', 2, 0.67, rateHz), Math.min(bridged.length, rateHz)),
  );
  const [low, high] = percentiles(baseline, 0.05, 0.95);
  return high - low;
};

const muscle = (
  bridged: Float64Array,
  rateHz: number,
  mainsRms: number,
): Pick<LeadFindings, 'muscleRmsMv' | 'burstRmsMv'> => {
  const cutoffHz = rateHz >= 200 ? 35 : 30;
  if (cutoffHz > 0.4 * rateHz) return { muscleRmsMv: 0, burstRmsMv: 0 };
  const high = zeroPhase(bridged, butterworthTwoPass('high-pass', 2, cutoffHz, rateHz), 0.2 * rateHz);
  const size = Math.max(4, Math.round(0.1 * rateHz));
  const powers = new Float64Array(Math.floor(high.length / size));
  for (let piece = 0; piece < powers.length; piece++) {
    let sum = 0;
    for (let i = piece * size; i < (piece + 1) * size; i++) sum += high[i]! * high[i]!;
    powers[piece] = sum / size;
  }
  const rms = (part: number): number =>
    powers.length > 0
      ? Math.sqrt(Math.max(0, select(powers, Math.round(part * (powers.length - 1))) - mainsRms ** 2))
      : 0;
  return { muscleRmsMv: rms(0.5), burstRmsMv: rms(0.8) };
};

const jump = (bridged: Float64Array, rateHz: number): number => {
  const size = Math.max(1, Math.round(0.2 * rateHz));
  let [before, greatest] = [Number.NaN, 0];
  for (let start = 0; start + size <= bridged.length; start += size) {
    let sum = 0;
    for (let i = start; i < start + size; i++) sum += bridged[i]!;
    if (start > 0) greatest = Math.max(greatest, Math.abs(sum / size - before));
    before = sum / size;
  }
  return greatest;
};

const step = (bridged: Float64Array, rateHz: number): number => {
  const size = Math.max(1, Math.round(0.01 * rateHz));
  let greatest = 0;
  for (let i = size; i < bridged.length; i++) {
    const change = Math.abs(bridged[i]! - bridged[i - size]!);
    if (change > greatest) greatest = change;
  }
  return greatest;
};

const bands = (spectrum: ReturnType<typeof welch>): LeadFindings['bandsMv'] => {
  const rms = (fromHz: number, toHz: number): number => Math.sqrt(bandPower(spectrum, fromHz, toHz));
  return [rms(0, 1), rms(1, 5), rms(5, 15), rms(15, 40)];
};

const moments = (bridged: Float64Array): Pick<LeadFindings, 'kurtosis' | 'skewness'> => {
  const n = bridged.length;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += bridged[i]! / n;
  let [second, third, fourth] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const d = bridged[i]! - mean;
    const dd = d * d;
    second += dd / n;
    third += (dd * d) / n;
    fourth += (dd * dd) / n;
  }
  const finite = (value: number): number => (Number.isFinite(value) ? value : 0);
  return { kurtosis: finite(fourth / second ** 2), skewness: finite(third / second ** 1.5) };
};

const lineShare = (spectrum: ReturnType<typeof welch>): number => {
  const all = bandPower(spectrum, 0.5, 70);
  if (!(all > 0)) return 0;
  let peak = 0;
  let at = 0;
  for (let k = Math.ceil(0.5 / spectrum.binHz); k <= Math.min(spectrum.density.length - 1, 70 / spectrum.binHz); k++)
    if (spectrum.density[k]! > peak) {
      peak = spectrum.density[k]!;
      at = k * spectrum.binHz;
    }
  // A Hann window spreads a line over two bins on each side.
  return Math.min(1, bandPower(spectrum, Math.max(0.5, at - 2.5 * spectrum.binHz), at + 2.5 * spectrum.binHz) / all);
};

const twoLevelShare = (values: Float64Array): number => {
  const [low, high] = percentiles(values, 0.05, 0.95);
  const near = 0.03 * (high - low);
  if (!(near > 0)) return 0;
  let count = 0;
  for (const value of values) if (Math.abs(value - low) <= near || Math.abs(value - high) <= near) count += 1;
  return count / values.length;
};
