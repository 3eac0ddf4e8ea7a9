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
  /** Where a comparison leaves its three cross products. */
  readonly crosses: Float64Array;
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
  crosses: new Float64Array(3),
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

/** Adds `sign` times the window around `at` to row `row` of a table of models. */
export const addWindow = (space: ShapeSpace, values: Float64Array, at: number, sign: number, row = 0): void => {
  const w = width(space);
  const first = at - space.reach;
  const from = Math.max(0, -first);
  const to = Math.min(w, space.length - first);
  for (let l = 0; l < space.leads.length; l++) {
    const x = space.leads[l]!.bandMv;
    const start = (row * space.leads.length + l) * w;
    for (let i = from; i < to; i++) values[start + i]! += sign * x[first + i]!;
  }
};

/** A shape to compare with: one row of a table. */
export interface Model {
  /** Leads one after the other, mV. */
  readonly values: Float64Array;
  /** Power of each lead. */
  readonly powers: Float64Array;
  readonly row: number;
}

export const emptyModel = (space: ShapeSpace): Model => ({
  values: new Float64Array(width(space) * space.leads.length),
  powers: new Float64Array(space.leads.length),
  row: 0,
});

/** To be called when a model's values have changed. */
export const measurePowers = (space: ShapeSpace, { values, powers, row }: Model): void => {
  const w = width(space);
  const count = space.leads.length;
  for (let l = row * count; l < (row + 1) * count; l++) {
    let power = 0;
    for (let i = l * w; i < (l + 1) * w; i++) power += values[i]! * values[i]!;
    powers[l] = power;
  }
};

/** The windows around some places as shapes to compare with; in one table, for small arrays are dear. */
export const windowsAt = (space: ShapeSpace, places: readonly number[]): Model[] => {
  const count = space.leads.length;
  const values = new Float64Array(places.length * count * width(space));
  const powers = new Float64Array(places.length * count);
  return places.map((at, row) => {
    const model = { values, powers, row };
    addWindow(space, values, at, 1, row);
    measurePowers(space, model);
    return model;
  });
};

/** A place in the recording that is to be compared with models. */
export interface Probe {
  readonly at: number;
  readonly block: number;
  /** From index `first` on: weighted power of the window at each shift, from -shift on. */
  readonly powers: Float64Array;
  readonly first: number;
}

export const probesAt = (space: ShapeSpace, places: readonly number[]): Probe[] => {
  const shifts = 2 * space.shift + 1;
  const powers = new Float64Array(places.length * shifts);
  return places.map((at, i) => {
    const probe = { at, block: blockOf(space, at), powers, first: i * shifts };
    addPowers(space, probe);
    return probe;
  });
};

const addPowers = (space: ShapeSpace, { at, block, powers, first }: Probe): void => {
  const { reach, shift, length } = space;
  for (let l = 0; l < space.leads.length; l++) {
    const x = space.leads[l]!.bandMv;
    const g = space.precision[l]![block]!;
    if (g === 0) continue;
    let power = 0;
    for (let k = Math.max(0, at - shift - reach); k <= Math.min(length - 1, at - shift + reach); k++)
      power += x[k]! * x[k]!;
    for (let i = 0; i <= 2 * shift; i++) {
      powers[first + i]! += g * Math.max(0, power);
      const entering = at + i - shift + reach + 1;
      const leaving = at + i - shift - reach;
      const gain = entering >= 0 && entering < length ? x[entering]! * x[entering]! : 0;
      const loss = leaving >= 0 && leaving < length ? x[leaving]! * x[leaving]! : 0;
      power += gain - loss;
    }
  }
};

/**
 * Best fit of a model near a place within the shift: every other shift first, which is enough for a band that ends at 22 Hz, then
 * the neighbours of the best.
 */
export const bestFit = (space: ShapeSpace, model: Model, probe: Probe): Likeness => {
  const { shift, crosses } = space;
  const modelPower = weightedPower(space, model, probe);
  if (!(modelPower > 0)) return nothing;
  const middle = probe.first + shift;
  crossesAround(space, model, probe, 0, 2);
  let best = 0;
  let bestCross = crosses[1]!;
  let bestCorrelation = correlate(bestCross, probe.powers[middle]!, modelPower);
  for (let apart = 2; apart <= shift; apart += 2) {
    if (apart > 2) crossesAround(space, model, probe, 0, apart);
    for (let side = 2; side >= 0; side -= 2) {
      const lag = (side - 1) * apart;
      const correlation = correlate(crosses[side]!, probe.powers[middle + lag]!, modelPower);
      if (correlation <= bestCorrelation) continue;
      best = lag;
      bestCross = crosses[side]!;
      bestCorrelation = correlation;
    }
  }
  const coarse = best;
  crossesAround(space, model, probe, coarse, 1);
  for (let side = 0; side <= 2; side += 2) {
    const lag = coarse + side - 1;
    if (lag < -shift || lag > shift) continue;
    const correlation = correlate(crosses[side]!, probe.powers[middle + lag]!, modelPower);
    if (correlation <= bestCorrelation) continue;
    best = lag;
    bestCross = crosses[side]!;
    bestCorrelation = correlation;
  }
  return { correlation: bestCorrelation, gain: bestCross / modelPower, lag: best };
};

/** The shift of a fit with its fraction, from a parabola through its neighbours. */
export const fineLag = (space: ShapeSpace, model: Model, probe: Probe, { correlation, lag }: Likeness): number => {
  const { shift, crosses } = space;
  if (Math.abs(lag) >= shift) return lag;
  const modelPower = weightedPower(space, model, probe);
  const middle = probe.first + shift + lag;
  crossesAround(space, model, probe, lag, 1);
  const before = correlate(crosses[0]!, probe.powers[middle - 1]!, modelPower);
  const after = correlate(crosses[2]!, probe.powers[middle + 1]!, modelPower);
  const bend = before - 2 * correlation + after;
  return bend < 0 ? lag + Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend)) : lag;
};

