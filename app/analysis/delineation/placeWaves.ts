import { fittedRules } from './fittedRules.ts';
import type { SlowAverage } from './inspectBeats.ts';
import { applyRule, type PointRule } from './pointRules.ts';
import { type PSummit, pSummits } from './pSummits.ts';
import type { Features, QrsFeatures } from './qrsFeatures.ts';
import { combine, strongestCombination } from './strongestCombination.ts';
import { type Behind, phaseFeatures, type Summit, type TSummit, tSummits } from './tSummits.ts';
import type { WaveFeatures, WavePlace } from './waveFeatures.ts';

export interface Placed {
  readonly place: WavePlace;
  readonly weights: Float64Array;
}

export interface Surroundings {
  /** Usual interval to the beat before and after, s; null where there is none. */
  readonly rrBeforeS: number | null;
  readonly rrAfterS: number | null;
}

/** The stretch behind the QRS as all leads together show it, with every summit that might be the T wave's. */
export interface TView {
  readonly weights: Float64Array;
  readonly curve: Float64Array;
  readonly behind: Behind;
  readonly from: number;
  readonly to: number;
  readonly summits: readonly TSummit[];
}

/** null when there is no room for a T wave. Places are indices. */
export const tView = (beat: SlowAverage, qrs: QrsFeatures, around: Surroundings): TView | null => {
  const { rateHz, zero } = beat;
  const qrsOffsetS = qrs.roughOffsetS;
  const rrS = around.rrAfterS ?? 1;
  const from = zero + Math.round((qrsOffsetS + 0.02) * rateHz);
  // The next beat's QRS, and mostly its P wave, lie beyond.
  const to = Math.min(
    beat.slowMv[0]!.length - 3,
    zero + Math.round(Math.min(0.78, Math.max(rrS - 0.13, 0.62 * rrS + 0.04)) * rateHz),
  );
  if (to - from < 0.1 * rateHz) return null;
  const latestPeak = Math.min(to - 2, zero + Math.round(Math.min(0.56, Math.max(0.3, 0.68 * rrS)) * rateHz));
  const weights = strongestCombination(beat.slowMv, from, Math.min(to, latestPeak + Math.round(0.1 * rateHz)));
  const curve = combine(beat.slowMv, weights);
  const rest = restingLevel(curve, zero + Math.round(qrs.roughOnsetS * rateHz), rateHz);
  const behind = { rateHz, zero, qrsOffsetS, rrS, rest };
  const found = summitsOf(curve, from, latestPeak, to, Math.round(0.13 * rateHz)).filter(({ height }) => height > 0);
  return { weights, curve, behind, from, to, summits: tSummits(curve, found, behind) };
};

/** The T wave among the candidates; null when none is large enough. */
export const placeT = ({ weights, curve, behind, from, to, summits }: TView): Placed | null => {
  const best = likeliest(summits, fittedRules.tSummit);
  if (best === null || best.height < leastWaveMv * Math.sqrt(weights.length)) return null;
  if (applyRule(fittedRules.tSummit, best.features) < leastTOdds) return null;
  const span = 0.2 * behind.rateHz;
  const first = summits.find(
    (s) =>
      s.at < best.at &&
      s.sign !== best.sign &&
      s.height > 0.35 * best.height &&
      s.away > 0.3 * s.height &&
      best.at - s.at < span,
  );
  const last = summits.findLast(
    (s) =>
      s.at > best.at &&
      (isSecondHalf(best, s, behind.rateHz) ||
        applyRule(fittedRules.tPhase, phaseFeatures(curve, best, s, behind)) > leastPhaseOdds),
  );
  return { place: { peak: best.at, first: first?.at ?? best.at, last: last?.at ?? best.at, from, to }, weights };
};

/**
 * A phase of opposite sign and like size that follows directly, both standing clear of rest: a biphasic T wave, which the
 * records of the fit hardly have.
 */
const isSecondHalf = (main: TSummit, phase: TSummit, rateHz: number): boolean =>
  phase.sign !== main.sign &&
  phase.height > 0.5 * main.height &&
  phase.height < 1.5 * main.height &&
  phase.away > 0.7 * phase.height &&
  main.away > 0.4 * main.height &&
  phase.at - main.at < 0.13 * rateHz;

/**
 * Log odds. The T waves of LUDB and of PTB-XL all lie above -5.5: what stands alone below is a U wave behind a T wave that the
 * QRS has swallowed, or the next P wave.
 */
const leastTOdds = -6;

/** Log odds; below even, for second phases are rare in what was fitted on: chosen on records left out of the fit. */
const leastPhaseOdds = -1;

const likeliest = <S extends { readonly features: Features }>(summits: readonly S[], rule: PointRule): S | null => {
  let best: S | null = null;
  let most = Number.NEGATIVE_INFINITY;
  for (const summit of summits) {
    const score = applyRule(rule, summit.features);
    if (score > most) [best, most] = [summit, score];
  }
  return best;
};

