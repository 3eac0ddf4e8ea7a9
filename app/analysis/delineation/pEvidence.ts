import type { ClassedBeat } from './beatClasses.ts';
import type { AverageInspection } from './inspectBeats.ts';
import type { SlowLead } from './workingLeads.ts';

export interface PEvidence {
  readonly values: readonly number[];
  readonly shiftS: number;
}

const halfWidthS = 0.056;
const shiftS = 0.036;

interface Match {
  readonly correlation: number;
  readonly gain: number;
  readonly shift: number;
}

/**
 * For each beat of a stretch what speaks for a P wave before it, in this order: correlation of the beat's P region with
 * that of the others (its own part taken out of the average), the median of this over the stretch, the size relative to
 * the average's, the size of the average's P wave against what lies around it, irregularity of the RR intervals, the same
 * where the P regions disagree, prematurity, and the logarithm of the number of beats
 * averaged. null where the average has no candidate at all.
 */
export const pEvidence = (
  slow: readonly SlowLead[],
  beats: readonly ClassedBeat[],
  rrS: readonly number[],
  from: number,
  to: number,
  averages: ReadonlyMap<number, AverageInspection>,
  rateHz: number,
): (PEvidence | null)[] => {
  const bumps = slow.map((lead) => lead.bumpMv);
  const matches: (Match | null)[] = [];
  for (let k = from; k < to; k++) {
    const { at, beatClass } = beats[k]!;
    const average = averages.get(beatClass)!;
    matches.push(average.p === null ? null : match(bumps, k, at, average, rateHz));
  }
  const usual = median(matches.filter((m) => m !== null).map((m) => m.correlation));
  const near = rrS.slice(Math.max(0, from - 1), to);
  const middle = median(near);
  const irregularity =
    near.length < 3 ? 0 : near.filter((rr) => Math.abs(rr - middle) > 0.07 * middle).length / near.length;
  return matches.map((found, i) => {
    if (found === null) return null;
    const k = from + i;
    const average = averages.get(beats[k]!.beatClass)!;
    const before = rrS[k - 1];
    return {
      shiftS: found.shift / rateHz,
      values: [
        found.correlation,
        usual,
        Math.max(0, Math.min(1.5, found.gain)),
        prominence(average, rateHz),
        irregularity,
        irregularity * Math.min(1, 4 * (1 - usual)),
        before === undefined || !(middle > 0) ? 1 : Math.min(1.3, before / middle),
        Math.min(1.5, Math.log(average.p!.averaged.size)),
      ],
    };
  });
};

const match = (
  bumps: readonly Float64Array[],
  k: number,
  at: number,
  average: AverageInspection,
  rateHz: number,
): Match => {
  const { beat } = average;
  const p = average.p!;
  const centre = p.placed.place.peak;
  const half = Math.round(halfWidthS * rateHz);
  const most = Math.round(shiftS * rateHz);
  const others = !p.borrowed && p.averaged.has(k) ? p.averaged.size : 0;
  let best: Match = { correlation: -1, gain: 0, shift: 0 };
  for (let d = -most; d <= most; d++) {
    let cross = 0;
    let own = 0;
    let power = 0;
    for (let l = 0; l < bumps.length; l++) {
      const x = bumps[l]!;
      const y = p.bumpMv[l]!;
      const offset = at - beat.zero;
      for (let i = Math.max(0, centre - half); i <= centre + half; i++) {
        const value = x[i + offset + d];
        const self = x[i + offset];
        if (value === undefined || self === undefined) continue;
        // The beat itself is part of the average: without it, noise would resemble itself.
        const mean = others > 1 ? (others * y[i]! - self) / (others - 1) : y[i]!;
        cross += value * mean;
        own += value * value;
        power += mean * mean;
      }
    }
    if (!(own > 0 && power > 0)) continue;
    const correlation = cross / Math.sqrt(own * power);
    const held = correlation - 0.05 * (d / most) ** 2;
    if (held > best.correlation) best = { correlation: held, gain: cross / power, shift: d };
  }
  return best;
};

/** Logarithm of the average's P energy against the quietest stretch of equal length before it. */
const prominence = (average: AverageInspection, rateHz: number): number => {
  const p = average.p!;
  const half = Math.round(halfWidthS * rateHz);
  const energy = (centre: number): number => {
    let sum = 0;
    for (const row of p.bumpMv)
      for (let i = Math.max(0, centre - half); i <= Math.min(row.length - 1, centre + half); i++) sum += row[i]! ** 2;
    return sum;
  };
  const centre = p.placed.place.peak;
  let rest = Number.POSITIVE_INFINITY;
  for (let c = centre - 2 * half; c >= half; c -= Math.max(1, half >> 1)) rest = Math.min(rest, energy(c));
  if (!Number.isFinite(rest)) return 0;
  return Math.max(-2, Math.min(4, Math.log10((energy(centre) + 1e-9) / (rest + 1e-9))));
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? 0 : sorted[sorted.length >> 1]!;
};
