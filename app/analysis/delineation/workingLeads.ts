import { butterworthTwoPass } from '../../signal/butterworth.ts';
import { bridgeGaps, type Gap } from '../../signal/gaps.ts';
import { movingMean } from '../../signal/movingMean.ts';
import { zeroPhase } from '../../signal/zeroPhase.ts';
import { type MainsWaves, mainsWaves, subtractMains } from './mainsLine.ts';

/**
 * The leads as the delineation looks at them, at a rate of 200 to 500 Hz whatever the recording's is, all finite.
 */
export interface WorkingLead {
  /** Baseline wander and mains out, smoothed over about 8 ms, mV. */
  readonly sharpMv: Float64Array;
  /** How many samples before each index were missing and are bridged; null when none was. One longer than the lead. */
  readonly missingBefore: Uint32Array | null;
}

/** The same lead without its QRS complexes, for what is slow. */
export interface SlowLead {
  /** Smoothed over about 40 ms (nulls at mains frequencies), mV. */
  readonly slowMv: Float64Array;
  /** Difference of a 24 ms and a 180 ms mean, mV: a P wave becomes one bump, a T wave little, drift nothing. */
  readonly bumpMv: Float64Array;
}

export interface WorkingLeads {
  readonly rateHz: number;
  readonly sampleCount: number;
  readonly leads: readonly WorkingLead[];
}

/** Baseline wander ends and the ST segment begins here; only for finding marks, amplitudes are read elsewhere. */
const wanderHz = 0.5;
const leastRateHz = 200;

/** `leads`: equal length, mV, NaN where missing. `rateHz` at least 30. Linear time. */
export const workingLeads = (leads: readonly Float32Array[], rateHz: number): WorkingLeads => {
  const down = Math.max(1, Math.floor(rateHz / 250));
  const up = rateHz < leastRateHz ? Math.ceil(leastRateHz / rateHz) : 1;
  const workingHz = (rateHz * up) / down;
  const highPass = butterworthTwoPass('high-pass', 2, wanderHz, workingHz);
  const half = halfWidth(workingHz);
  let waves: MainsWaves | null = null;
  const views = leads.map((samplesMv): WorkingLead => {
    const { bridged, gaps } = bridgeGaps(samplesMv);
    const atRate = up > 1 ? upsample(bridged, up) : down > 1 ? decimate(bridged, down) : bridged;
    const level = zeroPhase(atRate, highPass, 2 * workingHz);
    waves ??= mainsWaves(level.length, workingHz);
    subtractMains(level, workingHz, waves);
    const sharpMv = movingMean(movingMean(level, half(0.008)), half(0.004));
    return { sharpMv, missingBefore: gaps.length === 0 ? null : countMissing(gaps, sharpMv.length, up / down) };
  });
  return { rateHz: workingHz, sampleCount: views[0]?.sharpMv.length ?? 0, leads: views };
};

const countMissing = (gaps: readonly Gap[], length: number, scale: number): Uint32Array => {
  const before = new Uint32Array(length + 1);
  for (const gap of gaps)
    for (let i = Math.floor(gap.start * scale); i < Math.min(length, Math.ceil(gap.end * scale)); i++)
      before[i + 1] = 1;
  for (let i = 1; i <= length; i++) before[i]! += before[i - 1]!;
  return before;
};

/** Samples on each side of a mean over so many seconds. */
const halfWidth =
  (rateHz: number) =>
  (seconds: number): number =>
    Math.max(0, Math.round((seconds * rateHz - 1) / 2));

/**
 * A lead with every QRS replaced by the straight line between its ends, smoothed: the steep complex would otherwise
 * leak into the P wave before and the ST segment behind. `qrs`: first and last sample of each, ascending.
 */
export const slowLead = (
  { sharpMv }: WorkingLead,
  rateHz: number,
  qrs: readonly (readonly [from: number, to: number])[],
): SlowLead => {
  const level = sharpMv.slice();
  for (const [from, to] of qrs) {
    const a = Math.max(0, from);
    const b = Math.min(level.length - 1, to);
    const start = level[a]!;
    const step = b > a ? (level[b]! - start) / (b - a) : 0;
    for (let i = a + 1; i < b; i++) level[i] = start + step * (i - a);
  }
  const half = halfWidth(rateHz);
  const slowMv = movingMean(movingMean(level, half(0.02)), half(0.0167));
  const narrow = movingMean(level, half(0.024));
  const wide = movingMean(level, half(0.18));
  for (let i = 0; i < narrow.length; i++) narrow[i]! -= wide[i]!;
  return { slowMv, bumpMv: narrow };
};

/** Every `step`-th sample after a triangular mean of one step on each side, so that nothing folds back visibly. */
const decimate = (x: Float64Array, step: number): Float64Array => {
  const n = x.length;
  const out = new Float64Array(Math.ceil(n / step));
  for (let k = 0; k < out.length; k++) {
    const centre = k * step;
    let sum = 0;
    let weight = 0;
    for (let d = 1 - step; d < step; d++) {
      const i = centre + d;
      if (i < 0 || i >= n) continue;
      const w = step - Math.abs(d);
      sum += w * x[i]!;
      weight += w;
    }
    out[k] = sum / weight;
  }
  return out;
};

/** `factor` points per sample by cubic interpolation (Catmull & Rom 1974). */
const upsample = (x: Float64Array, factor: number): Float64Array => {
  const n = x.length;
  const out = new Float64Array(n * factor);
  for (let i = 0; i < n; i++) {
    const p0 = x[Math.max(0, i - 1)]!;
    const p1 = x[i]!;
    const p2 = x[Math.min(n - 1, i + 1)]!;
    const p3 = x[Math.min(n - 1, i + 2)]!;
    for (let k = 0; k < factor; k++) {
      const t = k / factor;
      out[i * factor + k] =
        p1 + 0.5 * t * (p2 - p0 + t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)));
    }
  }
  return out;
};
