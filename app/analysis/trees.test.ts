import { expect, test } from 'vitest';
import { treeSum } from './trees.ts';

test('walks every tree by its thresholds and adds leaves and bias; a missing value goes to the first branch', () => {
  const sum = treeSum({
    depth: 2,
    bias: 0.5,
    features: [
      [0, 1, 1],
      [1, 0, 0],
    ],
    thresholds: [
      [1, 2, 3],
      [0, 0, 5],
    ],
    leaves: [
      [1, 2, 3, 4],
      [10, 20, 30, 40],
    ],
  });
  expect(sum(Float32Array.of(9, 9, 9, 0, 2.5), 3)).toBe(0.5 + 2 + 30);
  expect(sum(Float32Array.of(6, 4), 0)).toBe(0.5 + 4 + 40);
  expect(sum(Float32Array.of(Number.NaN, Number.NaN), 0)).toBe(0.5 + 1 + 10);
});
