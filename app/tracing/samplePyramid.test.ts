import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSamplePyramid } from './samplePyramid.ts';

const slowly = (samples: Float32Array, from: number, to: number) => {
  const stretch = Array.from(samples.subarray(Math.max(0, from), Math.max(0, to)));
  const known = stretch.filter(Number.isFinite);
  return known.length === 0
    ? { minMv: Number.NaN, maxMv: Number.NaN, missing: true }
    : { minMv: Math.min(...known), maxMv: Math.max(...known), missing: known.length < stretch.length };
};

const sample = fc.oneof(
  { weight: 9, arbitrary: fc.float({ min: -5, max: 5, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY) },
);

test('answers what a look at each sample would, before, while and after it is built', () => {
  fc.assert(
    fc.property(
      fc.array(sample, { maxLength: 700 }),
      fc.nat(720),
      fc.nat(720),
      fc.nat(900),
      (values, one, other, budget) => {
        const samples = Float32Array.from(values);
        const pyramid = createSamplePyramid(samples);
        const [from, to] = [Math.min(one, other), Math.max(one, other)];
        const known = slowly(samples, from, to);
        expect(pyramid.range(from, to)).toEqual(known);
        pyramid.build(budget);
        expect(pyramid.range(from, to)).toEqual(known);
        expect(pyramid.build(Number.POSITIVE_INFINITY)).toBe(true);
        expect(pyramid.range(from, to)).toEqual(known);
      },
    ),
    { numRuns: 300 },
  );
});

test('is built in as many steps as it is given', () => {
  const pyramid = createSamplePyramid(new Float32Array(100_000));
  let steps = 0;
  while (!pyramid.build(1000)) steps += 1;
  expect(steps).toBeGreaterThan(100);
  expect(steps).toBeLessThan(160);
});
