import { expect, test } from 'vitest';
import {
  laterLongIntervalFeatureNames,
  laterLongIntervalFeatures,
  longIntervalFeatureNames,
  longIntervalFeatures,
} from './longIntervals.ts';

const repeated = (pattern: readonly number[], count: number): Float64Array =>
  Float64Array.of(Number.NaN, ...Array.from({ length: count }, (_, i) => pattern[i % pattern.length]!));
const of = (intervalsS: Float64Array, k: number, name: (typeof longIntervalFeatureNames)[number]): number =>
  longIntervalFeatures(intervalsS, k)[longIntervalFeatureNames.indexOf(name)]!;

test('where most beats are premature, the long interval is still that of the sinus node', () => {
  const runs = repeated([1.4, 0.7, 0.7, 0.7, 0.7, 0.7], 60);
  expect(of(runs, 50, 'interval / long interval of 40 before')).toBeCloseTo(Math.log(0.5), 6);
  expect(of(runs, 49, 'interval / long interval of 40 before')).toBeCloseTo(0, 6);
  expect(of(runs, 50, 'median / long interval of 40 before')).toBeCloseTo(Math.log(0.5), 6);
  expect(laterLongIntervalFeatures(runs, 48)[0]).toBeCloseTo(Math.log(0.5), 6);
  expect(laterLongIntervalFeatures(runs, 48)[1]).toBeCloseTo(0, 6);
});

test('premature beats come in clusters and take turns, fibrillation does neither', () => {
  const bigeminy = repeated([0.6, 1.1], 60);
  const irregular = repeated(
    Array.from({ length: 60 }, (_, i) => 0.5 + 0.6 * ((i * 0.618_034) % 1) * (1 + ((i * 0.414_214) % 1))),
    60,
  );
  expect(of(bigeminy, 60, 'greatest share of 40 intervals within 10 %')).toBe(0.5);
  expect(of(bigeminy, 60, 'likeness of neighbouring intervals of 40')).toBeLessThan(-0.9);
  expect(of(irregular, 60, 'greatest share of 40 intervals within 10 %')).toBeLessThan(0.35);
  expect(of(irregular, 60, 'likeness of neighbouring intervals of 40')).toBeGreaterThan(-0.7);
});

test('a few beats say nothing, and every value is finite', () => {
  const even = repeated([0.8], 3);
  expect(longIntervalFeatures(even, 2)).toEqual([0, 0, 0, 0, 1, 0]);
  expect(laterLongIntervalFeatures(even, 0)).toEqual([0, 0]);
  const whole = repeated([0.8, 0.6], 10);
  for (let k = 0; k <= 10; k++) {
    expect(longIntervalFeatures(whole, k).every(Number.isFinite)).toBe(true);
    expect(longIntervalFeatures(whole, k)).toHaveLength(longIntervalFeatureNames.length);
    expect(laterLongIntervalFeatures(whole, k).every(Number.isFinite)).toBe(true);
    expect(laterLongIntervalFeatures(whole, k)).toHaveLength(laterLongIntervalFeatureNames.length);
  }
});
