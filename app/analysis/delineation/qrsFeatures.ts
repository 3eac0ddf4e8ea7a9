import { activityQuantile, type Direction, fallsBelow, knee } from './boundaryFeatures.ts';

/** Candidate places of one boundary: what the linear rule weighs. Seconds from the beat's `zero`. */
export type Features = readonly number[];

export interface QrsFeatures {
  /** A first bound from all leads together, s from zero; P and T are looked for outside of it. */
  readonly roughOnsetS: number;
  readonly roughOffsetS: number;
  readonly onset: readonly Features[];
  readonly offset: readonly Features[];
  readonly globalOnset: Features;
  readonly globalOffset: Features;
  /** Largest deflection per lead, s from zero. */
  readonly peakS: readonly number[];
}

const levels = [0.04, 0.08, 0.15, 0.3] as const;
const reachBeforeS = 0.15;
const reachAfterS = 0.2;
/** A lead's own candidates count only this near to those of all leads together. */
const leadDepartureS = 0.06;

/** Magnitude of the slope, mV per second. */
export const slopeMagnitude = (x: Float64Array, rateHz: number): Float64Array =>
  x.map((_, i) => (Math.abs((x[i + 1] ?? x[i]!) - (x[i - 1] ?? x[i]!)) * rateHz) / 2);

/** Root mean square over rows in units of each row's own size, softened so that small rows do not shout. */
export const combinedActivity = (rows: readonly Float64Array[], from: number, to: number): Float64Array => {
  const sizes = rows.map((row) => {
    let most = 0;
    for (let i = from; i <= to; i++) most = Math.max(most, row[i] ?? 0);
    return most;
  });
  const largest = Math.max(...sizes, 1e-9);
  const out = new Float64Array(rows[0]?.length ?? 0);
  rows.forEach((row, l) => {
    const unit = Math.sqrt(Math.max(sizes[l]!, 1e-6 * largest) * largest);
    for (let i = 0; i < out.length; i++) out[i]! += (row[i]! / unit) ** 2;
  });
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(out[i]! / Math.max(1, rows.length));
  return out;
};

/** `sharpMv`: the average beat, one row per lead, aligned at index `zero`. */
export const qrsFeatures = (sharpMv: readonly Float64Array[], zero: number, rateHz: number): QrsFeatures => {
  const length = sharpMv[0]!.length;
  const from = zero - Math.round(reachBeforeS * rateHz);
  const to = Math.min(length - 2, zero + Math.round(reachAfterS * rateHz));
  const rows = sharpMv.map((x) => slopeMagnitude(x, rateHz));
  const all = combinedActivity(rows, from, to);
  const global = boundary(all, zero, from, to, rateHz);
  const single = rows.map((row) => boundary(row, zero, from, to, rateHz));
  const middle = (pick: (b: Boundaries) => Features): number[] => medians(single.map(pick), global.onset.length);
  const mid = { onset: middle((b) => b.onset), offset: middle((b) => b.offset) };
  const near = (own: Features, common: Features): number[] =>
    own.map((value, k) => Math.max(common[k]! - leadDepartureS, Math.min(common[k]! + leadDepartureS, value)));
  return {
    roughOnsetS: global.onset[1]!,
    roughOffsetS: global.offset[1]!,
    onset: single.map((b) => [...global.onset, ...mid.onset, ...near(b.onset, mid.onset)]),
    offset: single.map((b) => [...global.offset, ...mid.offset, ...near(b.offset, mid.offset)]),
    globalOnset: [...global.onset, ...mid.onset],
    globalOffset: [...global.offset, ...mid.offset],
    peakS: sharpMv.map((x) => largestDeflection(x, zero, rateHz, global)),
  };
};

interface Boundaries {
  readonly onset: Features;
  readonly offset: Features;
}

const boundary = (activity: Float64Array, zero: number, from: number, to: number, rateHz: number): Boundaries => {
  const near = Math.round(0.07 * rateHz);
  // The median over 36 ms, so that a pacing spike is not taken for the complex.
  const half = Math.max(1, Math.round(0.018 * rateHz));
  let core = zero;
  let height = -1;
  for (let i = Math.max(from, zero - near); i <= Math.min(to, zero + near); i++) {
    const around = activity.slice(Math.max(0, i - half), i + half + 1).sort();
    const middle = around[around.length >> 1]!;
    if (middle <= height) continue;
    height = middle;
    core = i;
  }
  const rest = restingLevel(activity, core, from, to, rateHz);
  height = Math.max(0, height - rest);
  const excess = activity.map((value) => Math.min(2 * height, Math.max(0, value - rest)));
  const hold = Math.max(2, Math.round(0.016 * rateHz));
  const side = (direction: Direction, limit: number): number[] => [
    ...levels.map((level) => fallsBelow(excess, core, direction, limit, level * height, hold)),
    knee(excess, core, limit),
  ];
  const toS = (places: readonly number[]): number[] => places.map((place) => (place - zero) / rateHz);
  return {
    onset: toS([...side(-1, from), ...[0.02, 0.06].map((q) => activityQuantile(excess, from, to, q))]),
    offset: toS([...side(1, to), ...[0.98, 0.94].map((q) => activityQuantile(excess, from, to, q))]),
  };
};

/** Activity where the heart rests just before the QRS and at the end of the reach, whichever is lower. */
const restingLevel = (activity: Float64Array, core: number, from: number, to: number, rateHz: number): number => {
  const part = (a: number, b: number): number => {
    const values = activity.slice(Math.max(0, a), Math.max(0, b)).sort();
    return values[values.length >> 1] ?? 0;
  };
  const before = part(from, core - Math.round(0.06 * rateHz));
  const after = part(core + Math.round(0.12 * rateHz), to);
  return Math.min(before, after);
};

const medians = (lists: readonly Features[], length: number): number[] =>
  Array.from({ length }, (_, k) => {
    const values = lists.map((list) => list[k]!).sort((a, b) => a - b);
    const n = values.length;
    return n === 0 ? 0 : (values[(n - 1) >> 1]! + values[n >> 1]!) / 2;
  });

const largestDeflection = (x: Float64Array, zero: number, rateHz: number, global: Boundaries): number => {
  const from = Math.max(0, zero + Math.round(global.onset[1]! * rateHz));
  const to = Math.min(x.length - 1, zero + Math.round(global.offset[1]! * rateHz));
  const base = x[from]!;
  let best = Math.max(from, Math.min(to, zero));
  for (let i = from; i <= to; i++) if (Math.abs(x[i]! - base) > Math.abs(x[best]! - base)) best = i;
  return (best - zero) / rateHz;
};
