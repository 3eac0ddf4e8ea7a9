/**
 * Sum of regression trees, each four decisions deep. Node n of a tree has the children 2n+1 and 2n+2; a value goes to the
 * second where it is greater than the threshold; a missing value (NaN) goes to the first.
 */
export interface Trees {
  readonly depth: 4;
  readonly bias: number;
  /** Per tree 15 feature numbers and thresholds, and 16 leaf values. */
  readonly features: readonly (readonly number[])[];
  readonly thresholds: readonly (readonly number[])[];
  readonly leaves: readonly (readonly number[])[];
}

const inner = 15;

/**
 * A function that gives the sum for the row that starts at `offset`. Where no tree that is left can lift it to `least` any
 * more, the trees left are not asked, and what comes back is some number below `least`.
 */
export const treeSum = (
  trees: Trees,
  least = Number.NEGATIVE_INFINITY,
): ((rows: Float32Array, offset: number) => number) => {
  const features = Int16Array.from(trees.features.flat());
  const thresholds = Float32Array.from(trees.thresholds.flat());
  const leaves = Float32Array.from(trees.leaves.flat());
  const count = trees.features.length;
  /** What the trees after each one can add at most. */
  const left = new Float64Array(count);
  for (let t = count - 2; t >= 0; t--) left[t] = left[t + 1]! + Math.max(...trees.leaves[t + 1]!);
  const hopeless = least - rounding;
  // Written out and without branches: which way a value goes is what no processor can predict.
  return (rows, offset) => {
    let sum = trees.bias;
    for (let t = 0; t < count; t++) {
      const root = t * inner;
      let node = 1 + +(rows[offset + features[root]!]! > thresholds[root]!);
      node = 2 * node + 1 + +(rows[offset + features[root + node]!]! > thresholds[root + node]!);
      node = 2 * node + 1 + +(rows[offset + features[root + node]!]! > thresholds[root + node]!);
      node = 2 * node + 1 + +(rows[offset + features[root + node]!]! > thresholds[root + node]!);
      sum += leaves[root + t + node - inner]!;
      if (sum + left[t]! < hopeless) return sum + left[t]!;
    }
    return sum;
  };
};

/** More than what the order of additions may change. */
const rounding = 1e-4;
