import { movingMedian } from '../signal/windows.ts';
import type { EnvelopeGrid } from './qrsEnvelope.ts';
import { alike, type BeatClasses, bestClass, type ClassFit, type ShapeSpace, windowAt } from './qrsShape.ts';

/** What a candidate is judged by, in this order. Ratios are natural logarithms. */
export const featureNames = [
  'height against the usual beat here',
  'height against the usual beat of the recording',
  'height against what is not a beat here',
  'usual beat here against what is not a beat here',
  'height against the deepest point of the 300 ms before',
  'height against the deepest point of the 300 ms after',
  'highest point 120 to 450 ms before against height',
  'highest point 120 to 450 ms after against height',
  'width at half height, s',
  'mean frequency, Hz',
  'mean frequency against the usual beat',
  'correlation with the class it resembles most',
  'size against that class',
  'share of that class among the beats',
  'best correlation with the three beats before and after',
  'median correlation with the three beats before and after',
  'typical correlation of the beats here with their classes',
  'chosen at the first look',
  'time since the beat before, s',
  'time to the beat after, s',
  'time since the beat before against the usual interval',
  'time to the beat after against the usual interval',
  'interval over the candidate against the usual interval',
  'regularity of the rhythm here',
  'height against the beat before',
  'height against the beat after',
  'lowest relative height of the leads that count',
] as const;

export interface CandidateFeatures {
  /** One row of `featureNames.length` values per candidate. */
  readonly rows: Float32Array;
  readonly fits: readonly ClassFit[];
}

const ratio = (a: number, b: number): number => Math.log(Math.max(a, 1e-3) / Math.max(b, 1e-3));

/**
 * Features of all candidates (`peaks`: grid positions, ascending) of the envelope `values`, given the beats of a first
 * look (`chosen`: indices into `peaks`, ascending). Linear in the number of candidates.
 */
export const candidateFeatures = (
  space: ShapeSpace,
  classes: BeatClasses,
  values: Float64Array,
  weights: readonly Float64Array[],
  peaks: readonly number[],
  chosen: readonly number[],
): CandidateFeatures => {
  const { grid } = space;
  const heights = peaks.map((k) => values[k]!);
  const isChosen = new Uint8Array(peaks.length);
  for (const i of chosen) isChosen[i] = 1;
  const rest = peaks.map((_, i) => i).filter((i) => isChosen[i] === 0);
  const beatHeights = movingMedian(
    chosen.map((i) => heights[i]!),
    6,
  );
  const usualHeight = middle(chosen.map((i) => heights[i]!));
  const restHeights = movingMedian(
    rest.map((i) => heights[i]!),
    10,
  );
  const intervals = chosen.slice(1).map((i, k) => (peaks[i]! - peaks[chosen[k]!]!) / grid.rateHz);
  const usualIntervals = movingMedian(intervals, 6);
  const deviations = movingMedian(
    intervals.map((rr, k) => Math.abs(rr - usualIntervals[k]!) / usualIntervals[k]!),
    6,
  );
  const frequencies = peaks.map((k) => meanFrequency(space, weights, k));
  const usualFrequency = middle(chosen.map((i) => frequencies[i]!));
  const fits = peaks.map((k) => bestClass(space, classes, k));
  const typicalFit = movingMedian(
    chosen.map((i) => fits[i]!.correlation),
    6,
  );
  const windows = chosen.map((i) => windowAt(space, peaks[i]!));

  const width = featureNames.length;
  const rows = new Float32Array(peaks.length * width);
  let b = -1;
  let r = 0;
  for (let i = 0; i < peaks.length; i++) {
    const k = peaks[i]!;
    // chosen[b] is the last beat at or before the candidate.
    while (b + 1 < chosen.length && chosen[b + 1]! <= i) b += 1;
    while (r + 1 < rest.length && rest[r + 1]! <= i) r += 1;
    const near = Math.max(0, b);
    const before = isChosen[i] === 1 ? b - 1 : b;
    const after = b + 1;
    const height = heights[i]!;
    const beat = beatHeights[near] ?? 1;
    const noise = restHeights[r] ?? 0.06;
    const interval = usualIntervals[Math.min(near, intervals.length - 1)] ?? Number.NaN;
    const deviation = deviations[Math.min(near, intervals.length - 1)] ?? Number.NaN;
    const sinceS = before >= 0 ? (k - peaks[chosen[before]!]!) / grid.rateHz : Number.NaN;
    const untilS = after < chosen.length ? (peaks[chosen[after]!]! - k) / grid.rateHz : Number.NaN;
    const shapes: number[] = [];
    for (let j = Math.max(0, before - 2); j <= Math.min(chosen.length - 1, after + 2); j++)
      if (j <= before || j >= after) shapes.push(alike(space, windows[j]!, k));
    shapes.sort((x, y) => x - y);
    const one = fits[i]!;
    const s = (seconds: number): number => Math.round(seconds * grid.rateHz);
    rows.set(
      [
        ratio(height, beat),
        ratio(height, usualHeight),
        ratio(height, noise),
        ratio(beat, noise),
        ratio(height, least(values, k - s(0.3), k)),
        ratio(height, least(values, k, k + s(0.3))),
        ratio(greatest(values, k - s(0.45), k - s(0.12)), height),
        ratio(greatest(values, k + s(0.12), k + s(0.45)), height),
        widthAtHalf(values, k, s(0.2)) / grid.rateHz,
        frequencies[i]!,
        ratio(frequencies[i]!, usualFrequency),
        one.correlation,
        ratio(one.gain, 1),
        one.of === null ? 0 : one.of.count / chosen.length,
        shapes.at(-1) ?? Number.NaN,
        shapes[shapes.length >> 1] ?? Number.NaN,
        typicalFit[near] ?? Number.NaN,
        isChosen[i]!,
        Math.min(sinceS, 4),
        Math.min(untilS, 4),
        ratio(sinceS, interval),
        ratio(untilS, interval),
        ratio(sinceS + untilS, interval),
        deviation,
        before >= 0 ? ratio(height, heights[chosen[before]!]!) : Number.NaN,
        after < chosen.length ? ratio(height, heights[chosen[after]!]!) : Number.NaN,
        lowestLead(space, weights, k),
      ],
      i * width,
    );
  }
  return { rows, fits };
};

