import { median } from '../../signal/windows.ts';
import { gridRateHz } from './beatGrid.ts';
import { correlation, meanOf, parts, range, rootMeanSquare, type Span, windowIndex } from './beatWindow.ts';

/** Of one beat against the dominant beat. Amplitudes are in units of the usual QRS; ratios are natural logarithms. */
export const shapeFeatureNames = [
  'QRS correlation with the dominant beat',
  'narrow QRS correlation with the dominant beat',
  'T correlation with the dominant beat',
  'P correlation with the dominant beat',
  'QRS range / dominant',
  'QRS duration, s',
  'QRS duration / dominant',
  'QRS mean, turned by the sign of the dominant QRS',
  'T mean, turned by the sign of the dominant QRS',
  'residual before P',
  'residual P',
  'residual QRS',
  'residual T',
  'residual P / usual',
  'residual QRS / usual',
  'P range',
  'P range of the dominant beat',
  'correlation of the best shifted P of the dominant beat',
  'shift of that P, s',
  'steepest slope / dominant',
  'share of beats like the dominant one',
  'share of beats like this one',
  'correlation with the beat before',
  'best correlation with ten beats before',
  'correlation of the beat before with the dominant one',
  'correlation of the second beat before with the dominant one',
] as const;

/** Known only when later beats have come. */
export const laterShapeFeatureNames = [
  'correlation of the next beat with the dominant one',
  'correlation with the next beat',
  'best correlation with ten beats after',
] as const;

/** What is measured of each beat before beats are compared. */
export interface BeatShape {
  readonly qrsCorrelation: number;
  readonly residualP: number;
  readonly residualQrs: number;
  readonly values: readonly number[];
}

/** Of the summed squared slope, what lies before and behind the QRS. */
const slopeTail = 0.06;

/** Time between 6 % and 94 % of the summed squared slope near the QRS, s. */
const qrsDuration = (window: Float32Array): number => {
  const { from, to } = parts.qrs;
  let total = 0;
  for (let i = from + 1; i < to; i++) total += slopeAt(window, i);
  if (total <= 0) return 0;
  let sum = 0;
  let start = from;
  for (let i = from + 1; i < to; i++) {
    sum += slopeAt(window, i);
    if (sum < slopeTail * total) start = i;
    else if (sum >= (1 - slopeTail) * total) return (i - start) / gridRateHz;
  }
  return (to - from) / gridRateHz;
};
/** Squared, so that a slow T or baseline does not count as QRS. */
const slopeAt = (window: Float32Array, i: number): number => (window[i]! - window[i - 1]!) ** 2;

const steepest = (window: Float32Array, { from, to }: Span): number => {
  let most = 0;
  for (let i = from + 1; i < to; i++) most = Math.max(most, Math.abs(window[i]! - window[i - 1]!));
  return most;
};

/** The P wave may lie this much earlier or later than usual, s. */
const pShiftS = 0.1;

const shiftedP = (window: Float32Array, dominant: Float32Array): { correlation: number; shiftS: number } => {
  let best = { correlation: -1, shiftS: 0 };
  const most = Math.round(pShiftS * gridRateHz);
  for (let shift = -most; shift <= Math.round(0.04 * gridRateHz); shift += 2) {
    const span = { from: parts.p.from + shift, to: parts.p.to + shift };
    if (span.from < 0) continue;
    const here = correlation(window, dominant, span, -shift);
    if (here > best.correlation) best = { correlation: here, shiftS: shift / gridRateHz };
  }
  return best;
};

