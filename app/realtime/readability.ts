import { type LeadFindings, leadFindings } from '../analysis/leadFindings.ts';
import { repetition } from './repetition.ts';

/** Whether what is on the leads can be read as an ECG now. `reason` is for the reader. */
export type Readability = { readonly readable: true } | { readonly readable: false; readonly reason: string };

export interface ReadabilityWatch {
  /** The next sample of every lead, mV. Returns a new look where one was taken, else null. */
  readonly push: (samplesMv: ArrayLike<number>) => Readability | null;
  /** A beat or what was taken for one, by its sample's index. */
  readonly beat: (sample: number) => void;
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

/**
 * What a file's quality is judged by (analysis/leadFindings), and whether its beats repeat each other, looked at every second over the
 * eight seconds before: strictly causal. Constant memory.
 */
export const createReadabilityWatch = (leadCount: number, sampleRateHz: number): ReadabilityWatch => {
  const size = Math.max(1, Math.round(lookS * sampleRateHz));
  const memory = Math.max(size, Math.round(memoryS * sampleRateHz));
  const every = Math.max(1, Math.round(lookEveryS * sampleRateHz));
  const kept = Array.from({ length: leadCount }, () => new Float32Array(2 * memory));
  let count = 0;
  let origin = 0;
  let beats: number[] = [];
  let now: Readability | null = null;
  let against = 0;

  const look = (): Readability => {
    const from = Math.max(origin, count - size);
    const findings = kept.map((values) => leadFindings(values.subarray(from - origin, count - origin), sampleRateHz));
    const faultOf = findings.map((one) => faults.find(({ has }) => has(one)));
    const connected = faultOf.filter((fault) => fault?.says !== notConnected);
    const bad = connected.filter((fault) => fault !== undefined);
    if (bad.length > connected.length / 2) return { readable: false, reason: bad[0]?.says ?? '' };
    beats = beats.filter((sample) => sample >= Math.max(origin, count - memory));
    const recent = beats.filter((sample) => sample >= from);
    const compared = recent.length >= comparedBeats ? recent : beats.slice(-comparedBeats);
    const repeated = repetition(
      kept.map((values) => values.subarray(0, count - origin)),
      compared.map((sample) => sample - origin),
      sampleRateHz,
    );
    const least = now?.readable === false ? leastRepetition.beginAgain : leastRepetition.goOn;
    return compared.length >= fewBeats && repeated !== null && repeated < least
      ? { readable: false, reason: 'deflections that do not repeat each other' }
      : { readable: true };
  };

  return {
    beat: (sample) => beats.push(sample),
    push: (samplesMv) => {
      if (count - origin === 2 * memory) {
        for (const values of kept) values.copyWithin(0, memory);
        origin += memory;
      }
      for (let l = 0; l < leadCount; l++) kept[l]![count - origin] = samplesMv[l] ?? Number.NaN;
      count += 1;
      if (count < size / 2 || count % every !== 0) return null;
      const seen = look();
      if (now === null || seen.readable === now.readable) {
        against = 0;
        now = seen;
        return now;
      }
      against += 1;
      if (against >= (seen.readable ? goodLooks : badLooks)) {
        now = seen;
        against = 0;
      }
      return now;
    },
  };
};
