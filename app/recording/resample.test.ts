import { expect, test } from 'vitest';
import { resample } from './resample.ts';

const sine = (hz: number, rateHz: number, n: number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rateHz + 0.4));

test.each([
  [500, 100, 30],
  [100, 500, 30],
  [360, 250, 60],
  [250, 360, 60],
  [257, 500, 40],
  [1000, 128, 25],
  [360, 100 * Math.PI, 60],
  [500, 499.9, 100],
])('a sine from %d to %d Hz is right within 0.001', (fromHz, toHz, hz) => {
  const n = fromHz * 8;
  const y = resample(sine(hz, fromHz, n), fromHz, toHz);
  expect(y.length).toBe(Math.round((n * toHz) / fromHz));
  const expected = sine(hz, toHz, y.length);
  const edge = Math.ceil(toHz);
  for (let i = edge; i < y.length - edge; i++) expect(Math.abs(y[i]! - expected[i]!)).toBeLessThan(1e-3);
});

test('what the lower rate cannot carry is gone, not folded down', () => {
  const y = resample(sine(70, 500, 5000), 500, 100);
  for (let i = 50; i < 950; i++) expect(Math.abs(y[i]!)).toBeLessThan(1e-3);
});

test('a constant stays that constant up to both edges, whatever the ratio', () => {
  for (const [from, to] of [
    [500, 100],
    [100, 500],
    [360, 333.33],
  ] as const)
    for (const value of resample(new Float32Array(400).fill(-1.5), from, to)) expect(value).toBeCloseTo(-1.5, 6);
});

test('a gap stays a gap of the same place and length, and hurts nothing beyond it', () => {
  const x = sine(5, 500, 5000);
  const holed = x.slice().fill(Number.NaN, 2000, 2500);
  const whole = resample(x, 500, 100);
  const y = resample(holed, 500, 100);
  y.forEach((value, i) => {
    if (i >= 400 && i < 500) expect(value).toBeNaN();
    else {
      expect(Number.isFinite(value)).toBe(true);
      if (i < 360 || i > 540) expect(value).toBeCloseTo(whole[i]!, 2);
    }
  });
});

test('nothing, one sample, the same rate, and rates that are none', () => {
  expect(resample(new Float32Array(0), 500, 100).length).toBe(0);
  expect([...resample(Float32Array.of(3), 100, 500)]).toEqual([3, 3, 3, 3, 3]);
  expect([...resample(Float32Array.of(1, 2, 3), 250, 250)]).toEqual([1, 2, 3]);
  for (const rate of [0, -1, Number.NaN, Number.POSITIVE_INFINITY])
    expect(() => resample(new Float32Array(5), rate, 100)).toThrow(RangeError);
});
