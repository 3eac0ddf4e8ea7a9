import type { EnvelopeGrid, LeadEnvelope } from './qrsEnvelope.ts';

/** Half the width of the window in which shapes are compared. */
const reachS = 0.1;
/** How far two beats may be shifted against each other when they are compared. */
const shiftS = 0.034;
/** Beats this alike are of one class. */
export const sameClass = 0.8;
const mostClasses = 10;

/** All leads of a recording in the QRS band, with what a comparison of shapes needs. */
export interface ShapeSpace {
  readonly leads: readonly LeadEnvelope[];
  readonly grid: EnvelopeGrid;
  readonly length: number;
  /** Half width of the window and largest shift, grid values. */
  readonly reach: number;
  readonly shift: number;
  /** Weight of each lead per block: one over the power of its noise there. */
  readonly precision: readonly Float64Array[];
}

export const shapeSpace = (leads: readonly LeadEnvelope[], grid: EnvelopeGrid): ShapeSpace => ({
  leads,
  grid,
  length: leads[0]?.bandMv.length ?? 0,
  reach: Math.max(2, Math.round(reachS * grid.rateHz)),
  shift: Math.max(1, Math.round(shiftS * grid.rateHz)),
  precision: leads.map((lead) =>
    lead.scaleMv.map((scale, b) => {
      const p = lead.prominence[b]!;
      return p <= 0 ? 0 : 1 / (scale / p) ** 2;
    }),
  ),
});

export interface Likeness {
  /** Correlation of the two shapes over all leads, -1..1; 0 where there is nothing to compare. */
  readonly correlation: number;
  /** Size against the model's, 1 = equal. */
  readonly gain: number;
  /** Shift of the best fit, grid values, with a fraction. */
  readonly lag: number;
}

const nothing: Likeness = { correlation: 0, gain: 0, lag: 0 };

const blockOf = (space: ShapeSpace, at: number): number =>
  Math.min(space.leads[0]!.scaleMv.length - 1, Math.max(0, Math.floor(at / space.grid.blockValues)));

const width = (space: ShapeSpace): number => 2 * space.reach + 1;

/** Adds `sign` times the window around `at` to a model (leads one after the other). */
export const addWindow = (space: ShapeSpace, model: Float64Array, at: number, sign: number): void => {
  const w = width(space);
  space.leads.forEach((lead, l) => {
    for (let i = 0; i < w; i++) {
      const k = at - space.reach + i;
      if (k >= 0 && k < space.length) model[l * w + i]! += sign * lead.bandMv[k]!;
    }
  });
};

/**
 * Best fit of `model` (leads one after the other, mV) near `at` within the shift.
 */
export const fit = (space: ShapeSpace, model: Float64Array, at: number, shift = space.shift): Likeness => {
  const w = width(space);
  const block = blockOf(space, at);
  const results: number[] = [];
  let best = -1;
  let bestCorrelation = -2;
  let bestGain = 0;
  let modelPower = 0;
  for (let l = 0; l < space.leads.length; l++) {
    const g = space.precision[l]![block]!;
    if (g === 0) continue;
    let power = 0;
    for (let i = l * w; i < (l + 1) * w; i++) power += model[i]! * model[i]!;
    modelPower += g * power;
  }
  if (!(modelPower > 0)) return nothing;
  for (let lag = -shift; lag <= shift; lag++) {
    let cross = 0;
    let power = 0;
    const start = at + lag - space.reach;
    const from = Math.max(0, -start);
    const to = Math.min(w, space.length - start);
    for (let l = 0; l < space.leads.length; l++) {
      const g = space.precision[l]![block]!;
      if (g === 0) continue;
      const x = space.leads[l]!.bandMv;
      let c = 0;
      let p = 0;
      for (let i = from; i < to; i++) {
        const value = x[start + i]!;
        c += value * model[l * w + i]!;
        p += value * value;
      }
      cross += g * c;
      power += g * p;
    }
    const correlation = power > 0 ? cross / Math.sqrt(power * modelPower) : 0;
    results.push(correlation);
    if (correlation > bestCorrelation) {
      bestCorrelation = correlation;
      best = lag;
      bestGain = cross / modelPower;
    }
  }
  const k = best + shift;
  const before = results[k - 1];
  const after = results[k + 1];
  let fraction = 0;
  if (before !== undefined && after !== undefined) {
    const bend = before - 2 * bestCorrelation + after;
    if (bend < 0) fraction = (0.5 * (before - after)) / bend;
  }
  return { correlation: bestCorrelation, gain: bestGain, lag: best + fraction };
};

