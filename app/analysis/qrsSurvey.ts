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
import { type Probe, probesAt, type ShapeSpace } from './qrsShape.ts';

/** What is known of the candidates whatever the beats are; looked up once for all looks. */
export interface CandidateSurvey {
  readonly probes: readonly Probe[];
  readonly heights: Float64Array;
  readonly frequenciesHz: Float64Array;
  readonly slopes: Float64Array;
  readonly ranges: Float64Array;
  /** One row of `surveyedFeatures` values per candidate. */
  readonly rows: Float64Array;
  readonly likeness: PairMemory;
}

export const surveyedFeatures = 7;

/** `values`: combined envelope; `peaks`: grid positions, ascending. Linear in their number. */
export const surveyCandidates = (
  space: ShapeSpace,
  values: Float64Array,
  weights: readonly Float64Array[],
  peaks: readonly number[],
): CandidateSurvey => {
  const count = peaks.length;
  const heights = new Float64Array(count);
  const frequenciesHz = new Float64Array(count);
  const slopes = new Float64Array(count);
  const ranges = new Float64Array(count);
  const rows = new Float64Array(count * surveyedFeatures);
  const { rateHz } = space.grid;
  const near = Math.round(0.12 * rateHz);
  const beside = Math.round(0.3 * rateHz);
  const far = Math.round(0.45 * rateHz);
  const widest = Math.round(0.2 * rateHz);
  for (let i = 0; i < count; i++) {
    const k = peaks[i]!;
    const height = values[k]!;
    const row = i * surveyedFeatures;
    heights[i] = height;
    frequenciesHz[i] = meanFrequency(space, weights, k);
    slopes[i] = steepestSlope(space, weights, k);
    ranges[i] = localRange(space, weights, k);
    rows[row] = ratio(height, least(values, k - beside, k));
    rows[row + 1] = ratio(height, least(values, k, k + beside));
    rows[row + 2] = ratio(greatest(values, k - far, k - near), height);
    rows[row + 3] = ratio(greatest(values, k + near, k + far), height);
    rows[row + 4] = widthAtHalf(values, k, widest) / rateHz;
    rows[row + 5] = frequenciesHz[i]!;
    rows[row + 6] = lowestLead(space, weights, k);
  }
  const probes = probesAt(space, peaks);
  return { probes, heights, frequenciesHz, slopes, ranges, rows, likeness: pairMemory(count) };
};

/** Correlations of candidates with windows of their neighbours: most pairs come again in the next look. */
export interface PairMemory {
  /** NaN: not known. */
  readonly recall: (candidate: number, neighbour: number) => number;
  readonly keep: (candidate: number, neighbour: number, correlation: number) => void;
}

const neighboursKept = 6;

const pairMemory = (count: number): PairMemory => {
  const neighbours = new Int32Array(count * neighboursKept).fill(-1);
  const correlations = new Float64Array(count * neighboursKept);
  const slotOf = (candidate: number, neighbour: number): number => {
    const first = candidate * neighboursKept;
    for (let slot = first; slot < first + neighboursKept; slot++) if (neighbours[slot] === neighbour) return slot;
    return -1;
  };
  return {
    recall: (candidate, neighbour) => {
      const slot = slotOf(candidate, neighbour);
      return slot < 0 ? Number.NaN : correlations[slot]!;
    },
    keep: (candidate, neighbour, correlation) => {
      const slot = slotOf(candidate, -1);
      if (slot < 0) return;
      neighbours[slot] = neighbour;
      correlations[slot] = correlation;
    },
  };
};
