import { evenTrain, halfWidthS, repetition, roundsShare } from './atrialCycle.ts';
import type { ClassedBeat } from './beatClasses.ts';
import type { AverageInspection } from './inspectBeats.ts';
import { placeHold } from './placeHold.ts';
import type { SlowLead } from './workingLeads.ts';

export interface PEvidence {
  readonly values: readonly number[];
  readonly shiftS: number;
}

const shiftS = 0.036;

interface Match {
  readonly correlation: number;
  readonly gain: number;
  readonly shift: number;
  /** Gain without any shift: not drawn upwards by a search for it. */
  readonly gainInPlace: number;
  /** Correlation without any shift. */
  readonly inPlace: number;
  /** Energy of what the average does not explain, and of the average itself, mV^2. */
  readonly residual: number;
  readonly power: number;
}

/**
 * For each beat of a stretch what speaks for a P wave before it, in this order: correlation of the beat's P region with
 * that of the others (its own part taken out of the average), the median of this over the stretch, the size relative to
 * the average's, the size of the average's P wave against what lies around it, irregularity of the RR intervals, the same
 * where the P regions disagree, prematurity, the logarithm of the number of beats averaged; then what the class shares (how
 * steady the gains are, `classEvidence`), a short RR before, the shift, and whether the wave is borrowed. null where the
 * average has no candidate at all.
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
    const { beatClass } = beats[k]!;
    const average = averages.get(beatClass)!;
    const at = beats[k]!.at + movedBy(average, k);
    matches.push(average.p === null ? null : match(bumps, k, at, average, rateHz));
  }
  const usual = median(matches.filter((m) => m !== null).map((m) => m.correlation));
  const near = rrS.slice(Math.max(0, from - 1), to);
  const middle = median(near);
  const irregularity =
    near.length < 3 ? 0 : near.filter((rr) => Math.abs(rr - middle) > 0.07 * middle).length / near.length;
  const ofClass = new Map<number, { readonly ratio: number; readonly values: readonly number[] }>();
  for (const [beatClass, average] of averages) {
    if (average.p === null) continue;
    const gains: number[] = [];
    const residuals: number[] = [];
    const powers: number[] = [];
    const inPlace: number[] = [];
    const shifts: number[] = [];
    const members: number[] = [];
    matches.forEach((found, i) => {
      if (found === null || beats[from + i]!.beatClass !== beatClass) return;
      gains.push(found.gainInPlace);
      residuals.push(found.residual);
      powers.push(found.power);
      inPlace.push(found.inPlace);
      shifts.push(Math.abs(found.shift) / rateHz);
      members.push(from + i);
    });
    const ratio = (median(powers) + 1e-9) / (median(residuals) + 1e-9);
    const known = average.p.borrowed ? 0 : Math.log10(Math.min(1e6, ratio * average.p.averaged.size) + 1e-2);
    ofClass.set(beatClass, {
      ratio,
      values: [
        steadiness(gains),
        ...classEvidence(average, rateHz),
        Math.max(-1, Math.min(1.5, known)),
        median(inPlace),
        shifts.reduce((sum, shift) => sum + shift, 0) / Math.max(1, shifts.length),
        ...placeHold(
          bumps,
          members.map((k) => ({ k, at: beats[k]!.at + movedBy(average, k) })),
          average,
          rateHz,
        ),
        ...rounds(average, rateHz),
        average.p.moving === null ? 0 : 1,
      ],
    });
  }
  return matches.map((found, i) => {
    if (found === null) return null;
    const k = from + i;
    const average = averages.get(beats[k]!.beatClass)!;
    const before = rrS[k - 1];
    const shared = ofClass.get(beats[k]!.beatClass)!;
    return {
      shiftS: (found.shift + movedBy(average, k)) / rateHz,
      values: [
        found.correlation,
        usual,
        Math.max(0, Math.min(1.5, found.gain)),
        prominence(average, rateHz),
        irregularity,
        irregularity * Math.min(1, 4 * (1 - usual)),
        before === undefined || !(middle > 0) ? 1 : Math.min(1.3, before / middle),
        Math.min(1.5, Math.log(average.p!.averaged.size)),
        ...shared.values,
        before === undefined ? 0 : Math.max(0, 0.5 - before),
        found.shift === 0 ? 0 : Math.abs(found.shift / rateHz),
        average.p!.borrowed ? 1 : 0,
        Math.tanh((found.gain - 0.5) * Math.min(100, shared.ratio)),
        Math.max(-1, found.correlation) - Math.sqrt(shared.ratio / (1 + shared.ratio)),
      ],
    };
  });
};

/** Samples by which this beat's wave is known to stand later than the average's. */
const movedBy = ({ p }: AverageInspection, k: number): number => p?.moving?.get(k) ?? 0;

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
  let best: Match = { correlation: -1, gain: 0, shift: 0, gainInPlace: 0, inPlace: 0, residual: 0, power: 0 };
  let gainInPlace = 0;
  let inPlace = 0;
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
    if (d === 0) {
      gainInPlace = cross / power;
      inPlace = correlation;
    }
    const held = correlation - 0.05 * (d / most) ** 2;
    if (held > best.correlation)
      best = {
        correlation: held,
        gain: cross / power,
        shift: d,
        gainInPlace: 0,
        inPlace: 0,
        residual: own * (1 - correlation * correlation),
        power,
      };
  }
  return { ...best, gainInPlace, inPlace };
};