const middle = (values: readonly number[]): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1] ?? Number.NaN;
};

const least = (values: Float64Array, from: number, to: number): number => {
  let best = Number.POSITIVE_INFINITY;
  for (let k = Math.max(0, from); k <= Math.min(values.length - 1, to); k++) if (values[k]! < best) best = values[k]!;
  return best;
};

const greatest = (values: Float64Array, from: number, to: number): number => {
  let best = 0;
  for (let k = Math.max(0, from); k <= Math.min(values.length - 1, to); k++) if (values[k]! > best) best = values[k]!;
  return best;
};

const widthAtHalf = (values: Float64Array, k: number, most: number): number => {
  const half = 0.5 * values[k]!;
  let from = k;
  while (from > 0 && k - from < most && values[from]! > half) from -= 1;
  let to = k;
  while (to < values.length - 1 && to - k < most && values[to]! > half) to += 1;
  return to - from;
};

/** Centre of the spectrum from the power of the signal and of its slope (Hjorth's mobility). */
const meanFrequency = ({ leads, grid, reach }: ShapeSpace, weights: readonly Float64Array[], k: number): number => {
  const block = blockAt(grid, leads[0]!.scaleMv.length, k);
  let power = 0;
  let slope = 0;
  leads.forEach(({ bandMv, scaleMv }, l) => {
    const factor = weights[l]![block]! / scaleMv[block]! ** 2;
    if (factor === 0) return;
    for (let i = Math.max(1, k - reach); i <= Math.min(bandMv.length - 1, k + reach); i++) {
      power += factor * bandMv[i]! ** 2;
      slope += factor * (bandMv[i]! - bandMv[i - 1]!) ** 2;
    }
  });
  return power > 0 ? (grid.rateHz * Math.asin(Math.min(1, 0.5 * Math.sqrt(slope / power)))) / Math.PI : 0;
};

/** Leads with less than this part of the greatest weight do not count. */
const countsFrom = 0.2;

const lowestLead = ({ leads, grid }: ShapeSpace, weights: readonly Float64Array[], k: number): number => {
  const block = blockAt(grid, leads[0]!.scaleMv.length, k);
  let most = 0;
  for (const w of weights) most = Math.max(most, w[block]!);
  let lowest = Number.POSITIVE_INFINITY;
  leads.forEach(({ valuesMv, scaleMv }, l) => {
    if (weights[l]![block]! >= countsFrom * most) lowest = Math.min(lowest, valuesMv[k]! / scaleMv[block]!);
  });
  return ratio(lowest, 1);
};

const blockAt = (grid: EnvelopeGrid, blocks: number, k: number): number =>
  Math.min(blocks - 1, Math.floor(k / grid.blockValues));
