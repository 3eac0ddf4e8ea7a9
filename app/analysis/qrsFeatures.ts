import { movingMedian } from '../signal/windows.ts';
import type { EnvelopeGrid } from './qrsEnvelope.ts';
import {
  greatest,
  least,
  localRange,
  lowestLead,
  meanFrequency,
  ratio,
  steepestSlope,
  widthAtHalf,
} from './qrsLocal.ts';
import {
  type BeatClass,
  type BeatClasses,
  bestClass,
  bestFit,
  type ClassFit,
  probeAt,
  type ShapeSpace,
  windowAt,
} from './qrsShape.ts';

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
  'height against what usually follows a beat like the one before, here',
  'height against what usually goes before a beat like the one after, here',
  'steepest slope against the usual beat',
  'steepest slope against the beat before',
  'range within 160 ms against the usual beat',
  'range within 160 ms against the beat before',
] as const;

export interface CandidateFeatures {
  /** One row of `featureNames.length` values per candidate. */
  readonly rows: Float32Array;
  readonly fits: readonly ClassFit[];
}

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
  const probes = peaks.map((k) => probeAt(space, k));
  const fits = probes.map((probe) => bestClass(space, classes, probe));
  const typicalFit = movingMedian(
    chosen.map((i) => fits[i]!.correlation),
    6,
  );
  const steepest = peaks.map((k) => steepestSlope(space, weights, k));
  const ranges = peaks.map((k) => localRange(space, weights, k));
  const usualSlope = middle(chosen.map((i) => steepest[i]!));
  const usualRange = middle(chosen.map((i) => ranges[i]!));
  const surroundings = usualSurroundings(
    values,
    chosen.map((i) => ({ at: peaks[i]!, of: fits[i]!.correlation >= alikeFrom ? fits[i]!.of : null })),
    grid,
  );
  const expected = (beat: number | undefined, k: number): number => {
    if (beat === undefined) return Number.NaN;
    const { of, correlation } = fits[beat]!;
    const profile = surroundings.get(correlation >= alikeFrom ? of : null) ?? surroundings.get(null);
    const value = profile?.[k - peaks[beat]! + (profile.length >> 1)];
    return value === undefined ? Number.NaN : ratio(values[k]!, value * heights[beat]!);
  };
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
      if (j <= before || j >= after) shapes.push(bestFit(space, windows[j]!, probes[i]!).correlation);
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
        expected(chosen[before], k),
        expected(chosen[after], k),
        ratio(steepest[i]!, usualSlope),
        before >= 0 ? ratio(steepest[i]!, steepest[chosen[before]!]!) : Number.NaN,
        ratio(ranges[i]!, usualRange),
        before >= 0 ? ratio(ranges[i]!, ranges[chosen[before]!]!) : Number.NaN,
      ],
      i * width,
    );
  }
  return { rows, fits };
};

/** From this likeness on a beat is taken for one of its class. */
const alikeFrom = 0.7;
/** How far around a beat its usual surroundings are known. */
const surroundS = 0.6;
/** Beats that make the usual surroundings of a class, spread over the recording. */
const mostSurroundings = 40;

/**
 * The envelope around the beats of each class in units of the beat's height: the median over its beats, so that a T wave that
 * always follows is told from a beat that came early. Key null: all beats together.
 */
const usualSurroundings = (
  values: Float64Array,
  beats: readonly { readonly at: number; readonly of: BeatClass | null }[],
  grid: EnvelopeGrid,
): Map<BeatClass | null, Float64Array> => {
  const reach = Math.round(surroundS * grid.rateHz);
  const groups = new Map<BeatClass | null, number[]>([[null, beats.map(({ at }) => at)]]);
  for (const { at, of } of beats) {
    if (of === null) continue;
    const group = groups.get(of);
    if (group === undefined) groups.set(of, [at]);
    else group.push(at);
  }
  const out = new Map<BeatClass | null, Float64Array>();
  for (const [of, places] of groups) {
    if (of !== null && places.length < 4) continue;
    const inside = places.filter((at) => at >= reach && at + reach < values.length);
    const step = Math.max(1, Math.floor(inside.length / mostSurroundings));
    const drawn = inside.filter((_, i) => i % step === 0);
    if (drawn.length === 0) continue;
    const profile = new Float64Array(2 * reach + 1);
    const column = new Float64Array(drawn.length);
    for (let o = -reach; o <= reach; o++) {
      for (let d = 0; d < drawn.length; d++) column[d] = values[drawn[d]! + o]! / values[drawn[d]!]!;
      column.sort();
      profile[o + reach] = column[column.length >> 1]!;
    }
    out.set(of, profile);
  }
  return out;
};

const middle = (values: readonly number[]): number => {
  const sorted = Float64Array.from(values).sort();
  return sorted[sorted.length >> 1] ?? Number.NaN;
};
