import { movingMedian } from '../signal/windows.ts';
import type { EnvelopeGrid, LeadEnvelope } from './qrsEnvelope.ts';

/** Half the width of the window in which shapes are compared. */
const reachS = 0.1;
/** How far two beats may be shifted against each other when they are compared. */
const shiftS = 0.034;
/** Beats this alike are of one class. */
export const sameClass = 0.8;
const mostClasses = 7;
/** A candidate this much like a class needs no comparison with the others. */
const beyondDoubt = 0.97;
/** Classes this alike have their peaks at the same point of the shape. */
const sameLandmark = 0.75;

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

export const shapeSpace = (
  leads: readonly LeadEnvelope[],
  grid: EnvelopeGrid,
  trust: readonly Float64Array[] | null = null,
): ShapeSpace => ({
  leads,
  grid,
  length: leads[0]?.bandMv.length ?? 0,
  reach: Math.max(2, Math.round(reachS * grid.rateHz)),
  shift: Math.max(1, Math.round(shiftS * grid.rateHz)),
  precision: leads.map((lead, l) =>
    lead.scaleMv.map((scale, b) => {
      const p = lead.prominence[b]!;
      if (p <= 0) return 0;
      return trust === null ? (p / scale) ** 2 : trust[l]![b]! / scale ** 2;
    }),
  ),
});

