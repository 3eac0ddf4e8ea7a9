import type { Manifest } from './manifest.ts';

/**
 * Platt's scaling of a logit to a probability: 1 / (1 + exp(-(slope * logit + intercept))).
 * Platt J. Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers, 1999.
 */
export const plattProbability = (logit: number, slope: number, intercept: number): number =>
  1 / (1 + Math.exp(-(slope * logit + intercept)));

const softmax = (values: readonly number[]): number[] => {
  const highest = Math.max(...values);
  const weights = values.map((value) => Math.exp(value - highest));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
};

/**
 * Calibrated probabilities of one row of logits, [classes]: Platt's class by class, or a softmax of the scaled and shifted
 * logits, which adds up to 1 (Guo C et al. On calibration of modern neural networks. ICML 2017).
 */
export const calibrated = ({ calibration }: Manifest, logits: ArrayLike<number>): number[] => {
  const row = Array.from(logits);
  return calibration.method === 'softmax'
    ? softmax(row.map((logit, i) => calibration.scale * logit + calibration.bias[i]!))
    : row.map((logit, i) => plattProbability(logit, calibration.slope[i]!, calibration.intercept[i]!));
};
