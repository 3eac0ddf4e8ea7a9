import { median } from '../../signal/windows.ts';

/** Intervals that irregularity is counted over, and how much they must differ to differ, s (Petrenas). */
const span = 8;
const differenceS = 0.03;
/** Weight of the newest value in the running means. */
const freshness = 0.02;

/** Intervals that the usual change is taken from. */
const changesKept = 40;
/** Fewer say nothing. */
const leastChanges = 8;
/** In sinus rhythm neighbouring intervals mostly differ by less than this part, in fibrillation by more; and the width of the change. */
const fibrillatesFrom = 0.09;
const softness = 0.012;

export interface Irregularity {
  /** Share of pairs among the last eight intervals that differ by 30 ms, running mean, per running mean interval. */
  readonly irregularity: number;
  /** 0 for alternating or even intervals: (sum of medians of three / sum of intervals - 1)^2, running mean. */
  readonly alternation: number;
  /** Usual change (natural logarithm) of intervals between usual beats; 0 while too little is known. */
  readonly usualChange: number;
  /** Of atrial fibrillation, 0..1. */
  readonly likelihood: number;
}

/**
 * How irregular the intervals up to each one are. Knows the past alone. `intervalsS[k]` ends at beat k, NaN before the first;
 * `usual[k]`: beat k has the shape of the patient's usual beat.
 *
 * `irregularity` and `alternation`: Petrenas A, Marozas V, Sornmo L. Low-complexity detection of atrial fibrillation in continuous
 * long-term monitoring. Comput Biol Med 2015;65:184-191, with one-pass running means. Many ventricular beats look like
 * fibrillation to them, so `likelihood` is ours: the median change among the last 40 intervals that lie between usual beats,
 * against the last interval but one, two or three, whichever changes least, so that a repeated pattern of early beats is not irregular.
 */
export const rrIrregularity = (intervalsS: ArrayLike<number>, usual: readonly boolean[]): Irregularity[] => {
  const next = createRrIrregularity();
  return Array.from({ length: intervalsS.length }, (_, k) => next(intervalsS[k]!, usual[k] === true));
};

/** The same beat by beat, with constant memory: the interval that ends at a beat and whether it has the usual shape. */
export const createRrIrregularity = (): ((intervalS: number, isUsual: boolean) => Irregularity) => {
  const recent: number[] = [];
  const medians: number[] = [];
  const changes: number[][] = [[], [], []];
  /** The last beats, newest last; `counts`: the interval lies between usual beats. */
  let past: { readonly intervalS: number; readonly counts: boolean }[] = [];
  let beforeIsUsual = false;
  let mean = Number.NaN;
  let differing = 0;
  let alternation = 0;
  let beats = 0;
  return (intervalS, isUsual) => {
    const interval = Number.isFinite(intervalS) ? intervalS : Number.isFinite(mean) ? mean : 0.8;
    recent.push(interval);
    medians.push(median(recent.slice(-3)));
    if (recent.length > span) {
      recent.shift();
      medians.shift();
    }
    // A young mean is that of what there is.
    beats += 1;
    const fresh = Math.max(freshness, 1 / beats);
    mean = Number.isFinite(mean) ? mean + fresh * (interval - mean) : interval;
    differing += fresh * (differingShare(recent) - differing);
    const ratio = sum(medians) / sum(recent) - 1;
    alternation += fresh * (ratio * ratio - alternation);

    const counts = beats > 1 && isUsual && beforeIsUsual;
    changes.forEach((kept, lag) => {
      const earlier = past.at(-1 - lag);
      if (!counts || earlier === undefined || !earlier.counts) return;
      kept.push(Math.abs(Math.log(intervalS / earlier.intervalS)));
      if (kept.length > changesKept) kept.shift();
    });
    past = [...past, { intervalS, counts }].slice(-changes.length);
    beforeIsUsual = isUsual;
    const known = changes.filter((kept) => kept.length >= leastChanges);
    const usualChange = known.length === 0 ? 0 : Math.min(...known.map((kept) => median(kept)));
    const likelihood = known.length === 0 ? 0 : 1 / (1 + Math.exp(-(usualChange - fibrillatesFrom) / softness));
    return { irregularity: differing / mean, alternation, usualChange, likelihood };
  };
};

const differingShare = (values: readonly number[]): number => {
  const n = values.length;
  if (n < 2) return 0;
  let count = 0;
  for (let i = 0; i < n; i++)
    for (let j = i + 1; j < n; j++) if (Math.abs(values[i]! - values[j]!) > differenceS) count += 1;
  return (2 * count) / (n * (n - 1));
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
