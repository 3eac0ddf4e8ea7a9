import { activityQuantile, type Direction, fallsBelow, knee } from './boundaryFeatures.ts';

/** Candidate places of one boundary: what the linear rule weighs. Seconds from the beat's `zero`. */
export type Features = readonly number[];

/** Candidates of one side of the QRS. */
export interface QrsSide {
  /** The same for all leads: from all slopes together, and medians over the leads. */
  readonly common: Features;
  /** Per lead, how far its own candidates lie from the medians over the leads. */
  readonly own: readonly Features[];
}

export interface QrsFeatures {
  /** A first bound from all leads together, s from zero; P and T are looked for outside of it. */
  readonly roughOnsetS: number;
  readonly roughOffsetS: number;
  readonly onset: QrsSide;
  readonly offset: QrsSide;
  /** Slopes of the noise left in the average in units of the slopes of the QRS, all leads together and each. */
  readonly noise: number;
  readonly leadNoise: readonly number[];
  /** Largest deflection per lead, s from zero. */
  readonly peakS: readonly number[];
}

const levels = [0.04, 0.08, 0.15, 0.3] as const;
/** How long the slope must stay below each level; a notch within the QRS is shorter. */
const holdS = [0.016, 0.016, 0.024, 0.028] as const;
/** How far from the second highest level the other candidates may lie: P and T run into the QRS of some hearts. */
const besideS = 0.05;
/** Slopes that are none, root mean square over leads, mV/s: 10 uV in 7 ms and in 2.5 ms. */
const restingSlopes = [1.5, 4] as const;
/** Departures from the line beside the QRS that are seen, mV. */
const departures = [0.01, 0.02, 0.04] as const;
const reachBeforeS = 0.15;
const reachAfterS = 0.2;
/** Kept on both sides for what lies beside the QRS. */
const marginS = 0.06;
/** A lead with slopes so many times the middle lead's says nothing of the others. */
const mostTimesUsual = 50;
/** A lead counts in the medians over leads only this near to all leads together. */
const fromAllS = 0.03;
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

/**
 * Candidates for the bounds of the QRS. `averageMv`: the average beat, one row per lead, aligned at index `zeroAt`;
 * `noiseMvPerS`: root mean square slope of the noise left in each row.
 */
export const qrsFeatures = (
  averageMv: readonly Float64Array[],
  noiseMvPerS: readonly number[],
  zeroAt: number,
  rateHz: number,
): QrsFeatures => {
  const start = Math.max(0, zeroAt - Math.round((reachBeforeS + marginS) * rateHz));
  const rows = averageMv.map((x) => x.subarray(start, zeroAt + Math.round((reachAfterS + marginS) * rateHz) + 1));
  const zero = zeroAt - start;
  const frame: Frame = {
    zero,
    from: Math.max(0, zero - Math.round(reachBeforeS * rateHz)),
    to: Math.min(rows[0]!.length - 2, zero + Math.round(reachAfterS * rateHz)),
    rateHz,
  };
  const slopes = rows.map((x) => slopeMagnitude(x, rateHz));
  const sizes = slopes.map((row) => row.subarray(frame.from, frame.to + 1).reduce((a, b) => Math.max(a, b), 0));
  // A lead in other units or off its electrode must not speak for all.
  const usual = [...sizes].sort((a, b) => a - b)[sizes.length >> 1]!;
  const heard = sizes.map((size) => size <= mostTimesUsual * usual);
  const together = allLeads(slopes, sizes, heard, noiseMvPerS, frame);
  const sharp = boundary(together.sharp, frame);
  const smooth = boundary(together.smooth, frame);
  const single = slopes.map((row) => boundary(row, frame));
  const side = (direction: Direction): QrsSide => {
    const of = (b: Boundaries): Features => (direction < 0 ? b.onset : b.offset);
    const limit = direction < 0 ? frame.from : frame.to;
    const rest = restingSlopes.map((level) =>
      fallsBelow(together.absolute, sharp.core, direction, limit, level, Math.max(2, Math.round(0.016 * rateHz))),
    );
    // Of two leads that disagree neither is outvoted: all leads together say which to believe.
    const held = single.map((b) => of(b).map((value, k) => near(value, of(sharp)[k]!, fromAllS)));
    const middle = medians(held);
    const beside = departuresFrom(
      rows,
      heard,
      noiseMvPerS,
      zero + of(sharp)[1]! * rateHz,
      zero + of(sharp)[3]! * rateHz,
      direction,
      frame,
    );
    const common = [...rest, ...beside.all].map((at) => near((at - zero) / rateHz, of(sharp)[2]!, besideS));
    const far = (value: number): number => near(value, 0, leadDepartureS);
    return {
      common: [...of(sharp), ...of(smooth), ...common, ...middle],
      own: single.map((b, l) => [
        ...of(b).map((value, k) => far(value - middle[k]!)),
        ...beside.each[l]!.map((at) => far((at - zero) / rateHz - middle[1]!)),
      ]),
    };
  };
  return {
    roughOnsetS: sharp.rough[0]!,
    roughOffsetS: sharp.rough[1]!,
    onset: side(-1),
    offset: side(1),
    noise: together.noise / Math.max(1e-9, sharp.height),
    leadNoise: single.map((b, l) => noiseMvPerS[l]! / Math.max(1e-9, b.height)),
    peakS: rows.map((x) => largestDeflection(x, zero, rateHz, sharp)),
  };
};

