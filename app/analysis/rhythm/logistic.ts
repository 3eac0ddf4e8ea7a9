/** A logistic regression on values that are centred and scaled first. */
export interface Logistic {
  readonly names: readonly string[];
  readonly bias: number;
  readonly weights: readonly number[];
  readonly means: readonly number[];
  readonly scales: readonly number[];
  /** Stated from here on. */
  readonly threshold: number;
}

/** Probability, 0..1. `values` in the order of `names`. */
export const probabilityOf = (model: Logistic, values: readonly number[]): number => {
  let sum = model.bias;
  values.forEach((value, i) => {
    sum += (model.weights[i]! * (value - model.means[i]!)) / model.scales[i]!;
  });
  return 1 / (1 + Math.exp(-sum));
};
