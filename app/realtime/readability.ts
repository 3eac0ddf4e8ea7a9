import { type LeadFindings, leadFindings } from '../analysis/leadFindings.ts';
import { readableTrees } from '../analysis/readableTrees.ts';
import { treeSum } from '../analysis/trees.ts';
import { type QrsEvidence, qrsEvidence } from './qrsEvidence.ts';

/** Whether what is on the leads can be read as an ECG now. `reason` is for the reader. */
export type Readability = { readonly readable: true } | { readonly readable: false; readonly reason: string };

export interface ReadabilityWatch {
  /** The next sample of every lead, mV. Returns a new look where one was taken, else null. */
  readonly push: (samplesMv: ArrayLike<number>) => Readability | null;
  /** A beat or what was taken for one, by its sample's index. */
  readonly beat: (sample: number) => void;
  /** What was seen so far says nothing of what comes. */
  readonly restart: () => void;
}

/** What a look looks at, s; the first one comes when half of it is there. */
export const lookS = 8;
/** Where a slow heart or sparse noise leaves few deflections in it, the last ones of this time are compared, s. */
const memoryS = 20;
const comparedBeats = 12;
/** From one look to the next, s. */
export const lookEveryS = 1;

/** Twice in a row before the signal is called unreadable, three times before it is believed again. */
const badLooks = 2;
const goodLooks = 3;

/**
 * Least `repetition`. Of eight-second pieces of ten tuning records of the MIT-BIH Arrhythmia Database, with bigeminy, runs, fibrillation and
 * bundle branch block among them, less than 2 % lie below the first; muscle noise and random walks always do. What was called
 * unreadable has to be surely alike.
 */
const leastRepetition = { goOn: 0.85, beginAgain: 0.92 };
const fewBeats = 4;
/** Fewer deflections in a look are a standstill or near it, and that is no question of noise. */
const fewestRecent = 3;

/** Says how likely a lead's deflections are QRS complexes (log-odds), from `qrsEvidence`. */
export type QrsJudge = (row: Float32Array) => number;

/** Trees trained on tuning records; docs/decisions/0017-real-time.md. */
export const qrsJudge = (): QrsJudge => {
  const sum = treeSum(readableTrees);
  return (row) => sum(row, 0);
};

/**
 * Log-odds of the best lead, raised by `benefit`, are added up while they are against the signal (a sum that is never above zero), until
 * `mostDoubt` is reached: three to five looks of a doubtful one, two of an impossible one, one at the beginning, where nothing
 * is known yet. What is no longer believed has to be likely again. On the tuning records no look is lost by it; a tachycardia
 * or an escape rhythm of wide beats is doubtful for some looks.
 */
const doubtLimits = { benefit: 1, mostALook: -4, mostDoubt: -5, atFirst: -3, believedFrom: 0.5 };

const notConnected = 'missing or flat';

/** What makes a lead unreadable, with the words for it; the limits are those of the signal quality of a file. */
const faults: readonly { readonly says: string; readonly has: (findings: LeadFindings) => boolean }[] = [
  // Before the test for flat leads: the plateaus of a square wave are flat too.
  { says: 'switches between two levels', has: (f) => f.twoLevelShare > 0.9 && f.rangeMv > 0.03 },
  { says: notConnected, has: (f) => f.missingShare > 0.5 || f.stillShare > 0.9 },
  { says: 'a single frequency', has: (f) => f.lineShare > 0.9 && f.rangeMv > 0.03 },
  { says: 'muscle noise', has: (f) => f.muscleRmsMv > 0.12 },
  { says: 'baseline or electrode motion', has: (f) => f.baselineRangeMv > 6 || f.rangeMv > 20 },
];

/** Why the deflections of a lead are taken for none of a heart, the first that fits. */
const likenesses: readonly { readonly says: string; readonly has: (evidence: QrsEvidence) => boolean }[] = [
  { says: 'impulses, too narrow for QRS complexes', has: ({ outsideSummit }) => outsideSummit < 0.1 },
  {
    says: 'steps or straight lines as of a generator, no QRS complexes',
    has: ({ unexplainedByLines }) => unexplainedByLines < 0.1,
  },
  { says: 'electrode motion: waves too wide for QRS complexes', has: ({ widthS }) => widthS > 0.09 },
  { says: 'motion or noise: no line between the deflections', has: ({ flatShare }) => flatShare < 0.55 },
];
const unlikeQrs = 'motion or noise: the deflections are not like QRS complexes';

