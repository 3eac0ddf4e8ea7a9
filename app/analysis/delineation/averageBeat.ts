import type { ClassedBeat } from './beatClasses.ts';

/** Mean course of alike beats, one row per lead; index `zero` is the instant of alignment. */
export interface AverageFrame {
  readonly zero: number;
  readonly length: number;
}

/** A beat with more of it missing is left out of the average as far as others are there. */
const mostMissing = 0.02;

const beforeS = 0.55;
const afterS = 0.85;

export const averageFrame = (rateHz: number): AverageFrame => {
  const zero = Math.round(beforeS * rateHz);
  return { zero, length: zero + Math.round(afterS * rateHz) + 1 };
};

/**
 * How much each beat counts in the average of one lead. A beat whose course departs from the others' (a burst of noise, a
 * step) weighs less: 1 / (1 + (e / median e)^2) of its squared departure e from the plain mean; one with missing samples
 * next to nothing.
 */
export const memberWeights = (
  x: Float64Array,
  missingBefore: Uint32Array | null,
  members: readonly ClassedBeat[],
  frame: AverageFrame,
): Float64Array => {
  const { zero, length } = frame;
  const weights = new Float64Array(members.length).fill(1);
  if (missingBefore !== null)
    members.forEach(({ at }, m) => {
      const from = Math.max(0, at - zero);
      const to = Math.max(from, Math.min(x.length, at - zero + length));
      if (missingBefore[to]! - missingBefore[from]! > mostMissing * length) weights[m] = 0.02;
    });
  if (members.length < 4) return weights;
  const mean = averageRow(x, members, weights, frame);
  const departures = members.map(({ at }) => {
    let sum = 0;
    let count = 0;
    for (let i = 0; i < length; i += 2) {
      const value = x[at - zero + i];
      if (value === undefined) continue;
      sum += (value - mean[i]!) ** 2;
      count += 1;
    }
    return count > 0 ? sum / count : 0;
  });
  const usual = [...departures].sort((a, b) => a - b)[departures.length >> 1]!;
  if (usual > 0) for (let m = 0; m < weights.length; m++) weights[m]! *= 1 / (1 + (departures[m]! / usual) ** 2);
  return weights;
};

/** Weighted mean course of one lead. */
export const averageRow = (
  x: Float64Array,
  members: readonly ClassedBeat[],
  weights: Float64Array,
  { zero, length }: AverageFrame,
): Float64Array => {
  const sum = new Float64Array(length);
  const weight = new Float64Array(length);
  members.forEach(({ at }, m) => {
    const w = weights[m]!;
    const from = Math.max(0, zero - at);
    const to = Math.min(length, x.length - at + zero);
    for (let i = from; i < to; i++) {
      sum[i]! += w * x[at - zero + i]!;
      weight[i]! += w;
    }
  });
  for (let i = 0; i < length; i++) sum[i] = weight[i]! > 0 ? sum[i]! / weight[i]! : 0;
  return sum;
};

/**
 * Root mean square slope of the noise that is left in the average of one lead, mV/s, from the scatter of its beats outside of
 * the QRS; of one or two beats from the quietest parts of the average itself.
 */
export const averageNoise = (
  x: Float64Array,
  members: readonly ClassedBeat[],
  weights: Float64Array,
  average: Float64Array,
  { zero, length }: AverageFrame,
  rateHz: number,
): number => {
  const powers: number[] = [];
  const from = Math.max(1, zero - Math.round(noiseReachS * rateHz));
  const to = Math.min(length - 2, zero + Math.round(noiseReachS * rateHz));
  const within = Math.round(qrsReachS * rateHz);
  const few = members.length < 3;
  for (let i = from; i <= to; i += 2) {
    if (Math.abs(i - zero) < within) continue;
    const mean = average[i + 1]! - average[i - 1]!;
    if (few) {
      powers.push(mean * mean);
      continue;
    }
    let sum = 0;
    let weight = 0;
    let count = 0;
    for (let m = 0; m < members.length; m++) {
      const at = members[m]!.at - zero + i;
      const after = x[at + 1];
      const before = x[at - 1];
      if (after === undefined || before === undefined) continue;
      sum += (weights[m]! * (after - before - mean)) ** 2;
      weight += weights[m]!;
      count += 1;
    }
    if (count >= 3) powers.push((sum / (weight * weight)) * (count / (count - 1)));
  }
  powers.sort((a, b) => a - b);
  // The lower quartile lies near a quarter of the mean when P and T have their share in it.
  const power = few ? 4 * (powers[powers.length >> 2] ?? 0) : (powers[powers.length >> 1] ?? 0);
  return (Math.sqrt(power) * rateHz) / 2;
};

const noiseReachS = 0.32;
const qrsReachS = 0.06;
