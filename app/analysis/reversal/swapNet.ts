/** A net of one hidden layer that says how plausible an arrangement of the electrodes is, and from where on to doubt it. */
export interface SwapNet {
  /** Names of the answers, 'none' first. */
  readonly swaps: readonly string[];
  /** A swap is suspected where 1 - P(none) is greater. */
  readonly limit: number;
  /** One a swap, added to its log-odds. */
  readonly bias: readonly number[];
  readonly firstBias: readonly number[];
  /** [hidden][input], row after row. */
  readonly first: readonly number[];
  readonly secondBias: readonly number[];
  /** [output][hidden], row after row. */
  readonly second: readonly number[];
}

/** The net's outputs for one input. */
export const netOutputs = ({ firstBias, first, secondBias, second }: SwapNet, inputs: Float64Array): number[] => {
  const hidden = firstBias.map((start, h) => {
    let sum = start;
    const row = h * inputs.length;
    for (let i = 0; i < inputs.length; i++) sum += first[row + i]! * inputs[i]!;
    return Math.max(0, sum);
  });
  return secondBias.map((start, o) =>
    hidden.reduce((sum, value, h) => sum + second[o * hidden.length + h]! * value, start),
  );
};

export const softmax = (values: readonly number[]): number[] => {
  const most = Math.max(...values);
  const parts = values.map((value) => Math.exp(value - most));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
};
