import { median, quantile } from '../../signal/windows.ts';
import { windowIndex } from './beatWindow.ts';

/**
 * Rested beats: those of the usual shape that follow the longest intervals around. Where most beats are premature, they and not
 * the most frequent ones are the sinus node's, so their P is the sinus P; in atrial fibrillation no two of them have the same
 * thing there. Ranges and differences are in units of the usual QRS.
 */
export const restedFeatureNames = [
  'P correlation with rested beats',
  'P difference from rested beats',
  'P difference from rested beats / theirs',
  'P agreement of rested beats',
  'P range of rested beats',
] as const;

/** The long interval of usual beats is this quantile, and a beat is rested from this part of it on. */
const longQuantile = 0.92;
const restedFrom = 0.85;
/** The rested P is the median of at most this many beats, the nearest ones. */
const medianOf = 15;
/** Fewer than this are no witnesses. */
const leastRested = 3;
/** From the peak of the QRS, s: a long PR reaches further back than the usual P. */
const pFrom = windowIndex(-0.32);
const pTo = windowIndex(-0.07);
/** No difference is measured finer than this, in units of the QRS. */
const leastDifference = 0.005;

/** The stretch of a window where P lies, without the straight line between its ends; millivolts. */
export const pStretch = (window: Float32Array): Float32Array => {
  const stretch = window.slice(pFrom, pTo);
  const last = stretch.length - 1;
  const start = (stretch[0]! + stretch[1]! + stretch[2]!) / 3;
  const end = (stretch[last]! + stretch[last - 1]! + stretch[last - 2]!) / 3;
  return stretch.map((value, i) => value - start - ((end - start) * (i - 1)) / (last - 2));
};

export interface RestedContext {
  /** `pStretch` of every beat. */
  readonly stretches: readonly Float32Array[];
  /** Interval before each beat, s; NaN before the first. */
  readonly intervalsS: Float64Array;
  readonly usual: readonly boolean[];
  /** Beats that are looked at, without the beat itself. */
  readonly others: readonly number[];
  /** Usual range of the QRS, mV. */
  readonly scaleMv: number;
}

/** Features of beat `k` in the order of `restedFeatureNames`; as of a beat like all others where too few are known. */
export const restedFeatures = (
  { stretches, intervalsS, usual, others, scaleMv }: RestedContext,
  k: number,
): number[] => {
  const known = others.filter((i) => usual[i] === true && Number.isFinite(intervalsS[i]));
  const long = quantile(
    Float64Array.from(known, (i) => intervalsS[i]!),
    longQuantile,
  );
  const rested = known
    .filter((i) => intervalsS[i]! >= restedFrom * long)
    .sort((a, b) => Math.abs(a - k) - Math.abs(b - k))
    .slice(0, medianOf);
  if (rested.length < leastRested) return [1, 0, 0, 1, 0];
  const own = stretches[k]!;
  const middle = own.map((_, i) => median(Float64Array.from(rested, (r) => stretches[r]![i]!)));
  const difference = differenceOf(own, middle) / scaleMv;
  const theirs = median(rested.map((r) => differenceOf(stretches[r]!, middle) / scaleMv));
  return [
    likeness(own, middle),
    difference,
    Math.log((difference + leastDifference) / (theirs + leastDifference)),
    median(rested.flatMap((a, n) => rested.slice(n + 1).map((b) => likeness(stretches[a]!, stretches[b]!)))),
    (middle.reduce((most, value) => Math.max(most, value)) - middle.reduce((least, value) => Math.min(least, value))) /
      scaleMv,
  ].map((value) => Math.max(-limit, Math.min(limit, value)));
};
const limit = 6;

const differenceOf = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return Math.sqrt(sum / a.length);
};

/** Cosine of two stretches; 0 where one of them is flat. */
const likeness = (a: Float32Array, b: Float32Array): number => {
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i++) {
    ab += a[i]! * b[i]!;
    aa += a[i]! * a[i]!;
    bb += b[i]! * b[i]!;
  }
  return aa > 1e-9 && bb > 1e-9 ? ab / Math.sqrt(aa * bb) : 0;
};