export interface Likeness {
  /** Correlation of the two shapes over all leads, -1..1; 0 where there is nothing to compare. */
  readonly correlation: number;
  /** Size against the model's, 1 = equal. */
  readonly gain: number;
  /** Shift of the best fit, grid values. */
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

/** A shape to compare with: leads one after the other, mV, and the power of each. */
export interface Model {
  readonly values: Float64Array;
  readonly powers: Float64Array;
}

export const modelOf = (space: ShapeSpace, values: Float64Array): Model => {
  const w = width(space);
  const powers = new Float64Array(space.leads.length);
  for (let i = 0; i < values.length; i++) powers[Math.floor(i / w)]! += values[i]! * values[i]!;
  return { values, powers };
};

/** A place in the recording that is to be compared with models. */
export interface Probe {
  readonly at: number;
  readonly block: number;
  /** Weighted power of the window at each shift, from -shift on. */
  readonly powers: Float64Array;
}

export const probeAt = (space: ShapeSpace, at: number): Probe => {
  const { reach, shift, length } = space;
  const block = blockOf(space, at);
  const powers = new Float64Array(2 * shift + 1);
  space.leads.forEach(({ bandMv }, l) => {
    const g = space.precision[l]![block]!;
    if (g === 0) return;
    const squared = (k: number): number => (k >= 0 && k < length ? bandMv[k]! * bandMv[k]! : 0);
    let power = 0;
    for (let k = at - shift - reach; k <= at - shift + reach; k++) power += squared(k);
    for (let lag = -shift; lag <= shift; lag++) {
      powers[lag + shift]! += g * Math.max(0, power);
      power += squared(at + lag + reach + 1) - squared(at + lag - reach);
    }
  });
  return { at, block, powers };
};

/**
 * Best fit of a model near a place within the shift: every other shift first, which is enough for a band that ends at 22 Hz, then
 * the neighbours of the best.
 */
export const bestFit = (space: ShapeSpace, model: Model, probe: Probe): Likeness => {
  const { shift } = space;
  let modelPower = 0;
  for (let l = 0; l < space.leads.length; l++) modelPower += space.precision[l]![probe.block]! * model.powers[l]!;
  if (!(modelPower > 0)) return nothing;
  let best = 0;
  let bestCross = crossAt(space, model, probe, 0);
  let bestCorrelation = correlate(bestCross, probe.powers[shift]!, modelPower);
  const tryAt = (lag: number): void => {
    const cross = crossAt(space, model, probe, lag);
    const correlation = correlate(cross, probe.powers[lag + shift]!, modelPower);
    if (correlation <= bestCorrelation) return;
    best = lag;
    bestCross = cross;
    bestCorrelation = correlation;
  };
  for (let lag = 2; lag <= shift; lag += 2) {
    tryAt(lag);
    tryAt(-lag);
  }
  const coarse = best;
  if (coarse > -shift) tryAt(coarse - 1);
  if (coarse < shift) tryAt(coarse + 1);
  return { correlation: bestCorrelation, gain: bestCross / modelPower, lag: best };
};

/** The shift of a fit with its fraction, from a parabola through its neighbours. */
export const fineLag = (space: ShapeSpace, model: Model, probe: Probe, { correlation, lag }: Likeness): number => {
  const { shift } = space;
  if (Math.abs(lag) >= shift) return lag;
  let modelPower = 0;
  for (let l = 0; l < space.leads.length; l++) modelPower += space.precision[l]![probe.block]! * model.powers[l]!;
  const at = (k: number): number => correlate(crossAt(space, model, probe, k), probe.powers[k + shift]!, modelPower);
  const [before, after] = [at(lag - 1), at(lag + 1)];
  const bend = before - 2 * correlation + after;
  return bend < 0 ? lag + Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : lag;
};

const correlate = (cross: number, power: number, modelPower: number): number =>
  power > 0 ? cross / Math.sqrt(power * modelPower) : 0;

const crossAt = (space: ShapeSpace, { values }: Model, { at, block }: Probe, lag: number): number => {
  const w = 2 * space.reach + 1;
  const start = at + lag - space.reach;
  const from = Math.max(0, -start);
  const to = Math.min(w, space.length - start);
  let cross = 0;
  for (let l = 0; l < space.leads.length; l++) {
    const g = space.precision[l]![block]!;
    if (g === 0) continue;
    const x = space.leads[l]!.bandMv;
    const offset = l * w;
    let c = 0;
    for (let i = from; i < to; i++) c += x[start + i]! * values[offset + i]!;
    cross += g * c;
  }
  return cross;
};

/** A class of beats of one shape. */
export interface BeatClass {
  /** Sum of the members' windows, mV, leads one after the other. */
  readonly sum: Float64Array;
  model: Model;
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
    let closest = nothing;
    const probe = probeAt(space, beat);
    for (const one of found) {
      const here = bestFit(space, one.model, probe);
      if (here.correlation > closest.correlation) {
        closest = here;
        best = one;
        if (here.correlation > beyondDoubt) break;
      }
    }
    if (best === null || closest.correlation < sameClass) {
      if (found.length >= 3 * mostClasses) {
        // A recording of nothing but odd beats: the rarest class makes room.
        const rarest = found.reduce((a, b) => (b.count < a.count ? b : a));
        found.splice(found.indexOf(rarest), 1);
      }
      const sum = new Float64Array(size);
      best = { sum, model: modelOf(space, sum), count: 0, fiducial: 0 };
      closest = nothing;
      found.push(best);
    }
    const at = beat + closest.lag;
    addWindow(space, best.sum, at, 1);
    best.model = modelOf(space, best.sum);
    best.count += 1;
    members.set(beat, { of: best, at });
  }
  const classes = found
    .filter((one) => one.count >= 2)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostClasses);
  classes.forEach((one, c) => {
    one.fiducial = fiducialOf(space, one.sum);
    let nearest = sameLandmark;
    for (const earlier of classes.slice(0, c)) {
      const { correlation, lag } = compare(space, one.sum, earlier.sum);
      if (correlation <= nearest) continue;
      nearest = correlation;
      one.fiducial = earlier.fiducial + lag;
    }
  });
  return { classes, members };
};

