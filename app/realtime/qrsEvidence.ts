import type { LeadFindings } from '../analysis/leadFindings.ts';
import { slowLead, slowRateHz } from '../analysis/slowLead.ts';
import { median, quantile } from '../signal/windows.ts';
import { repetition } from './repetition.ts';

/** What tells QRS complexes from other deflections, in the order of a row. Ratios are natural logarithms. */
export const qrsEvidenceNames = [
  'kurtosis of the slope, 1 to 30 Hz',
  'share of time with a slope below 15 % of the steep ones: the line between beats',
  'share of the squared slope within 80 ms of the deflections',
  'part that two straight lines around a deflection leave unexplained',
  'part of a deflection that lies outside of its summit',
  'width at half height, s',
  'QRS band against everything slower',
  'QRS band against the band below it',
  'band above the QRS band against it',
  'kurtosis of the samples',
  'steepest slope against the range',
  'interval between deflections, s',
  'share of the power in one line',
  'how well deflections repeat each other',
] as const;

/** One lead's evidence; NaN where there are no deflections to tell by. */
export interface QrsEvidence {
  /** In the order of `qrsEvidenceNames`. */
  readonly row: Float32Array;
  /** Medians over the deflections, as in the row: 0 to 1. */
  readonly unexplainedByLines: number;
  readonly outsideSummit: number;
  readonly widthS: number;
  /** Of the time, as in the row. */
  readonly flatShare: number;
  readonly repeats: number | null;
}

const leastMv = 1e-4;
const nearS = 0.08;
const logOf = (value: number): number => Math.log(Math.max(leastMv, value));

/**
 * What the deflections of a lead are like. `samplesMv` holds the time that is looked at and, before it from sample 0 on, what is
 * remembered; `from`: where the look begins; `beats`: sample indices of the deflections. `findings`: of the look alone. O(n).
 */
export const qrsEvidence = (
  samplesMv: Float32Array,
  from: number,
  beats: readonly number[],
  findings: LeadFindings,
  sampleRateHz: number,
): QrsEvidence => {
  const unexplainedByLines = median(beats.map((at) => unexplained(samplesMv, at, sampleRateHz)));
  const outsideSummit = median(beats.map((at) => outside(samplesMv, at, sampleRateHz)));
  const widthS = median(beats.map((at) => widthAtHalf(samplesMv, at, sampleRateHz)));
  const repeats = repetition([samplesMv], beats, sampleRateHz);
  const slopes = slopeIndices(
    samplesMv.subarray(from),
    beats.map((at) => (at - from) / sampleRateHz),
    sampleRateHz,
  );
  const [drift, slow, qrs, fast] = findings.bandsMv;
  const row = Float32Array.of(
    Math.log(slopes.kurtosis),
    slopes.flatShare,
    slopes.nearShare,
    unexplainedByLines,
    outsideSummit,
    widthS,
    logOf(qrs) - logOf(Math.hypot(drift, slow)),
    logOf(qrs) - logOf(slow),
    logOf(fast) - logOf(qrs),
    Math.log(Math.max(1, findings.kurtosis)),
    logOf(slopes.steepestMvPerS) - logOf(findings.rangeMv),
    median(beats.slice(1).map((at, i) => (at - beats[i]!) / sampleRateHz)),
    findings.lineShare,
    repeats ?? Number.NaN,
  );
  return { row, unexplainedByLines, outsideSummit, widthS, flatShare: slopes.flatShare, repeats };
};

const slopeIndices = (
  samplesMv: Float32Array,
  beatsS: readonly number[],
  rateHz: number,
): { kurtosis: number; flatShare: number; nearShare: number; steepestMvPerS: number } => {
  const { mv } = slowLead(samplesMv, rateHz);
  const slopes = new Float64Array(Math.max(0, mv.length - 2));
  const near = new Uint8Array(slopes.length);
  for (const beatS of beatsS) {
    const first = Math.max(0, Math.ceil((beatS - nearS) * slowRateHz) - 1);
    const end = Math.min(near.length, Math.floor((beatS + nearS) * slowRateHz));
    if (end > first) near.fill(1, first, end);
  }
  let [second, fourth, steepest, beside] = [0, 0, 0, 0];
  for (let i = 0; i < slopes.length; i++) {
    const slope = Math.abs(mv[i + 2]! - mv[i]!);
    const squared = slope * slope;
    slopes[i] = slope;
    second += squared;
    fourth += squared * squared;
    if (near[i] === 1) beside += squared;
    if (slope > steepest) steepest = slope;
  }
  if (!(second > 0)) return { kurtosis: Number.NaN, flatShare: 1, nearShare: Number.NaN, steepestMvPerS: 0 };
  const flat = 0.15 * quantile(slopes, 0.98);
  let still = 0;
  for (const slope of slopes) if (slope < flat) still += 1;
  return {
    kurtosis: (slopes.length * fourth) / second ** 2,
    flatShare: still / slopes.length,
    nearShare: beside / second,
    steepestMvPerS: (steepest * slowRateHz) / 2,
  };
};