/** The stretch before the QRS in the band of P waves as all leads together show it, with every summit that might be the P wave's. */
export interface PView {
  readonly weights: Float64Array;
  readonly zero: number;
  readonly rateHz: number;
  readonly from: number;
  readonly to: number;
  readonly summits: readonly PSummit[];
}

/** null when there is no room for a P wave. `t`: the T wave behind the same QRS. */
export const pView = (
  bumpMv: readonly Float64Array[],
  { rateHz, zero }: SlowAverage,
  qrsOnsetS: number,
  t: { readonly placed: Placed; readonly features: WaveFeatures } | null,
  around: Surroundings,
): PView | null => {
  const rrS = around.rrBeforeS;
  const to = zero + Math.round((qrsOnsetS - 0.004) * rateHz);
  // The P wave may ride on the end of the T wave before it.
  const tEndS =
    t === null || rrS === null ? -0.42 : 0.3 * t.features.globalPeakS + 0.7 * t.features.globalOffset[1]! - rrS;
  const from = Math.max(2, zero + Math.round(Math.max(-0.45, Math.min(tEndS, qrsOnsetS - 0.13)) * rateHz));
  const latest = to - Math.round(0.028 * rateHz);
  if (latest - from < 0.06 * rateHz) return null;
  const weights = strongestCombination(bumpMv, from, to - Math.round(0.01 * rateHz));
  const curve = combine(bumpMv, weights);
  const before =
    t === null || rrS === null
      ? null
      : {
          peakS: t.features.globalPeakS - rrS,
          offsetS: t.features.globalOffset[1]! - rrS,
          weights: t.placed.weights,
        };
  const found = summitsOf(curve, from + 1, latest, to, Math.round(0.07 * rateHz)).filter(({ height }) => height > 0);
  return {
    weights,
    zero,
    rateHz,
    from,
    to,
    summits: pSummits(bumpMv, curve, found, { rateHz, zero, qrsOnsetS, rrS, t: before }),
  };
};

/** The likeliest P wave; whether it is one, others judge. */
export const placeP = (bumpMv: readonly Float64Array[], beat: SlowAverage, view: PView): Placed | null => {
  const { weights, from, to, rateHz } = view;
  const best = likeliest(view.summits, fittedRules.pSummit);
  if (best === null || largest(bumpMv, best.at) < leastWaveMv) return null;
  const start = Math.max(from, valley(combine(beat.slowMv, weights), from, best) - Math.round(0.012 * rateHz));
  return { place: { peak: best.at, first: best.at, last: best.at, from: start, to }, weights };
};

/** Less than this in every lead is what filters and rounding leave, not a wave. */
const leastWaveMv = 0.012;

const largest = (rows: readonly Float64Array[], at: number): number =>
  rows.reduce((most, row) => Math.max(most, Math.abs(row[at]!)), 0);

/** The lowest place before a summit: where the wave before it ends if the two have run into one another. */
const valley = (curve: Float64Array, from: number, summit: { readonly at: number; readonly sign: number }): number => {
  let place = summit.at;
  for (let i = summit.at; i >= from; i--) if (summit.sign * curve[i]! < summit.sign * curve[place]!) place = i;
  return place;
};

/** Mean just before the QRS: the nearest to rest that every rhythm has. */
const restingLevel = (curve: Float64Array, qrsOnset: number, rateHz: number): number => {
  let sum = 0;
  let count = 0;
  for (let i = Math.max(0, qrsOnset - Math.round(0.03 * rateHz)); i < qrsOnset; i++) {
    sum += curve[i]!;
    count += 1;
  }
  return count > 0 ? sum / count : 0;
};

/**
 * Local extremes of a curve with how far the curve falls away from them within `reach` on both sides; the fall behind
 * counts more, for a wave may rise out of an ST segment but always ends.
 */
const summitsOf = (curve: Float64Array, from: number, latest: number, to: number, reach: number): Summit[] => {
  const out: Summit[] = [];
  for (let i = Math.max(1, from); i <= latest; i++) {
    const value = curve[i]!;
    const sign =
      value > curve[i - 1]! && value >= curve[i + 1]! ? 1 : value < curve[i - 1]! && value <= curve[i + 1]! ? -1 : 0;
    if (sign === 0) continue;
    const fall = (direction: 1 | -1, limit: number): number => {
      let most = 0;
      for (let k = 1; k <= reach; k++) {
        const j = i + direction * k;
        if (direction > 0 ? j > limit : j < limit) break;
        const down = sign * (value - curve[j]!);
        if (down < -1e-12) break;
        most = Math.max(most, down);
      }
      return most;
    };
    const height = Math.sqrt((0.25 * fall(-1, from) + fall(1, to)) * fall(1, to));
    out.push({ at: i, sign, height });
  }
  return out;
};
