/** A logistic regression on values that are centred and scaled first. */
export interface Logistic {
  readonly names: readonly string[];
  readonly bias: number;
  readonly weights: readonly number[];
  readonly means: readonly number[];
  readonly scales: readonly number[];
}

/** By name. */
export type Features = Readonly<Record<string, number>>;

/** Probability, 0..1. A value that is missing counts as the mean. */
export const probabilityOf = (model: Logistic, features: Features): number =>
  1 / (1 + Math.exp(-logitOf(model, features)));

export const logitOf = ({ names, bias, weights, means, scales }: Logistic, features: Features): number =>
  names.reduce((sum, name, i) => sum + (weights[i]! * ((features[name] ?? means[i]!) - means[i]!)) / scales[i]!, bias);