/** A class of beats of one shape. */
export interface BeatClass {
  /** Sum of the members' windows, mV, leads one after the other. */
  readonly sum: Float64Array;
  count: number;
  /** Where the largest deflection of the mean shape lies against the window's middle, grid values with a fraction. */
  fiducial: number;
}

export interface BeatClasses {
  readonly classes: readonly BeatClass[];
  /** For each grid position that is a member: its class and the grid position of its window. */
  readonly members: ReadonlyMap<number, { readonly of: BeatClass; readonly at: number }>;
}

/** Sorts beats (grid positions, ascending) into classes by shape; classes of a single beat are left out. Linear in the number of beats. */
export const classifyShapes = (space: ShapeSpace, beats: readonly number[]): BeatClasses => {
  const size = width(space) * space.leads.length;
  const found: BeatClass[] = [];
  const members = new Map<number, { of: BeatClass; at: number }>();
  for (const beat of beats) {
    let best: BeatClass | null = null;
    let bestFit = nothing;
    for (const one of found) {
      const here = fit(space, one.sum, beat);
      if (here.correlation > bestFit.correlation) {
        bestFit = here;
        best = one;
      }
    }
    if (best === null || bestFit.correlation < sameClass) {
      if (found.length >= 3 * mostClasses) {
        // A recording of nothing but odd beats: the rarest class makes room.
        const rarest = found.reduce((a, b) => (b.count < a.count ? b : a));
        found.splice(found.indexOf(rarest), 1);
      }
      best = { sum: new Float64Array(size), count: 0, fiducial: 0 };
      bestFit = nothing;
      found.push(best);
    }
    const at = beat + Math.round(bestFit.lag);
    addWindow(space, best.sum, at, 1);
    best.count += 1;
    members.set(beat, { of: best, at });
  }
  const classes = found
    .filter((one) => one.count >= 2)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostClasses);
  for (const one of classes) one.fiducial = fiducialOf(space, one.sum);
  return { classes, members };
};

/** Where the energy of a window over all leads, each in units of its noise over the whole recording, is greatest. */
export const fiducialOf = (space: ShapeSpace, model: Float64Array): number => {
  const w = width(space);
  const energy = new Float64Array(w);
  space.leads.forEach((_, l) => {
    const precision = space.precision[l]!;
    let g = 0;
    for (const p of precision) g += p / precision.length;
    for (let i = 0; i < w; i++) energy[i]! += g * model[l * w + i]! ** 2;
  });
  return summit(energy, 1, w - 2) - space.reach;
};

/** Place of the greatest value in from..to, refined by a parabola. */
export const summit = (values: ArrayLike<number>, from: number, to: number): number => {
  let best = from;
  for (let i = from; i <= to; i++) if (values[i]! > values[best]!) best = i;
  const before = values[best - 1];
  const after = values[best + 1];
  if (before === undefined || after === undefined) return best;
  const bend = before - 2 * values[best]! + after;
  if (!(bend < 0)) return best;
  return best + Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend));
};

export interface ClassFit extends Likeness {
  readonly of: BeatClass | null;
}

/** The class that a candidate resembles most, itself left out of it. */
export const bestClass = (space: ShapeSpace, { classes, members }: BeatClasses, candidate: number): ClassFit => {
  let best: ClassFit = { ...nothing, of: null };
  const own = members.get(candidate);
  for (const one of classes) {
    let model = one.sum;
    let count = one.count;
    if (own?.of === one) {
      model = one.sum.slice();
      addWindow(space, model, own.at, -1);
      count -= 1;
    }
    const here = fit(space, model, candidate);
    if (here.correlation > best.correlation) best = { ...here, gain: here.gain * count, of: one };
  }
  return best;
};

/** How alike the windows at two places are at the best shift. */
export const alike = (space: ShapeSpace, window: Float64Array, at: number): number => fit(space, window, at).correlation;

/** The window around a place, leads one after the other. */
export const windowAt = (space: ShapeSpace, at: number): Float64Array => {
  const window = new Float64Array(width(space) * space.leads.length);
  addWindow(space, window, at, 1);
  return window;
};
