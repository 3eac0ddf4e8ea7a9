import fc from 'fast-check';
import { expect, test } from 'vitest';
import { select, upperMedian } from './select.ts';

const numbers = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.double({ noNaN: true })), {
  minLength: 1,
  maxLength: 300,
});

test('gives what sorting would have given at any rank, of a part as of the whole, and loses no value', () => {
  fc.assert(
    fc.property(numbers, fc.double({ min: 0, max: 0.999, noNaN: true }), fc.nat(20), (list, part, margin) => {
      const values = Float64Array.from([...Array(margin).fill(1e9), ...list, ...Array(margin).fill(-1e9)]);
      const sorted = Float64Array.from(list).sort();
      const rank = Math.floor(part * list.length);
      // Not Object.is: the two zeros are equal here.
      expect(select(values, rank, margin, margin + list.length) === sorted[rank]).toBe(true);
      expect(values.slice(margin, margin + list.length).sort()).toEqual(sorted);
      expect(upperMedian(values, margin, margin + list.length) === sorted[list.length >> 1]).toBe(true);
    }),
    { numRuns: 300, seed: 4 },
  );
});

test('nothing has no middle; missing values do not make it hang', () => {
  expect(upperMedian(new Float64Array(0))).toBeNaN();
  select(new Float64Array(100).fill(Number.NaN), 50);
  select(
    Float64Array.from({ length: 100 }, (_, i) => (i % 3 === 0 ? Number.NaN : i)),
    50,
  );
});
