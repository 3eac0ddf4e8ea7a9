import { upperMedian } from '../signal/select.ts';
import { quantile } from '../signal/windows.ts';
import type { ShapeSpace } from './qrsShape.ts';

/** What a deflection is in absolute terms, whatever else the recording holds. */
export interface Strength {
  /** Steepest slope in the QRS band within 60 ms, root mean square over the live leads, mV/s. */
  readonly slopeMvPerS: number;
  /** Centre of the spectrum in the QRS band over all leads, Hz. */
  readonly frequencyHz: number;
  /** How far deflections stand above the rest here, median of the live leads; see `LeadEnvelope`. */
  readonly prominence: number;
}

const slopeReachS = 0.06;
const spectrumReachS = 0.085;

/** Strength at grid position `k`; a lead without any deflection there does not count. `weigh`: how much a lead of this prominence does. */
export const strengthAt = (
  { leads, grid }: ShapeSpace,
  k: number,
  weigh: (prominence: number) => number = () => 1,
): Strength => {
  const block = Math.min(leads[0]!.scaleMv.length - 1, Math.floor(k / grid.blockValues));
  const near = Math.round(slopeReachS * grid.rateHz);
  const wide = Math.round(spectrumReachS * grid.rateHz);
  const prominences: number[] = [];
  let squares = 0;
  let weights = 0;
  let power = 0;
  let change = 0;
  for (const { bandMv, prominence } of leads) {
    const here = prominence[block]!;
    if (here <= 0) continue;
    prominences.push(here);
    const weight = weigh(here);
    let steepest = 0;
    for (let i = Math.max(1, k - wide); i <= Math.min(bandMv.length - 1, k + wide); i++) {
      const step = bandMv[i]! - bandMv[i - 1]!;
      power += weight * bandMv[i]! * bandMv[i]!;
      change += weight * step * step;
      if (Math.abs(i - k) <= near) steepest = Math.max(steepest, Math.abs(step));
    }
    squares += weight * (steepest * grid.rateHz) ** 2;
    weights += weight;
  }
  const count = prominences.length;
  return {
    slopeMvPerS: weights > 0 ? Math.sqrt(squares / weights) : 0,
    frequencyHz: power > 0 ? (grid.rateHz * Math.asin(Math.min(1, 0.5 * Math.sqrt(change / power)))) / Math.PI : 0,
    prominence: count > 0 ? upperMedian(Float64Array.from(prominences)) : 0,
  };
};

/** How the limits were set stands in docs/decisions/0005-qrs.md. */
const limits = {
  /** Ventricles are steeper than this, atria are not ... */
  slopeMvPerS: 6,
  /** ... except where hardly anything reaches the electrodes; then a QRS is still sharp and clear. */
  sharpFromHz: 11,
  clearFrom: 5,
  /** Nothing but muscle or amplifier: no deflection stands out, and the band is filled evenly. */
  evenFromHz: 15,
  evenBelow: 3,
} as const;

/** Is this too flat and smooth to come from the ventricles, or no more than noise? */
export const belowQrs = ({ slopeMvPerS, frequencyHz, prominence }: Strength): boolean =>
  (slopeMvPerS < limits.slopeMvPerS && !(frequencyHz >= limits.sharpFromHz && prominence >= limits.clearFrom)) ||
  (frequencyHz > limits.evenFromHz && prominence < limits.evenBelow);

/** Part of the upper quartile of the slopes below which a deflection is not of the same kind as the steep ones. */
const farFlatter = 0.35;

/**
 * Tells what is too flat for the ventricles and far flatter than the steep quarter of all `strengths`: in a long pause the scale of a
 * lead shrinks to its P waves, and they look like beats of usual size. The upper quartile holds where P waves outnumber the beats.
 */
export const atrialBeside = (strengths: readonly Strength[]): ((one: Strength) => boolean) => {
  const steep = quantile(
    strengths.map(({ slopeMvPerS }) => slopeMvPerS),
    0.75,
  );
  return (one) => belowQrs(one) && one.slopeMvPerS < farFlatter * steep;
};

/** Twice as steep as the least: no doubt even of a single one. */
export const clearlyQrs = (strength: Strength): boolean =>
  strength.slopeMvPerS >= 2 * limits.slopeMvPerS && !belowQrs(strength);

/** The typical one of several. */
export const typicalStrength = (all: readonly Strength[]): Strength => {
  const middle = (of: (one: Strength) => number): number => upperMedian(Float64Array.from(all, of));
  return {
    slopeMvPerS: middle((one) => one.slopeMvPerS),
    frequencyHz: middle((one) => one.frequencyHz),
    prominence: middle((one) => one.prominence),
  };
};
