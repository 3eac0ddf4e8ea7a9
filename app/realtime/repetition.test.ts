import { expect, test } from 'vitest';
import { repetition } from './repetition.ts';

const rateHz = 250;
/** Pulses of the given widths and sizes, one a second. */
const lead = (of: (k: number) => readonly [widthS: number, sizeMv: number]): Float32Array =>
  Float32Array.from({ length: 10 * rateHz }, (_, i) => {
    const [widthS, sizeMv] = of(Math.floor(i / rateHz));
    return sizeMv * Math.exp(-(((((i / rateHz) % 1) - 0.5) / widthS) ** 2));
  });
const beats = Array.from({ length: 10 }, (_, k) => Math.round((k + 0.5) * rateHz));

test('like beats repeat each other, also when two or three shapes take turns', () => {
  expect(repetition([lead(() => [0.02, 1])], beats, rateHz)).toBeGreaterThan(0.99);
  expect(repetition([lead((k) => (k % 3 === 0 ? [0.06, -2] : [0.02, 1]))], beats, rateHz)).toBeGreaterThan(0.99);
});

test('one size after the other, or one shape, is no repetition; the best lead counts', () => {
  const growing = lead((k) => [0.02, 0.1 * 2.5 ** k]);
  expect(repetition([growing], beats, rateHz)).toBeLessThan(0.8);
  expect(repetition([growing, lead(() => [0.02, 1])], beats, rateHz)).toBeGreaterThan(0.99);
});

test('too few whole ones say nothing; missing and flat leads do not count as alike', () => {
  expect(repetition([lead(() => [0.02, 1])], beats.slice(0, 2), rateHz)).toBeNull();
  expect(repetition([], beats, rateHz)).toBeNull();
  expect(repetition([new Float32Array(10 * rateHz)], beats, rateHz)).toBe(-1);
  expect(repetition([new Float32Array(10 * rateHz).fill(Number.NaN)], beats, rateHz)).toBe(-1);
});