/** Held within `most` of `centre`. */
const near = (value: number, centre: number, most: number): number =>
  Math.max(centre - most, Math.min(centre + most, value));

interface Frame {
  readonly zero: number;
  /** The QRS lies inside, indices. */
  readonly from: number;
  readonly to: number;
  readonly rateHz: number;
}

/**
 * Root mean square slope over the leads, the power of their noise taken off: in units of each lead's own size, softened so
 * that small leads do not shout and noisy ones are not heard (`sharp`; `smooth` over 20 ms), and in mV/s (`absolute`).
 */
const allLeads = (
  slopes: readonly Float64Array[],
  sizes: readonly number[],
  heard: readonly boolean[],
  noise: readonly number[],
  { rateHz }: Frame,
): { sharp: Float64Array; smooth: Float64Array; absolute: Float64Array; noise: number } => {
  const count = heard.filter((is) => is).length;
  const largest = sizes.reduce((most, size, l) => (heard[l] ? Math.max(most, size) : most), 1e-9);
  const n = slopes[0]!.length;
  const square = new Float64Array(n);
  const absolute = new Float64Array(n);
  let noisePower = 0;
  slopes.forEach((row, l) => {
    if (!heard[l]) return;
    const own = noise[l]! ** 2;
    const weight = 1 / (Math.max(sizes[l]!, 1e-6 * largest) * largest + 25 * own) / count;
    noisePower += weight * own;
    for (let i = 0; i < n; i++) {
      const power = row[i]! * row[i]! - own;
      square[i]! += weight * power;
      absolute[i]! += power / count;
    }
  });
  const half = Math.round(0.008 * rateHz);
  const root = (value: number): number => Math.sqrt(Math.max(0, value));
  const smooth = square.map((_, i) => {
    let sum = 0;
    for (let d = -half; d <= half; d++) sum += square[Math.max(0, Math.min(n - 1, i + d))]!;
    return root(sum / (2 * half + 1));
  });
  return { sharp: square.map(root), smooth, absolute: absolute.map(root), noise: Math.sqrt(noisePower) };
};

/**
 * Where leads leave the straight line that they follow beside the QRS (`rough`: its bound) by more than is overlooked: any
 * lead, and each by itself. `inner`: surely within the QRS.
 */
const departuresFrom = (
  rows: readonly Float64Array[],
  heard: readonly boolean[],
  noiseMvPerS: readonly number[],
  rough: number,
  inner: number,
  direction: Direction,
  { rateHz, zero }: Frame,
): { all: number[]; each: number[][] } => {
  const start = Math.round(rough) + direction * Math.round(0.01 * rateHz);
  const limit = Math.max(0, Math.min(rows[0]!.length - 1, start + direction * Math.round(0.036 * rateHz)));
  const core = Math.round((inner + zero) / 2);
  const hold = Math.max(2, Math.round(0.01 * rateHz));
  const largest = new Float64Array(rows[0]!.length);
  const each = rows.map((x, l) => {
    const line = straightLine(x, Math.min(start, limit), Math.max(start, limit));
    // Noise of 30 Hz and its slope.
    const unseen = 2.5 * 0.005 * noiseMvPerS[l]!;
    const away = new Float64Array(x.length);
    for (let i = core; direction > 0 ? i <= limit : i >= limit; i += direction) {
      away[i] = Math.max(0, Math.abs(x[i]! - line(i)) - unseen);
      if (heard[l]) largest[i] = Math.max(largest[i]!, away[i]!);
    }
    return departures.slice(1).map((level) => fallsBelow(away, core, direction, limit, level, hold));
  });
  return { all: departures.map((level) => fallsBelow(largest, core, direction, limit, level, hold)), each };
};