/** How sure it is that the class has the wave at all: mean gain against its standard error, -1 to 1. */
const steadiness = (gains: readonly number[]): number => {
  if (gains.length < 2) return 0;
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const variance = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0) / (gains.length - 1);
  return Math.tanh(mean / (4 * Math.sqrt(variance / gains.length) + 0.1));
};

/**
 * What the average itself says: how near the candidate stands to the QRS, how long before it, how near to the T wave of the beat
 * before and how much it looks like it over the leads, how alike what stands a flutter wave's distance earlier is (and the
 * deepest trough in between), the rate above 120 and above 150, the width of the QRS, alone and at a high rate, and the
 * wave's size in the strongest lead.
 */
const classEvidence = (average: AverageInspection, rateHz: number): number[] => {
  const { qrs, t, tView, beat } = average;
  const p = average.p!;
  const { peak } = p.placed.place;
  const aheadS = qrs.roughOnsetS - (peak - beat.zero) / rateHz;
  const rrS = p.rrBeforeS ?? 1;
  const afterT = t === null ? 0.5 : (peak - beat.zero) / rateHz + rrS - t.features.globalPeakS;
  const rateOver = Math.max(0, 0.5 - rrS);
  const size = Math.max(...p.bumpMv.map((row) => Math.abs(row[peak]!)));
  const again = repetition(p.bumpMv, peak, rrS, rateHz);
  const train = evenTrain(p.bumpMv, peak, rrS, beat.zero, qrs, rateHz);
  // Few leads look alike by chance.
  const few = 1 / p.bumpMv.length;
  return [
    Math.max(0, 0.09 - aheadS),
    Math.max(0, aheadS - 0.2),
    Math.max(0, 0.2 - afterT),
    t === null || tView === null
      ? 0
      : Math.abs(likeness(p.placed.weights, t.placed.weights)) * Math.max(0, 0.25 - afterT),
    again.alike,
    again.trough,
    again.alike * few,
    again.trough * few,
    train,
    train * few,
    rateOver,
    Math.max(0, 0.4 - rrS),
    Math.max(0, qrs.roughOffsetS - qrs.roughOnsetS - 0.11),
    Math.max(0, qrs.roughOffsetS - qrs.roughOnsetS - 0.11) * rateOver,
    Math.max(-2, Math.min(0, Math.log10(size + 1e-6) + 1)),
  ];
};

/** Share of the cycle that waves of equal distance explain, alone and where few leads show it. */
const rounds = ({ p, qrs, t, beat }: AverageInspection, rateHz: number): number[] => {
  const share =
    p!.rrBeforeS === null
      ? 0
      : roundsShare({
          rows: p!.bumpMv,
          rateHz,
          zero: beat.zero,
          rrS: p!.rrBeforeS,
          qrs,
          t: t && {
            onsetS: t.features.globalOnset[1]!,
            offsetS: t.features.globalOffset[1]!,
            weights: t.placed.weights,
          },
        });
  return [Math.max(0, share - 0.5), share / p!.bumpMv.length];
};

const likeness = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, l) => sum + value * b[l]!, 0);

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
