import type { EnvelopeGrid } from './qrsEnvelope.ts';
import type { ShapeSpace } from './qrsShape.ts';

/** Ratio as a natural logarithm, held away from nothing. */
export const ratio = (a: number, b: number): number => Math.log(Math.max(a, 1e-3) / Math.max(b, 1e-3));

/** Largest step between neighbours within the window of a shape, leads weighted, in units of their beats. */
export const steepestSlope = (
  { leads, grid, reach }: ShapeSpace,
  weights: readonly Float64Array[],
  k: number,
): number => {
  const block = blockAt(grid, leads[0]!.scaleMv.length, k);
  let total = 0;
  for (let l = 0; l < leads.length; l++) {
    const weight = weights[l]![block]!;
    if (weight === 0) continue;
    const { wideMv, scaleMv } = leads[l]!;
    let most = 0;
    for (let i = Math.max(1, k - reach); i <= Math.min(wideMv.length - 1, k + reach); i++)
      most = Math.max(most, Math.abs(wideMv[i]! - wideMv[i - 1]!));
    total += (weight * most) / scaleMv[block]!;
  }
  return total;
};

/** Highest minus lowest value within 80 ms on either side, leads weighted, in units of their beats. */
export const localRange = ({ leads, grid }: ShapeSpace, weights: readonly Float64Array[], k: number): number => {
  const block = blockAt(grid, leads[0]!.scaleMv.length, k);
  const reach = Math.round(0.08 * grid.rateHz);
  let total = 0;
  for (let l = 0; l < leads.length; l++) {
    const weight = weights[l]![block]!;
    if (weight === 0) continue;
    const { wideMv, scaleMv } = leads[l]!;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (let i = Math.max(0, k - reach); i <= Math.min(wideMv.length - 1, k + reach); i++) {
      const value = wideMv[i]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    total += (weight * (high - low)) / scaleMv[block]!;
  }
  return total;
};

export const least = (values: Float64Array, from: number, to: number): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let k = Math.max(0, from); k <= Math.min(values.length - 1, to); k++) if (values[k]! < best) best = values[k]!;
  return best;
};

export const greatest = (values: Float64Array, from: number, to: number): number => {
  let best = 0;
  for (let k = Math.max(0, from); k <= Math.min(values.length - 1, to); k++) if (values[k]! > best) best = values[k]!;
  return best;
};

export const widthAtHalf = (values: Float64Array, k: number, most: number): number => {
  const half = 0.5 * values[k]!;
  let from = k;
  while (from > 0 && k - from < most && values[from]! > half) from -= 1;
  let to = k;
  while (to < values.length - 1 && to - k < most && values[to]! > half) to += 1;
  return to - from;
};

/** Centre of the spectrum from the power of the signal and of its slope (Hjorth's mobility). */
export const meanFrequency = (
  { leads, grid, reach }: ShapeSpace,
  weights: readonly Float64Array[],
  k: number,
): number => {
  const block = blockAt(grid, leads[0]!.scaleMv.length, k);
  let power = 0;
  let slope = 0;
  for (let l = 0; l < leads.length; l++) {
    const { bandMv, scaleMv } = leads[l]!;
    const factor = weights[l]![block]! / scaleMv[block]! ** 2;
    if (factor === 0) continue;
    for (let i = Math.max(1, k - reach); i <= Math.min(bandMv.length - 1, k + reach); i++) {
      const step = bandMv[i]! - bandMv[i - 1]!;
      power += factor * (bandMv[i]! * bandMv[i]!);
      slope += factor * (step * step);
    }
  }
  return power > 0 ? (grid.rateHz * Math.asin(Math.min(1, 0.5 * Math.sqrt(slope / power)))) / Math.PI : 0;
};

/** Leads with less than this part of the greatest weight do not count. */
const countsFrom = 0.2;

export const lowestLead = ({ leads, grid }: ShapeSpace, weights: readonly Float64Array[], k: number): number => {
  const block = blockAt(grid, leads[0]!.scaleMv.length, k);
  let most = 0;
  for (const w of weights) most = Math.max(most, w[block]!);
  let lowest = Number.POSITIVE_INFINITY;
  for (let l = 0; l < leads.length; l++) {
    if (!(weights[l]![block]! >= countsFrom * most)) continue;
    const { valuesMv, scaleMv } = leads[l]!;
    lowest = Math.min(lowest, valuesMv[k]! / scaleMv[block]!);
  }
  return ratio(lowest, 1);
};

const blockAt = (grid: EnvelopeGrid, blocks: number, k: number): number =>
  Math.min(blocks - 1, Math.floor(k / grid.blockValues));
