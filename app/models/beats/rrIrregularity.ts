import { median } from '../../signal/windows.ts';

/** Beats that the irregularity is counted over. */
const span = 8;
/** Intervals that differ by more than this differ, s. */
const differenceS = 0.03;
/** Weight of the newest value in the running means. */
const freshness = 0.02;
/** Below this the intervals alternate: bigeminy, which is no fibrillation. */
const alternationBelow = 2e-4;
/** Decision level of the detector and, ours, the width of the change from no to yes. */
const level = 0.725;
const softness = 0.12;
/** Sinus rhythm that breathes also differs by more than 30 ms; in fibrillation neighbouring intervals usually differ by more than this part. */
const usualChangeFrom = 0.06;
const usualChangeSoftness = 0.015;
const changesKept = 40;

export interface Irregularity {
  /** Share of pairs among the last eight intervals that differ, running mean, per running mean interval. */
  readonly irregularity: number;
  /** 0 for alternating or even intervals: (sum of medians of three / sum of intervals - 1)^2, running mean. */
  readonly alternation: number;
  /** 0..1, one half at the detector's decision level. */
  readonly likelihood: number;
}

/**
 * How much the intervals up to each one are those of atrial fibrillation. Knows the past alone. NaN intervals (before the first beat)
 * count as the running mean. Method: Petrenas A, Marozas V, Sornmo L. Low-complexity detection of atrial fibrillation in continuous long-term
 * monitoring. Comput Biol Med 2015;65:184-191, with one-pass running means; the logistic around its decision level and the usual
 * change of 40 intervals are ours.
 */
export const rrIrregularity = (intervalsS: ArrayLike<number>): Irregularity[] => {
  const out: Irregularity[] = [];
  const recent: number[] = [];
  const medians: number[] = [];
  const changes: number[] = [];
  let mean = Number.NaN;
  let differing = 0;
  let alternation = 0;
  for (let k = 0; k < intervalsS.length; k++) {
    const raw = intervalsS[k]!;
    const interval = Number.isFinite(raw) ? Math.max(0.2, Math.min(raw, 3)) : Number.isFinite(mean) ? mean : 0.8;
    const previous = recent.at(-1);
    if (previous !== undefined) changes.push(Math.abs(Math.log(interval / previous)));
    if (changes.length > changesKept) changes.shift();
    recent.push(interval);
    medians.push(median(recent.slice(-3)));
    if (recent.length > span) {
      recent.shift();
      medians.shift();
    }
    // A young mean is that of what there is.
    const fresh = Math.max(freshness, 1 / (k + 1));
    mean = Number.isFinite(mean) ? mean + fresh * (interval - mean) : interval;
    differing += fresh * (differingShare(recent) - differing);
    const ratio = sum(medians) / sum(recent) - 1;
    alternation += fresh * (ratio * ratio - alternation);
    const irregularity = differing / mean;
    const decision = alternation >= alternationBelow ? irregularity : alternation;
    const usualChange = changes.length > 0 ? median(changes) : 0;
    const likelihood =
      logistic((decision - level) / softness) * logistic((usualChange - usualChangeFrom) / usualChangeSoftness);
    out.push({ irregularity, alternation, likelihood });
  }
  return out;
};

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

const differingShare = (values: readonly number[]): number => {
  const n = values.length;
  if (n < 2) return 0;
  let count = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) if (Math.abs(values[i]! - values[j]!) > differenceS) count += 1;
  return (2 * count) / (n * (n - 1));
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
