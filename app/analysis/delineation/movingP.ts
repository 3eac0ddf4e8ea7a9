import { halfWidthS } from './atrialCycle.ts';

/** What the beats of one class are followed in: instants in samples of `bumps`, and the intervals to the beat before each, s. */
export interface MovingBeats {
  readonly bumps: readonly Float64Array[];
  readonly at: readonly number[];
  /** From the beat that stands before in this list; null where another class's stands between or none before. */
  readonly rrS: readonly (number | null)[];
  readonly rateHz: number;
}

/** The average's candidate: rows, its summit and the instant of alignment, indices; begin of the QRS, s from that instant. */
export interface StillP {
  readonly rows: readonly Float64Array[];
  readonly peak: number;
  readonly zero: number;
  readonly qrsOnsetS: number;
}

const leastBeats = 5;
/** P stands at most so long before the QRS and is over so long before it, s. */
const longestS = 0.46;
const shortestS = 0.05;
/** Nor does it stand in the QRST of the beat before. */
const afterBeatS = 0.3;
const rounds = 4;
/** The rhythm counts as uneven when a quarter of the intervals depart from the median by this part of it. */
const uneven = 0.07;
/** A quarter of the waves must stand so far from the median place, s: fewer may be premature beats, whose P hides in T. */
const leastMovementS = 0.018;
/** What the waves must have in common once they are aligned, and the evenness that their train must have gained. */
const leastLikeness = 0.5;
const mostUnevenness = 0.06;
const lessUneven = 0.7;

/**
 * Where the P wave of each beat stands when PR changes from beat to beat and conduction is kept, as in Wenckebach block: by how many
 * samples later than in the average. The average is aligned again and again with the place in each beat that is most like it.
 * Accepted only if the beats come unevenly and the P waves so found evenly, one or two to a beat: in complete block the
 * beats are even, in fibrillation nothing is. null otherwise, and where P does not move.
 */
export const movingP = ({ bumps, at, rrS, rateHz }: MovingBeats, still: StillP): readonly number[] | null => {
  if (at.length < leastBeats || !isUneven(rrS)) return null;
  const half = Math.round(halfWidthS * rateHz);
  let template = still.rows.map((row) =>
    Float64Array.from({ length: 2 * half + 1 }, (_, i) => row[still.peak - half + i] ?? 0),
  );
  let found: Found[] = [];
  for (let round = 0; round < rounds; round++) {
    found = at.map((zero, k) => {
      const from = zero - Math.round(Math.min(longestS, (rrS[k] ?? 1) - afterBeatS) * rateHz);
      return mostAlike(bumps, template, half, from, zero + Math.round((still.qrsOnsetS - shortestS) * rateHz));
    });
    template = template.map((_, l) =>
      Float64Array.from(
        { length: 2 * half + 1 },
        (_, i) => found.reduce((sum, { place }) => sum + (bumps[l]![place - half + i] ?? 0), 0) / found.length,
      ),
    );
  }
  const shifts = found.map(({ place }, k) => place - at[k]! - (still.peak - still.zero));
  const likeness = middle(found.map(({ alike }) => alike));
  const usual = middle(shifts);
  const moved = shifts.filter((shift) => Math.abs(shift - usual) > leastMovementS * rateHz).length;
  if (likeness < leastLikeness || 4 * moved < shifts.length) return null;
  const own: number[] = [];
  const train: number[] = [];
  rrS.forEach((rr, k) => {
    if (rr === null || k === 0) return;
    own.push(rr);
    train.push(rr + (shifts[k]! - shifts[k - 1]!) / rateHz);
  });
  const unevenness = unevennessOf(train);
  return unevenness < mostUnevenness && unevenness < lessUneven * unevennessOf(own) ? shifts : null;
};

interface Found {
  readonly place: number;
  readonly alike: number;
}

const isUneven = (rrS: readonly (number | null)[]): boolean => {
  const known = rrS.filter((rr) => rr !== null);
  const usual = middle(known);
  return (
    known.length >= leastBeats - 2 &&
    4 * known.filter((rr) => Math.abs(rr - usual) > uneven * usual).length >= known.length
  );
};

/** The place between `from` and `to` most like the template in shape and size over all leads. */
const mostAlike = (
  bumps: readonly Float64Array[],
  template: readonly Float64Array[],
  half: number,
  from: number,
  to: number,
): Found => {
  let best: Found = { place: Math.max(half, to), alike: -1 };
  for (let place = Math.max(half, from); place <= to; place++) {
    let cross = 0;
    let own = 0;
    let power = 0;
    for (let l = 0; l < bumps.length; l++) {
      const x = bumps[l]!;
      const y = template[l]!;
      for (let i = 0; i <= 2 * half; i += 2) {
        const value = x[place - half + i] ?? 0;
        cross += value * y[i]!;
        own += value * value;
        power += y[i]! * y[i]!;
      }
    }
    const alike = own + power > 0 ? (2 * cross) / (own + power) : -1;
    if (alike > best.alike) best = { place, alike };
  }
  return best;
};

/** Mean departure of intervals from their median, relative to it, intervals of two or three rounds divided by as many. */
const unevennessOf = (intervals: readonly number[]): number => {
  const sorted = [...intervals].sort((a, b) => a - b);
  const shortest = sorted[sorted.length >> 2] ?? 0;
  const single = intervals.map((each) => each / Math.max(1, Math.round(each / shortest)));
  const usual = middle(single);
  return single.reduce((sum, each) => sum + Math.abs(each - usual), 0) / Math.max(1, single.length) / usual;
};

const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
};