/** Likeness of two models over all leads and the shift of the first against the second, grid values. */
const compare = (space: ShapeSpace, a: Float64Array, b: Float64Array): { correlation: number; lag: number } => {
  const w = width(space);
  const g = meanPrecision(space);
  let best = { correlation: -1, lag: 0 };
  const reach = 2 * space.shift;
  for (let lag = -reach; lag <= reach; lag++) {
    let cross = 0;
    let powerA = 0;
    let powerB = 0;
    g.forEach((weight, l) => {
      for (let i = Math.max(0, lag); i < Math.min(w, w + lag); i++) {
        const x = a[l * w + i]!;
        const y = b[l * w + i - lag]!;
        cross += weight * x * y;
        powerA += weight * x * x;
        powerB += weight * y * y;
      }
    });
    const correlation = powerA > 0 && powerB > 0 ? cross / Math.sqrt(powerA * powerB) : 0;
    if (correlation > best.correlation) best = { correlation, lag };
  }
  return best;
};

const meanPrecision = (space: ShapeSpace): number[] =>
  space.precision.map((values) => values.reduce((sum, p) => sum + p / values.length, 0));

/** Where the energy of a window over all leads, each in units of its noise over the whole recording, is greatest. */
export const fiducialOf = (space: ShapeSpace, model: Float64Array): number => {
  const w = width(space);
  const energy = new Float64Array(w);
  meanPrecision(space).forEach((g, l) => {
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

/** The class that a candidate resembles most, itself left out of it; its lag has a fraction. */
export const bestClass = (space: ShapeSpace, { classes, members }: BeatClasses, probe: Probe): ClassFit => {
  let best: ClassFit = { ...nothing, of: null };
  let bestModel: Model | null = null;
  const own = members.get(probe.at);
  for (const one of classes) {
    let { model, count } = one;
    if (own?.of === one) {
      const rest = one.sum.slice();
      addWindow(space, rest, own.at, -1);
      model = modelOf(space, rest);
      count -= 1;
    }
    const here = bestFit(space, model, probe);
    if (here.correlation > best.correlation) {
      best = { ...here, gain: here.gain * count, of: one };
      bestModel = model;
    }
    if (here.correlation > beyondDoubt) break;
  }
  return bestModel === null ? best : { ...best, lag: fineLag(space, bestModel, probe, best) };
};

/** The window around a place as a shape to compare with. */
export const windowAt = (space: ShapeSpace, at: number): Model => {
  const window = new Float64Array(width(space) * space.leads.length);
  addWindow(space, window, at, 1);
  return modelOf(space, window);
};

/** Beats on each side that say how true a lead is. */
const fidelityBeats = 5;
const leastFidelity = 0.3;
const mostFidelity = 0.99;

/**
 * How much of each lead is beat and how much is noise, per block: the power ratio that follows from the usual correlation of its
 * beats with their class in this lead alone. What stands out but never looks the same twice is not trusted.
 */
export const leadFidelity = (space: ShapeSpace, { classes, members }: BeatClasses): Float64Array[] => {
  const w = width(space);
  const known = new Set(classes);
  const beats = [...members].filter(([, { of }]) => known.has(of));
  const blocks = space.leads[0]!.scaleMv.length;
  return space.leads.map(({ bandMv }, l) => {
    const correlations = beats.map(([, { of, at }]) => {
      let cross = 0;
      let power = 0;
      let modelPower = 0;
      for (let i = 0; i < w; i++) {
        const k = at - space.reach + i;
        const x = bandMv[k] ?? 0;
        const m = of.sum[l * w + i]! - x;
        cross += x * m;
        power += x * x;
        modelPower += m * m;
      }
      return power > 0 && modelPower > 0 ? cross / Math.sqrt(power * modelPower) : 0;
    });
    const usual = movingMedian(correlations, fidelityBeats);
    const out = new Float64Array(blocks).fill(1);
    let b = 0;
    for (let block = 0; block < blocks && beats.length > 0; block++) {
      const middle = (block + 0.5) * space.grid.blockValues;
      while (b + 1 < beats.length && Math.abs(beats[b + 1]![0] - middle) <= Math.abs(beats[b]![0] - middle)) b += 1;
      const q = Math.max(leastFidelity, Math.min(mostFidelity, usual[b]!)) ** 2;
      out[block] = q / (1 - q);
    }
    return out;
  });
};
