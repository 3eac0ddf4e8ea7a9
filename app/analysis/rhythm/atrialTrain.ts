/** Atrial events that follow each other evenly, some of them hidden by a QRS. */
export interface AtrialTrain {
  readonly periodS: number;
  readonly timesS: readonly number[];
  readonly seen: readonly boolean[];
  readonly seenCount: number;
  /** Nothing stands where the train has an event that nothing hides. */
  readonly missedCount: number;
  /** Events outside of the train. */
  readonly otherCount: number;
}

const fastestS = 0.36;
const slowestS = 1.7;
/** A sinus node changes its interval by no more than this from beat to beat. */
const tolerance = 0.11;
const following = 0.35;
/** Gain of an event that the train explains, cost of one that it misses and of one that it leaves over. */
const worth = {
  clear: { seen: 1, missed: 1.2, other: 0.5 },
  // What a T wave leaves may look like an event, and it may hide one.
  behindT: { seen: 0.3, missed: 0.6, other: 0.15 },
  hidden: { seen: 0, missed: 0, other: 0 },
} as const;

/** Where an event stands: open, within a T wave, or where a QRS hides it. */
export type Place = keyof typeof worth;
const leastSeen = 4;
/** Pairs of events further apart say nothing new of the period. */
const mostApart = 3;

/**
 * The even train that explains most of the events. `place`: how well an event at this instant can be seen.
 * null where no train explains four. At most quadratic in the events of one recording, of which there are few.
 */
export const atrialTrain = (
  eventsS: readonly number[],
  durationS: number,
  place: (timeS: number) => Place,
): AtrialTrain | null => {
  let best: AtrialTrain | null = null;
  let most = 0;
  for (let i = 0; i < eventsS.length; i++)
    for (let j = i + 1; j < eventsS.length && j <= i + mostApart; j++)
      for (const parts of [1, 2]) {
        const periodS = (eventsS[j]! - eventsS[i]!) / parts;
        if (periodS < fastestS || periodS > slowestS) continue;
        const train = follow(eventsS, i, periodS, durationS, place);
        const score = scoreOf(train, eventsS, place);
        if (train.seenCount >= leastSeen && score > most) {
          most = score;
          best = train;
        }
      }
  return best;
};

const scoreOf = (train: AtrialTrain, eventsS: readonly number[], place: (timeS: number) => Place): number => {
  let score = 0;
  train.timesS.forEach((timeS, i) => {
    const { seen, missed } = worth[place(timeS)];
    score += train.seen[i]! ? seen : -missed;
  });
  for (const timeS of eventsS) if (!train.timesS.includes(timeS)) score -= worth[place(timeS)].other;
  return score;
};

const follow = (
  eventsS: readonly number[],
  start: number,
  periodS: number,
  durationS: number,
  place: (timeS: number) => Place,
): AtrialTrain => {
  const walk = (direction: 1 | -1): { timeS: number; seen: boolean }[] => {
    const out: { timeS: number; seen: boolean }[] = [];
    let atS = eventsS[start]!;
    let everyS = periodS;
    let k = start;
    for (;;) {
      const expectedS = atS + direction * everyS;
      if (expectedS < 0.05 || expectedS > durationS - 0.05) return out;
      while (k + direction >= 0 && k + direction < eventsS.length) {
        const nextS = eventsS[k + direction]!;
        if (Math.abs(nextS - expectedS) > Math.abs(eventsS[k]! - expectedS)) break;
        k += direction;
      }
      const nearS = eventsS[k]!;
      const seen = Math.abs(nearS - expectedS) <= tolerance * everyS;
      if (seen) {
        everyS += following * (Math.abs(nearS - atS) - everyS);
        atS = nearS;
      } else atS = expectedS;
      out.push({ timeS: atS, seen });
    }
  };
  const all = [...walk(-1).reverse(), { timeS: eventsS[start]!, seen: true }, ...walk(1)];
  const seenCount = all.filter(({ seen }) => seen).length;
  const timesS = all.map(({ timeS }) => timeS);
  return {
    periodS: all.length < 2 ? periodS : (timesS[timesS.length - 1]! - timesS[0]!) / (all.length - 1),
    timesS,
    seen: all.map(({ seen }) => seen),
    seenCount,
    missedCount: all.filter(({ seen, timeS }) => !seen && place(timeS) === 'clear').length,
    otherCount: eventsS.filter((timeS) => place(timeS) === 'clear' && !timesS.includes(timeS)).length,
  };
};
