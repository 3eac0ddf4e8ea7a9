import { quantile } from '../../signal/windows.ts';

/**
 * Intervals against the long ones, not against the mean, which is that of the premature beats where most beats are premature.
 * None of these is damped by a likelihood of atrial fibrillation. Ratios are natural logarithms.
 */
export const longIntervalFeatureNames = [
  'interval / long interval of 40 before',
  'interval before / long interval of 40 before',
  'median / long interval of 40 before',
  'short / long interval of 40 before',
  'greatest share of 40 intervals within 10 %',
  'likeness of neighbouring intervals of 40',
] as const;

/** Known only when later beats have come. */
export const laterLongIntervalFeatureNames = [
  'interval / long interval of 40 around',
  'next interval / long interval of 40 around',
] as const;

const longFrom = 0.9;
const shortTo = 0.1;
/** Fewer intervals say nothing. */
const leastIntervals = 4;
/** Intervals whose logarithms differ by no more than this lie together. */
const togetherWithin = 0.1;

const logarithms = (values: Float64Array): Float64Array => values.filter(Number.isFinite).map(Math.log);

/** Features of beat `k` in the order of `longIntervalFeatureNames`; looks at intervals up to `k` alone. */
export const longIntervalFeatures = (intervalsS: Float64Array, k: number): number[] => {
  const before = logarithms(intervalsS.subarray(Math.max(0, k - 40), k));
  if (before.length < leastIntervals) return [0, 0, 0, 0, 1, 0];
  const long = quantile(before, longFrom);
  const less = (value: number): number => (Number.isFinite(value) ? value - long : 0);
  return [
    less(Math.log(intervalsS[k]!)),
    less(Math.log(intervalsS[k - 1]!)),
    less(quantile(before, 0.5)),
    less(quantile(before, shortTo)),
    greatestShare(before),
    neighbourLikeness(before),
  ];
};

/** Features of beat `k` in the order of `laterLongIntervalFeatureNames`; looks at all intervals. */
export const laterLongIntervalFeatures = (intervalsS: Float64Array, k: number): number[] => {
  // The interval of the beat itself and the next one are what is judged.
  const around = logarithms(
    Float64Array.of(...intervalsS.subarray(Math.max(0, k - 20), k), ...intervalsS.subarray(k + 2, k + 22)),
  );
  if (around.length < leastIntervals) return [0, 0];
  const long = quantile(around, longFrom);
  return [intervalsS[k], intervalsS[k + 1]].map((interval) =>
    interval !== undefined && Number.isFinite(interval) ? Math.log(interval) - long : 0,
  );
};

/** The most of them that lie together, as a share: premature beats and sinus beats come in clusters, fibrillation does not. */
const greatestShare = (values: Float64Array): number => {
  const sorted = values.slice().sort();
  let most = 0;
  let first = 0;
  for (let last = 0; last < sorted.length; last++) {
    while (sorted[last]! - sorted[first]! > togetherWithin) first += 1;
    most = Math.max(most, last - first + 1);
  }
  return most / sorted.length;
};

/** Correlation of neighbours: -1 where long and short take turns, 1 where the rate drifts, 0 in fibrillation and at even intervals. */
const neighbourLikeness = (values: Float64Array): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let product = 0;
  let square = 1e-4;
  for (let i = 0; i < values.length; i++) {
    square += (values[i]! - mean) ** 2;
    if (i > 0) product += (values[i]! - mean) * (values[i - 1]! - mean);
  }
  return product / square;
};
