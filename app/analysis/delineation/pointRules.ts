import type { Features } from './qrsFeatures.ts';

/** A boundary as a weighted sum of its candidates: weights per candidate and a constant in seconds. */
export interface PointRule {
  readonly weights: readonly number[];
  readonly constantS: number;
}

export const applyRule = (rule: PointRule, features: Features): number => {
  let value = rule.constantS;
  for (let k = 0; k < rule.weights.length; k++) value += rule.weights[k]! * (features[k] ?? 0);
  return value;
};
