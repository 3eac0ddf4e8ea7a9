import type { ClassedBeat } from './beatClasses.ts';
import type { WorkingLead, WorkingLeads } from './workingLeads.ts';

/** Mean course of alike beats; index `zero` is the instant of alignment. All rows are equally long. */
export interface AverageBeat {
  readonly rateHz: number;
  readonly zero: number;
  readonly length: number;
  readonly sharpMv: readonly Float64Array[];
  readonly slowMv: readonly Float64Array[];
  readonly bumpMv: readonly Float64Array[];
  /** How many beats entered. */
  readonly count: number;
}

export const beforeS = 0.55;
export const afterS = 0.85;

/**
 * Averages beats lead by lead. A beat whose course in a lead departs from the others (a burst of noise, a step) weighs
 * less there: weights 1 / (1 + (e / median e)^2) of its squared departure e from the plain mean.
 */
export const averageBeat = (working: WorkingLeads, members: readonly ClassedBeat[]): AverageBeat => {
  const zero = Math.round(beforeS * working.rateHz);
  const length = zero + Math.round(afterS * working.rateHz) + 1;
  const rows = working.leads.map((lead) => {
    const weights = memberWeights(lead, members, zero, length);
    const of = (x: Float64Array): Float64Array => weightedMean(x, members, weights, zero, length);
    return { sharpMv: of(lead.sharpMv), slowMv: of(lead.slowMv), bumpMv: of(lead.bumpMv) };
  });
  return {
    rateHz: working.rateHz,
    zero,
    length,
    sharpMv: rows.map((row) => row.sharpMv),
    slowMv: rows.map((row) => row.slowMv),
    bumpMv: rows.map((row) => row.bumpMv),
    count: members.length,
  };
};

const weightedMean = (
  x: Float64Array,
  members: readonly ClassedBeat[],
  weights: Float64Array,
  zero: number,
  length: number,
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

const memberWeights = (
  lead: WorkingLead,
  members: readonly ClassedBeat[],
  zero: number,
  length: number,
): Float64Array => {
  const weights = new Float64Array(members.length).fill(1);
  const x = lead.bumpMv;
  members.forEach(({ at }, m) => {
    if (lead.gaps.some((gap) => gap.start < at + length - zero && gap.end > at - zero)) weights[m] = 0.02;
  });
  if (members.length < 4) return weights;
  const mean = weightedMean(x, members, weights, zero, length);
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
  if (usual > 0) departures.forEach((e, m) => void (weights[m]! *= 1 / (1 + (e / usual) ** 2)));
  return weights;
};
