import { median, quantile } from '../../signal/windows.ts';
import type { Irregularity } from './rrIrregularity.ts';

/**
 * Known when the beat has come. Ratios are natural logarithms, all damped by the likelihood of atrial fibrillation, in which
 * an interval says nothing of a beat; "interval" is the one that ends at the beat.
 */
export const rhythmFeatureNames = [
  'interval, s',
  'interval / mean of 10 before',
  'interval / mean of 40 before',
  'interval / mean of 300 before',
  'interval / interval before',
  'interval before / mean of 10',
  'second interval before / mean of 10',
  'interval / median of 10 before',
  'interval / 80 % quantile of 20 before',
  'interval / shortest of 20 before',
  'usual change of 10 intervals',
  'usual change of 40 intervals',
  'irregularity',
  'alternation',
  'likelihood of atrial fibrillation',
  'share of 20 intervals before within 10 %',
  'distance to the nearest of 10 intervals before',
  'interval / median of 10 before, per usual change',
  'usual change between usual beats',
  'beats seen',
] as const;

/** Known only when later beats have come. */
export const laterRhythmFeatureNames = [
  'next interval / mean of 10 around',
  'next interval / interval',
  'interval and next / two means of 10 around',
  'second next interval / mean of 10 around',
  'interval / median of 20 around',
  'next interval / median of 20 around',
  'interval / median of 300 around',
  'likelihood of atrial fibrillation, 20 beats later',
] as const;

/** Intervals are taken as between these, s: a missed beat or a gap is not a rhythm. */
const shortestS = 0.15;
const longestS = 3;
/** No rhythm is steadier than a detector's marks. */
const leastChange = 0.02;

/** Interval before each beat, s; NaN before the first. */
export const intervalsBefore = (timesS: readonly number[]): Float64Array =>
  Float64Array.from(timesS, (time, k) =>
    k === 0 ? Number.NaN : Math.max(shortestS, Math.min(time - timesS[k - 1]!, longestS)),
  );

/** 0 where something is not known: no difference. */
const logRatio = (a: number | undefined, b: number | undefined): number =>
  a !== undefined && b !== undefined && a > 0 && b > 0 ? Math.log(a / b) : 0;

const mean = (values: Float64Array): number => {
  let sum = 0;
  let count = 0;
  for (const value of values)
    if (Number.isFinite(value)) {
      sum += value;
      count += 1;
    }
  return count > 0 ? sum / count : Number.NaN;
};

/** Features of beat `k` in the order of `rhythmFeatureNames`; looks at intervals up to `k` alone. */
export const rhythmFeatures = (
  intervalsS: Float64Array,
  irregularities: readonly Irregularity[],
  k: number,
): number[] => {
  const before = (count: number): Float64Array => intervalsS.subarray(Math.max(0, k - count), k);
  const interval = intervalsS[k]!;
  const ten = mean(before(10));
  const twenty = before(20).filter(Number.isFinite);
  const { irregularity, alternation, usualChange, likelihood } = irregularities[k]!;
  const near = twenty.filter((value) => Math.abs(Math.log(value / interval)) < 0.1);
  const distances = before(10)
    .filter(Number.isFinite)
    .map((value) => Math.abs(Math.log(value / interval)));
  const trust = 1 - likelihood;
  const prematurity = logRatio(interval, median(before(10)));
  return [
    Number.isFinite(interval) ? Math.log(interval) : 0,
    trust * logRatio(interval, ten),
    trust * logRatio(interval, mean(before(40))),
    trust * logRatio(interval, mean(before(300))),
    trust * logRatio(interval, intervalsS[k - 1]),
    trust * logRatio(intervalsS[k - 1], ten),
    trust * logRatio(intervalsS[k - 2], ten),
    trust * prematurity,
    trust * logRatio(interval, quantile(twenty, 0.8)),
    trust * logRatio(interval, quantile(twenty, 0)),
    usualChangeOf(before(10)),
    usualChangeOf(before(40)),
    irregularity,
    Math.log(Math.max(alternation, 1e-6)) + 8,
    likelihood,
    twenty.length > 0 && Number.isFinite(interval) ? near.length / twenty.length : 0.5,
    distances.length > 0 && Number.isFinite(interval) ? trust * Math.min(...distances) : 0,
    trust * Math.max(-8, Math.min(8, prematurity / (usualChange + leastChange))),
    usualChange,
    Math.log1p(Math.min(k, 300)) - 4,
  ];
};

/** Features of beat `k` in the order of `laterRhythmFeatureNames`; looks at all intervals. */
export const laterRhythmFeatures = (
  intervalsS: Float64Array,
  irregularities: readonly Irregularity[],
  k: number,
): number[] => {
  // The interval of the beat itself and the next one are what is judged; the mean is that of the others.
  const around = (count: number): Float64Array =>
    Float64Array.of(
      ...intervalsS.subarray(Math.max(0, k - count / 2), k),
      ...intervalsS.subarray(k + 2, k + 2 + count / 2),
    );
  const interval = intervalsS[k]!;
  const next = intervalsS[k + 1];
  const ten = mean(around(10));
  const middle = median(around(20));
  const trust = 1 - irregularities[k]!.likelihood;
  return [
    ...[
      logRatio(next, ten),
      logRatio(next, interval),
      next === undefined ? 0 : logRatio(interval + next, 2 * ten),
      logRatio(intervalsS[k + 2], ten),
      logRatio(interval, middle),
      logRatio(next, middle),
      logRatio(interval, median(around(300))),
    ].map((value) => trust * value),
    irregularities[Math.min(irregularities.length - 1, k + 20)]!.likelihood,
  ];
};

const usualChangeOf = (values: Float64Array): number => {
  const changes: number[] = [];
  for (let i = 1; i < values.length; i++) {
    const change = Math.abs(Math.log(values[i]! / values[i - 1]!));
    if (Number.isFinite(change)) changes.push(change);
  }
  return changes.length > 0 ? Math.min(1, median(changes)) : 0;
};
