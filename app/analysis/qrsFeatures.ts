import { upperMedian } from '../signal/select.ts';
import { movingMedian } from '../signal/windows.ts';
import type { EnvelopeGrid } from './qrsEnvelope.ts';
import { ratio } from './qrsLocal.ts';
import {
  type BeatClass,
  bestFit,
  type ClassFit,
  type ClassFitter,
  classFitter,
  classifyShapes,
  type ShapeSpace,
  windowsAt,
} from './qrsShape.ts';
import { type CandidateSurvey, surveyedFeatures } from './qrsSurvey.ts';

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
  'height against the usual highest point of 2 s',
  'steepest slope against that height',
] as const;

export interface CandidateFeatures {
  /** One row of `featureNames.length` values per candidate. */
  readonly rows: Float32Array;
  readonly fits: readonly ClassFit[];
  readonly fitter: ClassFitter;
}

/**
 * Features of all candidates (`peaks`: grid positions, ascending) of the envelope `values`, given the beats of a first
 * look (`chosen`: indices into `peaks`, ascending). Linear in the number of candidates.
 */
export const candidateFeatures = (
  space: ShapeSpace,
  survey: CandidateSurvey,
  values: Float64Array,
  peaks: readonly number[],
  chosen: readonly number[],
): CandidateFeatures => {
  const { grid } = space;
  const { probes, heights, frequenciesHz, slopes, ranges, likeness } = survey;
  const fitter = classFitter(
    space,
    classifyShapes(
      space,
      chosen.map((i) => probes[i]!),
    ),
  );
  const fits = probes.map(fitter.fit);
  const isChosen = new Uint8Array(peaks.length);
  for (const i of chosen) isChosen[i] = 1;
  const rest: number[] = [];
  for (let i = 0; i < peaks.length; i++) if (isChosen[i] === 0) rest.push(i);

  const beatHeights = movingMedian(pick(heights, chosen), 6);
  const usualHeight = upperMedian(pick(heights, chosen));
  const restHeights = movingMedian(pick(heights, rest), 10);
  const intervals = chosen.slice(1).map((i, k) => (peaks[i]! - peaks[chosen[k]!]!) / grid.rateHz);
  const usualIntervals = movingMedian(intervals, 6);
  const deviations = movingMedian(
    intervals.map((rr, k) => Math.abs(rr - usualIntervals[k]!) / usualIntervals[k]!),
    6,
  );
  const usualFrequency = upperMedian(pick(frequenciesHz, chosen));
  const typicalFit = movingMedian(
    chosen.map((i) => fits[i]!.correlation),
    6,
  );
  const usualSlope = upperMedian(pick(slopes, chosen));
  const usualRange = upperMedian(pick(ranges, chosen));
  const classOf = (beat: number): BeatClass | null => (fits[beat]!.correlation >= alikeFrom ? fits[beat]!.of : null);
  const surroundings = usualSurroundings(
    values,
    chosen.map((i) => ({ at: peaks[i]!, of: classOf(i) })),
    grid,
  );
  const profiles = chosen.map((i) => surroundings.get(classOf(i)) ?? surroundings.get(null) ?? null);
  /** Height against what is usual at this distance from a chosen beat. */
  const expected = (beat: number, k: number): number => {
    const profile = profiles[beat];
    if (!profile) return Number.NaN;
    const value = profile[k - peaks[chosen[beat]!]! + (profile.length >> 1)];
    return value === undefined ? Number.NaN : ratio(values[k]!, value * heights[chosen[beat]!]!);
  };
  const windows = windowsAt(
    space,
    chosen.map((i) => peaks[i]!),
  );
  const shapes = new Float64Array(6);

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
    const hasBefore = before >= 0;
    const hasAfter = after < chosen.length;
    const last = hasBefore ? chosen[before]! : 0;
    const height = heights[i]!;
    const beat = beatHeights[near] ?? 1;
    const noise = restHeights[r] ?? 0.06;
    const interval = usualIntervals[Math.min(near, intervals.length - 1)] ?? Number.NaN;
    const deviation = deviations[Math.min(near, intervals.length - 1)] ?? Number.NaN;
    const sinceS = hasBefore ? (k - peaks[last]!) / grid.rateHz : Number.NaN;
    const untilS = hasAfter ? (peaks[chosen[after]!]! - k) / grid.rateHz : Number.NaN;
    let alike = 0;
    for (let j = Math.max(0, before - 2); j <= Math.min(chosen.length - 1, after + 2); j++) {
      if (j > before && j < after) continue;
      const other = chosen[j]!;
      let correlation = likeness.recall(i, other);
      if (Number.isNaN(correlation)) {
        correlation = bestFit(space, windows[j]!, probes[i]!).correlation;
        likeness.keep(i, other, correlation);
      }
      let place = alike;
      while (place > 0 && shapes[place - 1]! > correlation) {
        shapes[place] = shapes[place - 1]!;
        place -= 1;
      }
      shapes[place] = correlation;
      alike += 1;
    }
    const one = fits[i]!;
    const surveyed = i * surveyedFeatures;
    const row = i * width;
    rows[row] = ratio(height, beat);
    rows[row + 1] = ratio(height, usualHeight);
    rows[row + 2] = ratio(height, noise);
    rows[row + 3] = ratio(beat, noise);
    for (let f = 0; f < 6; f++) rows[row + 4 + f] = survey.rows[surveyed + f]!;
    rows[row + 10] = ratio(frequenciesHz[i]!, usualFrequency);
    rows[row + 11] = one.correlation;
    rows[row + 12] = ratio(one.gain, 1);
    rows[row + 13] = one.of === null ? 0 : one.of.count / chosen.length;
    rows[row + 14] = alike > 0 ? shapes[alike - 1]! : Number.NaN;
    rows[row + 15] = alike > 0 ? shapes[alike >> 1]! : Number.NaN;
    rows[row + 16] = typicalFit[near] ?? Number.NaN;
    rows[row + 17] = isChosen[i]!;
    rows[row + 18] = Math.min(sinceS, 4);
    rows[row + 19] = Math.min(untilS, 4);
    rows[row + 20] = ratio(sinceS, interval);
    rows[row + 21] = ratio(untilS, interval);
    rows[row + 22] = ratio(sinceS + untilS, interval);
    rows[row + 23] = deviation;
    rows[row + 24] = hasBefore ? ratio(height, heights[last]!) : Number.NaN;
    rows[row + 25] = hasAfter ? ratio(height, heights[chosen[after]!]!) : Number.NaN;
    rows[row + 26] = survey.rows[surveyed + 6]!;
    rows[row + 27] = hasBefore ? expected(before, k) : Number.NaN;
    rows[row + 28] = hasAfter ? expected(after, k) : Number.NaN;
    rows[row + 29] = ratio(slopes[i]!, usualSlope);
    rows[row + 30] = hasBefore ? ratio(slopes[i]!, slopes[last]!) : Number.NaN;
    rows[row + 31] = ratio(ranges[i]!, usualRange);
    rows[row + 32] = hasBefore ? ratio(ranges[i]!, ranges[last]!) : Number.NaN;
    rows[row + 33] = ratio(height, 1);
    rows[row + 34] = ratio(slopes[i]!, 1);
  }
  return { rows, fits, fitter };
};

/** The values at some indices. */
const pick = (values: Float64Array, indices: readonly number[]): Float64Array => {
  const out = new Float64Array(indices.length);
  for (let i = 0; i < indices.length; i++) out[i] = values[indices[i]!]!;
  return out;
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
      profile[o + reach] = upperMedian(column);
    }
    out.set(of, profile);
  }
  return out;
};