/** Range of a part once the straight line between its ends is taken away. */
const rangeOffLine = (window: Float32Array, { from, to }: Span): number => {
  let low = 0;
  let high = 0;
  const first = window[from]!;
  const slope = (window[to - 1]! - first) / (to - 1 - from);
  for (let i = from; i < to; i++) {
    const value = window[i]! - first - slope * (i - from);
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low;
};

const log = (a: number, b: number): number => Math.max(-3, Math.min(3, Math.log((a + 1e-4) / (b + 1e-4))));

/**
 * One beat against the dominant beat: `window` and `dominant` levelled and aligned, in millivolts, `residual` their difference,
 * `scaleMv` the usual range of the QRS.
 */
export const beatShape = (
  window: Float32Array,
  dominant: Float32Array,
  residual: Float32Array,
  scaleMv: number,
): BeatShape => {
  const peak = dominant[windowIndex(0)]! < 0 ? -1 : 1;
  const p = shiftedP(window, dominant);
  const duration = qrsDuration(window);
  const residualP = rootMeanSquare(residual, parts.p) / scaleMv;
  const residualQrs = rootMeanSquare(residual, parts.qrs) / scaleMv;
  const qrsCorrelation = correlation(window, dominant, parts.qrs);
  return {
    qrsCorrelation,
    residualP,
    residualQrs,
    values: [
      qrsCorrelation,
      correlation(window, dominant, parts.narrowQrs),
      correlation(window, dominant, parts.t),
      correlation(window, dominant, parts.p),
      log(range(window, parts.qrs), range(dominant, parts.qrs)),
      duration,
      log(duration, qrsDuration(dominant)),
      (peak * meanOf(window, parts.qrs)) / scaleMv,
      (peak * meanOf(window, parts.t)) / scaleMv,
      rootMeanSquare(residual, parts.before) / scaleMv,
      residualP,
      residualQrs,
      rootMeanSquare(residual, parts.t) / scaleMv,
      rangeOffLine(window, parts.p) / scaleMv,
      rangeOffLine(dominant, parts.p) / scaleMv,
      p.correlation,
      p.shiftS,
      log(steepest(window, parts.qrs), steepest(dominant, parts.qrs)),
    ],
  };
};

/** What the comparison of beats adds. */
export interface ShapeContext {
  readonly shapes: readonly BeatShape[];
  /** Beats that "usual" is taken from, without the beat itself. */
  readonly others: readonly number[];
  readonly dominantShare: number;
  /** Share of the beats looked at that are like this one. */
  readonly alikeShare: number;
  /** QRS correlation with another beat. */
  readonly between: (a: number, b: number) => number;
}

/** Features of beat `k` in the order of `shapeFeatureNames`. */
export const shapeFeatures = (context: ShapeContext, k: number): number[] => {
  const { shapes, others, between } = context;
  const { values, residualP, residualQrs } = shapes[k]!;
  const usual = (pick: (shape: BeatShape) => number, own: number): number =>
    others.length > 0 ? log(own, median(others.map((i) => pick(shapes[i]!)))) : 0;
  return [
    ...values.slice(0, 13),
    usual((shape) => shape.residualP, residualP),
    usual((shape) => shape.residualQrs, residualQrs),
    ...values.slice(13),
    context.dominantShare,
    context.alikeShare,
    k > 0 ? between(k, k - 1) : 1,
    bestOf(between, k, -1, shapes.length),
    shapes[k - 1]?.qrsCorrelation ?? 1,
    shapes[k - 2]?.qrsCorrelation ?? 1,
  ];
};

/** Features of beat `k` in the order of `laterShapeFeatureNames`. */
export const laterShapeFeatures = ({ shapes, between }: ShapeContext, k: number): number[] => [
  shapes[k + 1]?.qrsCorrelation ?? 1,
  k + 1 < shapes.length ? between(k, k + 1) : 1,
  bestOf(between, k, 1, shapes.length),
];

const bestOf = (between: (a: number, b: number) => number, k: number, direction: 1 | -1, count: number): number => {
  let best = -1;
  for (let d = 1; d <= 10; d++) {
    const other = k + direction * d;
    if (other >= 0 && other < count) best = Math.max(best, between(k, other));
  }
  return best === -1 ? 1 : best;
};