interface Look {
  readonly seen: Readability;
  /** Several looks went into it already. */
  readonly isSure: boolean;
}
const readable: Look = { seen: { readable: true }, isSure: false };

/**
 * What a file's quality is judged by (analysis/leadFindings), whether its deflections are like QRS complexes, and whether they repeat
 * each other, looked at every second over the eight seconds before: strictly causal. Constant memory.
 */
export const createReadabilityWatch = (
  leadCount: number,
  sampleRateHz: number,
  judge: QrsJudge = qrsJudge(),
): ReadabilityWatch => {
  const size = Math.max(1, Math.round(lookS * sampleRateHz));
  const memory = Math.max(size, Math.round(memoryS * sampleRateHz));
  const every = Math.max(1, Math.round(lookEveryS * sampleRateHz));
  const kept = Array.from({ length: leadCount }, () => new Float32Array(2 * memory));
  let count = 0;
  let origin = 0;
  let begun = 0;
  let beats: number[] = [];
  let now: Readability | null = null;
  let against = 0;
  let doubt = doubtLimits.atFirst;

  /** Whether the evidence of the best lead, log-odds, is enough to go on or to begin again. */
  const isBelieved = (best: number): boolean => {
    if (now?.readable === false) return best >= doubtLimits.believedFrom;
    doubt = Math.min(0, doubt + Math.max(doubtLimits.mostALook, best + doubtLimits.benefit));
    return doubt > doubtLimits.mostDoubt;
  };

  const look = (): Look => {
    const from = Math.max(origin, count - size);
    const findings = kept.map((values) => leadFindings(values.subarray(from - origin, count - origin), sampleRateHz));
    const faultOf = findings.map((one) => faults.find(({ has }) => has(one)));
    const connected = faultOf.filter((fault) => fault?.says !== notConnected);
    const bad = connected.filter((fault) => fault !== undefined);
    if (bad.length > connected.length / 2)
      return { seen: { readable: false, reason: bad[0]?.says ?? '' }, isSure: false };
    beats = beats.filter((sample) => sample >= Math.max(origin, count - memory));
    const recent = beats.filter((sample) => sample >= from);
    const compared = recent.length >= comparedBeats ? recent : beats.slice(-comparedBeats);
    if (compared.length < fewBeats) return readable;
    const places = compared.map((sample) => sample - origin);
    // A lead of impulses stands still almost all of the time; one that does not move at all says nothing.
    const evidence = kept.flatMap((values, l) => {
      if (faultOf[l] !== undefined && faultOf[l]?.says !== notConnected) return [];
      const window = values.subarray(0, count - origin);
      const one = qrsEvidence(window, from - origin, places, findings[l]!, sampleRateHz);
      return Number.isFinite(one.row[0]) ? [one] : [];
    });
    if (recent.length >= fewestRecent && evidence.length > 0) {
      const odds = evidence.map(({ row }) => judge(row));
      const best = Math.max(...odds);
      if (!isBelieved(best)) {
        const closest = evidence[odds.indexOf(best)]!;
        const reason = likenesses.find(({ has }) => has(closest))?.says ?? unlikeQrs;
        return { seen: { readable: false, reason }, isSure: true };
      }
    }
    const repeats = evidence.flatMap((one) => one.repeats ?? []);
    const least = now?.readable === false ? leastRepetition.beginAgain : leastRepetition.goOn;
    return repeats.length > 0 && Math.max(...repeats) < least
      ? { seen: { readable: false, reason: 'deflections that do not repeat each other' }, isSure: false }
      : readable;
  };

  return {
    beat: (sample) => beats.push(sample),
    restart: () => {
      origin = count;
      begun = count;
      beats = [];
      now = null;
      against = 0;
      doubt = doubtLimits.atFirst;
    },
    push: (samplesMv) => {
      if (count - origin === 2 * memory) {
        for (const values of kept) values.copyWithin(0, memory);
        origin += memory;
      }
      for (let l = 0; l < leadCount; l++) kept[l]![count - origin] = samplesMv[l] ?? Number.NaN;
      count += 1;
      if (count - begun < size / 2 || count % every !== 0) return null;
      const { seen, isSure } = look();
      if (now === null || seen.readable === now.readable) {
        against = 0;
        now = seen;
        return now;
      }
      against += 1;
      if (isSure || against >= (seen.readable ? goodLooks : badLooks)) {
        now = seen;
        against = 0;
        doubt = 0;
      }
      return now;
    },
  };
};
