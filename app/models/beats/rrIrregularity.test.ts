import { expect, test } from 'vitest';
import { rrIrregularity } from './rrIrregularity.ts';

const last = (intervalsS: readonly number[], usual = intervalsS.map(() => true)) =>
  rrIrregularity([Number.NaN, ...intervalsS], [true, ...usual]).at(-1);
const repeated = (pattern: readonly number[], count: number): number[] =>
  Array.from({ length: count }, (_, i) => pattern[i % pattern.length]!);
/** Spread evenly over +-40 %, in an order without pattern. */
const irregular = Array.from(
  { length: 60 },
  (_, i) => 0.7 * (0.6 + 0.8 * ((i * 0.618_034) % 1)) * (i % 7 === 3 ? 1.2 : 1),
);

test('even intervals, pairs and triplets of early beats are no fibrillation', () => {
  expect(last(repeated([0.8], 60))).toMatchObject({ irregularity: 0, alternation: 0, usualChange: 0 });
  for (const pattern of [[0.8], [0.6, 1.1], [0.8, 0.55, 1.1], [0.8, 0.84, 0.88, 0.84]])
    expect(last(repeated(pattern, 60))?.likelihood).toBeLessThan(0.05);
});

test('intervals without any order are', () => {
  expect(last(irregular)?.likelihood).toBeGreaterThan(0.9);
  expect(last(irregular)?.irregularity).toBeGreaterThan(0.725);
});

test('intervals at beats of another shape do not count', () => {
  expect(
    last(
      irregular,
      irregular.map((_, i) => i % 2 === 0),
    )?.likelihood,
  ).toBe(0);
});

test('a few beats say nothing', () => {
  expect(last(irregular.slice(0, 6))?.likelihood).toBe(0);
  expect(rrIrregularity([], [])).toEqual([]);
});