const weightedPower = ({ leads, precision }: ShapeSpace, { powers, row }: Model, { block }: Probe): number => {
  let power = 0;
  for (let l = 0; l < leads.length; l++) power += precision[l]![block]! * powers[row * leads.length + l]!;
  return power;
};

const correlate = (cross: number, power: number, modelPower: number): number =>
  power > 0 ? cross / Math.sqrt(power * modelPower) : 0;

/**
 * Weighted cross products of a model with the windows at the shifts `lag - apart`, `lag` and `lag + apart`. Three in one
 * walk cost hardly more than one: each sum waits for its own last addition only.
 */
const crossesAround = (space: ShapeSpace, model: Model, { at, block }: Probe, lag: number, apart: number): void => {
  const w = width(space);
  const count = space.leads.length;
  const { values, row } = model;
  const middle = at + lag - space.reach;
  const inside = middle - apart >= 0 && middle + apart + w <= space.length;
  let before = 0;
  let here = 0;
  let after = 0;
  for (let l = 0; l < count; l++) {
    const g = space.precision[l]![block]!;
    if (g === 0) continue;
    const x = space.leads[l]!.bandMv;
    const first = (row * count + l) * w;
    if (!inside) {
      before += g * clippedCross(x, values, first, w, middle - apart, space.length);
      here += g * clippedCross(x, values, first, w, middle, space.length);
      after += g * clippedCross(x, values, first, w, middle + apart, space.length);
      continue;
    }
    let a = 0;
    let b = 0;
    let c = 0;
    for (let i = 0; i < w; i++) {
      const value = values[first + i]!;
      a += x[middle - apart + i]! * value;
      b += x[middle + i]! * value;
      c += x[middle + apart + i]! * value;
    }
    before += g * a;
    here += g * b;
    after += g * c;
  }
  space.crosses[0] = before;
  space.crosses[1] = here;
  space.crosses[2] = after;
};

/** The same for one shift where the window reaches over an end of the recording. */
const clippedCross = (
  x: Float64Array,
  values: Float64Array,
  first: number,
  w: number,
  start: number,
  length: number,
): number => {
  let cross = 0;
  for (let i = Math.max(0, -start); i < Math.min(w, length - start); i++) cross += x[start + i]! * values[first + i]!;
  return cross;
};

/** A class of beats of one shape. */
export interface BeatClass {
  /** Sum of the members' windows. */
  readonly sum: Model;
  count: number;
  /** Where the largest deflection of the mean shape lies against the window's middle, grid values with a fraction. */
  fiducial: number;
}

export interface BeatClasses {
  readonly classes: readonly BeatClass[];
  /** For each grid position that is a member: its class and the grid position of its window. */
  readonly members: ReadonlyMap<number, { readonly of: BeatClass; readonly at: number }>;
}

/** Sorts beats (probes, ascending) into classes by shape; classes of a single beat are left out. Linear in the number of beats. */
export const classifyShapes = (space: ShapeSpace, beats: readonly Probe[]): BeatClasses => {
  const found: BeatClass[] = [];
  const members = new Map<number, { of: BeatClass; at: number }>();
  for (const probe of beats) {
    let best: BeatClass | null = null;
    let closest = nothing;
    for (const one of found) {
      const here = bestFit(space, one.sum, probe);
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
      best = { sum: emptyModel(space), count: 0, fiducial: 0 };
      closest = nothing;
      found.push(best);
    }
    const at = probe.at + closest.lag;
    addWindow(space, best.sum.values, at, 1);
    measurePowers(space, best.sum);
    best.count += 1;
    members.set(probe.at, { of: best, at });
  }
  const classes = found
    .filter((one) => one.count >= 2)
    .sort((a, b) => b.count - a.count)
    .slice(0, mostClasses);
  classes.forEach((one, c) => {
    one.fiducial = fiducialOf(space, one.sum.values);
    let nearest = sameLandmark;
    for (const earlier of classes.slice(0, c)) {
      const { correlation, lag } = compare(space, one.sum.values, earlier.sum.values);
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

export interface ClassFitter {
  /** The class that a candidate resembles most, itself left out of it. */
  readonly fit: (probe: Probe) => ClassFit;
  /** The lag of such a fit with its fraction. */
  readonly lag: (probe: Probe, fit: ClassFit) => number;
}

export const classFitter = (space: ShapeSpace, { classes, members }: BeatClasses): ClassFitter => {
  const rest = emptyModel(space);
  const without = (one: BeatClass, at: number): Model => {
    rest.values.set(one.sum.values);
    addWindow(space, rest.values, at, -1);
    measurePowers(space, rest);
    return rest;
  };
  return {
    fit: (probe) => {
      let closest = nothing;
      let of: BeatClass | null = null;
      let gain = 0;
      const own = members.get(probe.at);
      for (const one of classes) {
        const isOwn = own?.of === one;
        const here = bestFit(space, isOwn ? without(one, own.at) : one.sum, probe);
        if (here.correlation > closest.correlation) {
          closest = here;
          of = one;
          gain = here.gain * (isOwn ? one.count - 1 : one.count);
        }
        if (here.correlation > beyondDoubt) break;
      }
      return { correlation: closest.correlation, gain, lag: closest.lag, of };
    },
    lag: (probe, fit) => {
      if (fit.of === null) return fit.lag;
      const own = members.get(probe.at);
      return fineLag(space, own?.of === fit.of ? without(fit.of, own.at) : fit.of.sum, probe, fit);
    },
  };
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
        const m = of.sum.values[l * w + i]! - x;
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
