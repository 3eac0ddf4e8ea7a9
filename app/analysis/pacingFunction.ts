import { firstAtOrAfter } from '../signal/ascending.ts';
import type { Pacing } from './schema.ts';

/** A muscle that was activated this shortly before answers no pulse: nothing is lost when none follows. */
const refractoryS = 0.34;
/** A pulse this near to the end of the recording may be answered after it. */
const answerS = 0.4;
/** Two pulses this near are the atrial and the ventricular one of one beat, or two ventricular ones. */
const togetherS = 0.32;
/** A device that senses waits for its interval after a beat of the heart's own; one that fires after less did not see it. */
const soonest = 0.6;
/** Nearer than this the pulse was on its way already. */
const latestKnownS = 0.1;
/** One alone may be a beat or a spike that was not found. */
const leastFaults = 2;
/** A device that does not see the heart fires into it again and again; fewer of its pulses are chance, or fusion. */
const leastUnseeingShare = 0.2;
/** Two edges of one pulse, or two pulses of one beat. */
const sameBeatS = 0.12;
/** Beats of the rarer kind that make a pacemaker of two chambers, and their part of the paced beats. */
const leastOfBoth = 2;
const leastShareOfBoth = 0.2;

/** A pulse may fall into the beginning of the beat that it belongs to. */
const insideS = 0.02;

type Spikes = Pacing['spikes'];

/**
 * Which chambers are paced, and where a pulse had no answer or came although the heart had just beaten by itself. Only what the
 * surface can tell: fusion looks like capture, and a P wave that a pulse did not make is not told from one that it did.
 *
 * @param isOwn for each beat whether it is surely the heart's own: no spike precedes it, and it is not of the paced beats' shape
 * @param endS of the recording
 */
export const pacingFunction = (
  spikes: Spikes,
  beatTimesS: readonly number[],
  isOwn: readonly boolean[],
  endS: number,
): Pick<Pacing, 'mode' | 'faults'> => {
  const own = beatTimesS.filter((_, beat) => isOwn[beat]);
  const lost = spikes.flatMap(({ chamber, timeS }, i) => {
    const next = spikes[i + 1]?.timeS ?? Number.POSITIVE_INFINITY;
    const excitable = timeS - lastBefore(beatTimesS, timeS) > refractoryS;
    return chamber === '?' && excitable && next - timeS > togetherS && timeS < endS - answerS ? [i] : [];
  });
  const timesS = spikes.map(({ timeS }) => timeS);
  const first = timesS.map((timeS, i) => i === 0 || timeS - timesS[i - 1]! > sameBeatS);
  const intervalS = usualInterval(intervalsOf(timesS));
  const unseeing = timesS.flatMap((timeS, i) => {
    if (!first[i]) return [];
    const sinceS = timeS - lastBefore(own, timeS);
    const ownIsLast = lastBefore(own, timeS) === lastBefore(beatTimesS, timeS);
    return ownIsLast && sinceS > latestKnownS && sinceS < soonest * intervalS ? [i] : [];
  });
  const unseeingOften = unseeing.length >= leastUnseeingShare * first.filter(Boolean).length;
  return {
    mode: chambersOf(spikes, beatTimesS),
    faults: [
      { kind: 'capture' as const, spikes: lost },
      { kind: 'sensing' as const, spikes: unseeingOften ? unseeing : [] },
    ].filter((fault) => fault.spikes.length >= leastFaults),
  };
};

/** By the beats: before how many stands an atrial spike, a ventricular one, both. */
const chambersOf = (spikes: Spikes, beatTimesS: readonly number[]): Pacing['mode'] => {
  let [atrial, ventricular, both] = [0, 0, 0];
  let at = 0;
  for (const timeS of beatTimesS) {
    const chambers = new Set<string>();
    for (; at < spikes.length && spikes[at]!.timeS <= timeS + insideS; at++) chambers.add(spikes[at]!.chamber);
    const a = chambers.has('A');
    const v = chambers.has('V');
    if (a && v) both += 1;
    else if (a) atrial += 1;
    else if (v) ventricular += 1;
  }
  const paced = atrial + ventricular + both;
  if (paced === 0) return null;
  const least = Math.max(leastOfBoth, leastShareOfBoth * paced);
  if (both >= least || Math.min(atrial, ventricular) + both >= least) return 'A+V';
  return atrial > ventricular ? 'A' : 'V';
};

const lastBefore = (ascending: readonly number[], timeS: number): number =>
  ascending[firstAtOrAfter(ascending, timeS) - 1] ?? Number.NEGATIVE_INFINITY;

/** Between pulses of different beats. */
const intervalsOf = (timesS: readonly number[]): number[] =>
  timesS.slice(1).flatMap((timeS, i) => (timeS - timesS[i]! > togetherS ? [timeS - timesS[i]!] : []));

/** Spikes that were not found make intervals longer, nothing makes them shorter: the lower quartile. */
const usualInterval = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 2] ?? 0;
