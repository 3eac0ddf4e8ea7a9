import type { Manifest } from './manifest.ts';

/**
 * Platt's scaling of a logit to a probability: 1 / (1 + exp(-(slope * logit + intercept))).
 * Platt J. Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers, 1999.
 */
export const plattProbability = (logit: number, slope: number, intercept: number): number =>
  1 / (1 + Math.exp(-(slope * logit + intercept)));

/** softmax(logits / temperature). Guo C et al. On calibration of modern neural networks. ICML 2017. */
const softmax = (logits: readonly number[], temperature: number): number[] => {
  const highest = Math.max(...logits);
  const weights = logits.map((logit) => Math.exp((logit - highest) / temperature));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
};

/** Calibrated probabilities of one row of logits, [classes]; with temperature they add up to 1. */
export const calibrated = ({ calibration }: Manifest, logits: ArrayLike<number>): number[] => {
  const row = Array.from(logits);
  return calibration.method === 'temperature'
    ? softmax(row, calibration.temperature)
    : row.map((logit, i) => plattProbability(logit, calibration.slope[i]!, calibration.intercept[i]!));
};