/** Least squares line through the samples `from` to `to`. */
const straightLine = (x: Float64Array, from: number, to: number): ((i: number) => number) => {
  const a = Math.max(0, from);
  const b = Math.min(x.length - 1, to);
  const centre = (a + b) / 2;
  let sum = 0;
  let along = 0;
  let square = 0;
  for (let i = a; i <= b; i++) {
    sum += x[i]!;
    along += x[i]! * (i - centre);
    square += (i - centre) ** 2;
  }
  const level = b >= a ? sum / (b - a + 1) : 0;
  const slope = square > 0 ? along / square : 0;
  return (i) => level + slope * (i - centre);
};

interface Boundaries {
  readonly onset: Features;
  readonly offset: Features;
  /** Falls below the second level, however far out. */
  readonly rough: Features;
  /** Index of what is surely QRS, and the activity there above the rest. */
  readonly core: number;
  readonly height: number;
}

const boundary = (activity: Float64Array, { zero, from, to, rateHz }: Frame): Boundaries => {
  const search = Math.round(0.07 * rateHz);
  // The median over 36 ms, so that a pacing spike is not taken for the complex.
  const half = Math.max(1, Math.round(0.018 * rateHz));
  const sorted = new Float64Array(2 * half + 1);
  let core = zero;
  let height = -1;
  for (let i = Math.max(from, zero - search); i <= Math.min(to, zero + search); i++) {
    const middle = middleOf(activity, Math.max(0, i - half), Math.min(activity.length, i + half + 1), sorted);
    if (middle <= height) continue;
    height = middle;
    core = i;
  }
  const rest = restingLevel(activity, core, from, to, rateHz);
  height = Math.max(0, height - rest);
  const excess = activity.map((value) => Math.min(2 * height, Math.max(0, value - rest)));
  const samples = (seconds: number): number => Math.max(2, Math.round(seconds * rateHz));
  const beside = besideS * rateHz;
  const falls = (direction: Direction, limit: number): number[] =>
    levels.map((level, k) => fallsBelow(excess, core, direction, limit, level * height, samples(holdS[k]!)));
  const [reachedBefore, reachedAfter] = [falls(-1, from), falls(1, to)];
  const before = reachedBefore.map((at) => near(at, reachedBefore[2]!, beside));
  const after = reachedAfter.map((at) => near(at, reachedAfter[2]!, beside));
  const first = Math.max(from, Math.floor(before[2]! - beside));
  const last = Math.min(to, Math.ceil(after[2]! + beside));
  const toS = (places: readonly number[]): number[] => places.map((place) => (place - zero) / rateHz);
  return {
    core,
    height,
    rough: toS([reachedBefore[1]!, reachedAfter[1]!]),
    onset: toS([
      ...before,
      knee(excess, core, first),
      ...[0.02, 0.06].map((q) => activityQuantile(excess, first, last, q)),
    ]),
    offset: toS([
      ...after,
      knee(excess, core, last),
      ...[0.98, 0.94].map((q) => activityQuantile(excess, first, last, q)),
    ]),
  };
};

/** Upper median of `from` to before `to`; `sorted` is room to work in. */
const middleOf = (x: Float64Array, from: number, to: number, sorted: Float64Array): number => {
  for (let i = from; i < to; i++) {
    const value = x[i]!;
    let k = i - from;
    for (; k > 0 && sorted[k - 1]! > value; k--) sorted[k] = sorted[k - 1]!;
    sorted[k] = value;
  }
  return sorted[(to - from) >> 1]!;
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

const medians = (lists: readonly Features[]): number[] =>
  (lists[0] ?? []).map((_, k) => {
    const values = lists.map((list) => list[k]!).sort((a, b) => a - b);
    const n = values.length;
    return (values[(n - 1) >> 1]! + values[n >> 1]!) / 2;
  });

const largestDeflection = (x: Float64Array, zero: number, rateHz: number, global: Boundaries): number => {
  const from = Math.max(0, zero + Math.round(global.onset[1]! * rateHz));
  const to = Math.min(x.length - 1, zero + Math.round(global.offset[1]! * rateHz));
  const base = x[from]!;
  let best = Math.max(from, Math.min(to, zero));
  for (let i = from; i <= to; i++) if (Math.abs(x[i]! - base) > Math.abs(x[best]! - base)) best = i;
  return (best - zero) / rateHz;
};
