/**
 * Sum of regression trees of equal depth. Node n of a tree has the children 2n+1 and 2n+2; a value goes to the second
 * where it is greater than the threshold; a missing value (NaN) goes to the first.
 */
export interface Trees {
  readonly depth: number;
  readonly bias: number;
  /** Per tree 2^depth - 1 feature numbers and thresholds, and 2^depth leaf values. */
  readonly features: readonly (readonly number[])[];
  readonly thresholds: readonly (readonly number[])[];
  readonly leaves: readonly (readonly number[])[];
}

/** A function that gives the sum for the row that starts at `offset`. */
export const treeSum = (trees: Trees): ((rows: Float32Array, offset: number) => number) => {
  const inner = 2 ** trees.depth - 1;
  const features = Int16Array.from(trees.features.flat());
  const thresholds = Float32Array.from(trees.thresholds.flat());
  const leaves = Float32Array.from(trees.leaves.flat());
  const count = trees.features.length;
  return (rows, offset) => {
    let sum = trees.bias;
    for (let t = 0; t < count; t++) {
      const base = t * inner;
      let node = 0;
      while (node < inner)
        node = 2 * node + (rows[offset + features[base + node]!]! > thresholds[base + node]! ? 2 : 1);
      sum += leaves[t * (inner + 1) + node - inner]!;
    }
    return sum;
  };
};