const besideS = 0.3;
const gapS = 0.025;
const shiftsS = [-0.08, -0.06, -0.04, -0.02, 0, 0.02, 0.04, 0.06, 0.08];

/**
 * The part of the variance within 300 ms, about its own straight line, that two lines with a step or a corner between them leave: next
 * to nothing for sawtooth, triangle and steps, much for whatever rises and returns. NaN where not whole or nothing moves.
 */
const unexplained = (x: Float32Array, at: number, rateHz: number): number => {
  const reach = Math.round(besideS * rateHz);
  const gap = Math.max(1, Math.round(gapS * rateHz));
  const [from, to] = [at - reach, at + reach + 1];
  if (from < 0 || to > x.length) return Number.NaN;
  const whole = lineThrough(x, from, to);
  let all = 0;
  for (let i = from; i < to; i++) all += (x[i]! - whole.level - whole.slope * i) ** 2;
  if (!(all > 1e-9)) return Number.NaN;
  let least = Number.POSITIVE_INFINITY;
  for (const shiftS of shiftsS) {
    const corner = at + Math.round(shiftS * rateHz);
    const before = lineThrough(x, from, corner - gap);
    const after = lineThrough(x, corner + gap + 1, to);
    // In between it may go from one line to the other in whatever way, but not beyond either of them.
    const ends = [corner - gap, corner].map((i) => before.level + before.slope * i);
    ends.push(...[corner, corner + gap].map((i) => after.level + after.slope * i));
    const low = Math.min(...ends);
    const high = Math.max(...ends);
    let left = 0;
    for (let i = from; i < to; i++) {
      const value = x[i]!;
      const off =
        i < corner - gap
          ? value - before.level - before.slope * i
          : i > corner + gap
            ? value - after.level - after.slope * i
            : Math.max(0, low - value, value - high);
      left += off * off;
    }
    least = Math.min(least, left / all);
  }
  return least;
};

/** Least squares over [from, to). */
const lineThrough = (x: Float32Array, from: number, to: number): { level: number; slope: number } => {
  const n = to - from;
  const middle = (from + to - 1) / 2;
  let [sum, product] = [0, 0];
  for (let i = from; i < to; i++) {
    sum += x[i]!;
    product += (i - middle) * x[i]!;
  }
  const slope = n > 1 ? (12 * product) / (n * (n * n - 1)) : 0;
  return { level: sum / n - slope * middle, slope };
};

const shapeReachS = 0.12;
/** An impulse may be smeared over this, on each side of its summit, s; at slow rates it is one sample. */
const summitS = 0.008;
/** Noise of this part of the height does not count. */
const noisePart = 0.06;

/** The part of a deflection's energy that lies outside of its summit: nothing for an impulse. NaN where not whole or still. */
const outside = (x: Float32Array, at: number, rateHz: number): number => {
  const reach = Math.round(shapeReachS * rateHz);
  const summit = Math.floor(summitS * rateHz);
  if (at - reach < 0 || at + reach >= x.length) return Number.NaN;
  const around = x.subarray(at - reach, at + reach + 1);
  const line = median(around);
  let peak = 0;
  for (let i = 1; i < around.length; i++) if (Math.abs(around[i]! - line) > Math.abs(around[peak]! - line)) peak = i;
  const least = noisePart * Math.abs(around[peak]! - line);
  let [all, beside] = [0, 0];
  for (let i = 0; i < around.length; i++) {
    const size = Math.abs(around[i]! - line);
    if (size <= least) continue;
    all += size * size;
    if (Math.abs(i - peak) > summit) beside += size * size;
  }
  return all > 0 ? beside / all : Number.NaN;
};

const widthReachS = 0.2;
const peakReachS = 0.06;

/** Of the largest deflection from the middle level of 400 ms, s. NaN where not whole. */
const widthAtHalf = (x: Float32Array, at: number, rateHz: number): number => {
  const reach = Math.round(widthReachS * rateHz);
  const near = Math.round(peakReachS * rateHz);
  if (at - reach < 0 || at + reach >= x.length) return Number.NaN;
  const around = x.subarray(at - reach, at + reach + 1);
  const line = median(around);
  let peak = reach;
  for (let i = reach - near; i <= reach + near; i++)
    if (Math.abs(around[i]! - line) > Math.abs(around[peak]! - line)) peak = i;
  const height = around[peak]! - line;
  const isHigh = (i: number): boolean => (around[i]! - line) / height > 0.5;
  let [first, last] = [peak, peak];
  while (first > 0 && isHigh(first)) first -= 1;
  while (last < around.length - 1 && isHigh(last)) last += 1;
  return (last - first) / rateHz;
};
