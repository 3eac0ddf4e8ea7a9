import { fittedQrsRules } from './fittedQrsRules.ts';
import type { QrsFeatures, QrsSide } from './qrsFeatures.ts';

/**
 * A bound of the QRS in one lead: a weighted sum of its candidates, with weights that change with the noise. A row of weights per
 * entry of `noiseKnots`, for what all leads share by the noise of all of them, for the lead's own by its own noise.
 */
export interface QrsLeadRule {
  readonly common: readonly (readonly number[])[];
  readonly commonConstantS: readonly number[];
  readonly own: readonly (readonly number[])[];
  readonly ownConstantS: readonly number[];
}

/** A bound over all leads: the middle of `referenceCandidates` moved by a weighted sum of how far the candidates lie from it. */
export interface QrsGlobalRule {
  readonly common: readonly (readonly number[])[];
  readonly constantS: readonly number[];
}

/** Noise of the average beat, relative to the QRS, at which weights were fitted; between them they run in a straight line over its logarithm. */
export const noiseKnots = [0.003, 0.012, 0.05, 0.15] as const;

/** Those crossings, among the common candidates, that P, T and notches move least. */
const referenceCandidates = [2, 3, 8, 9, 10, 21, 22] as const;
/** No candidate counts farther away from the reference than this. */
const farthestS = 0.02;

/** How much of each knot's weights: at most two, next to each other, are not 0. */
export const knotShares = (noise: number): number[] => {
  const at = Math.log(Math.max(noiseKnots[0], Math.min(noiseKnots.at(-1)!, noise)));
  const shares: number[] = noiseKnots.map(() => 0);
  for (let k = 1; k < noiseKnots.length; k++) {
    const from = Math.log(noiseKnots[k - 1]!);
    const to = Math.log(noiseKnots[k]!);
    if (at > to && k < noiseKnots.length - 1) continue;
    shares[k] = (at - from) / (to - from);
    shares[k - 1] = 1 - shares[k]!;
    break;
  }
  return shares;
};

/** What the global rule weighs: the reference, and the common candidates as seen from it. Seconds. */
export const globalCandidates = ({ common }: QrsSide): { referenceS: number; candidates: number[] } => {
  const sorted = referenceCandidates.map((k) => common[k]!).sort((a, b) => a - b);
  const referenceS = sorted[sorted.length >> 1]!;
  return { referenceS, candidates: common.map((at) => Math.max(-farthestS, Math.min(farthestS, at - referenceS))) };
};

const weighted = (
  shares: readonly number[],
  weights: readonly (readonly number[])[],
  constants: readonly number[],
  candidates: readonly number[],
): number => {
  let sum = 0;
  shares.forEach((share, k) => {
    if (share === 0) return;
    const row = weights[k]!;
    let value = constants[k]!;
    for (let c = 0; c < row.length; c++) value += row[c]! * candidates[c]!;
    sum += share * value;
  });
  return sum;
};

export interface QrsBounds {
  /** Per lead, s from the beat's instant. */
  readonly onsetS: readonly number[];
  readonly offsetS: readonly number[];
  /** Over all leads. */
  readonly globalOnsetS: number;
  readonly globalOffsetS: number;
}

export const qrsBounds = (features: QrsFeatures): QrsBounds => {
  const shares = knotShares(features.noise);
  const leads = (rule: QrsLeadRule, side: QrsSide): number[] => {
    const common = weighted(shares, rule.common, rule.commonConstantS, side.common);
    return side.own.map(
      (own, l) => common + weighted(knotShares(features.leadNoise[l]!), rule.own, rule.ownConstantS, own),
    );
  };
  const all = (rule: QrsGlobalRule, side: QrsSide): number => {
    const { referenceS, candidates } = globalCandidates(side);
    return referenceS + weighted(shares, rule.common, rule.constantS, candidates);
  };
  return {
    onsetS: leads(fittedQrsRules.onset, features.onset),
    offsetS: leads(fittedQrsRules.offset, features.offset),
    globalOnsetS: all(fittedQrsRules.globalOnset, features.onset),
    globalOffsetS: all(fittedQrsRules.globalOffset, features.offset),
  };
};
