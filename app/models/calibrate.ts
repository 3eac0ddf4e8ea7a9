/**
 * Platt's scaling of a logit to a probability: 1 / (1 + exp(-(slope * logit + intercept))).
 * Platt J. Probabilistic outputs for support vector machines. Advances in Large Margin Classifiers, 1999.
 */
export const plattProbability = (logit: number, slope: number, intercept: number): number =>
  1 / (1 + Math.exp(-(slope * logit + intercept)));
