import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Trees, treeSum } from './trees.ts';

const width = 5;
const number = fc.double({ min: -3, max: 3, noNaN: true }).map(Math.fround);
const list = <T>(of: fc.Arbitrary<T>, length: number): fc.Arbitrary<T[]> =>
  fc.array(of, { minLength: length, maxLength: length });
const arbitraryTrees = fc.integer({ min: 1, max: 12 }).chain((count) =>
  fc.record<Trees>({
    depth: fc.constant(4),
    bias: number,
    features: list(list(fc.nat(width - 1), 15), count),
    thresholds: list(list(number, 15), count),
    leaves: list(list(number, 16), count),
  }),
);
const arbitraryRow = list(fc.oneof(number, fc.constant(Number.NaN)), width);

const walked = (trees: Trees, row: readonly number[]): number =>
  trees.features.reduce((sum, features, t) => {
    let node = 0;
    while (node < 15) node = row[features[node]!]! > trees.thresholds[t]![node]! ? 2 * node + 2 : 2 * node + 1;
    return sum + trees.leaves[t]![node - 15]!;
  }, trees.bias);

test('walks every tree by its thresholds and adds leaves and bias; a missing value goes to the first branch', () => {
  fc.assert(
    fc.property(arbitraryTrees, arbitraryRow, arbitraryRow, (trees, before, row) => {
      expect(treeSum(trees)(Float32Array.from([...before, ...row]), width)).toBe(walked(trees, row));
    }),
    { numRuns: 200, seed: 2 },
  );
  const leaves = Array.from({ length: 16 }, (_, i) => i);
  const same: Trees = {
    depth: 4,
    bias: 0.5,
    features: [Array(15).fill(0)],
    thresholds: [Array(15).fill(1)],
    leaves: [leaves],
  };
  expect(treeSum(same)(Float32Array.of(1), 0)).toBe(0.5);
  expect(treeSum(same)(Float32Array.of(Number.NaN), 0)).toBe(0.5);
  expect(treeSum(same)(Float32Array.of(2), 0)).toBe(15.5);
});

test('a sum that is to reach a least value is the same where it does and below it where it does not', () => {
  fc.assert(
    fc.property(arbitraryTrees, arbitraryRow, number, (trees, row, least) => {
      const sum = walked(trees, row);
      const asked = treeSum(trees, least)(Float32Array.from(row), 0);
      if (sum >= least) expect(asked).toBe(sum);
      else expect(asked).toBeLessThan(least);
    }),
    { numRuns: 300, seed: 6 },
  );
});
