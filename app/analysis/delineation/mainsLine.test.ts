import { expect, test } from 'vitest';
import { mainsWaves, subtractMains } from './mainsLine.ts';

const beatsOnly = (n: number, rateHz: number): Float64Array =>
  Float64Array.from({ length: n }, (_, i) => {
    const sinceR = ((i / rateHz) % 0.8) - 0.4;
    return Math.exp(-0.5 * (sinceR / 0.008) ** 2) + 0.3 * Math.exp(-0.5 * ((sinceR - 0.25) / 0.04) ** 2);
  });

const rms = (x: ArrayLike<number>): number =>
  Math.sqrt(Array.from(x).reduce((sum, v) => sum + v * v, 0) / Math.max(1, x.length));

test.each([
  [250, 50],
  [250, 60.05],
  [256.41, 49.97],
  [360, 60],
  [500, 50.02],
])('%i samples/s: a line of 0.2 mV at %f Hz goes, the beats stay', (rateHz, hz) => {
  const n = Math.round(10 * rateHz);
  const clean = beatsOnly(n, rateHz);
  const x = clean.map((v, i) => v + 0.2 * Math.sin((2 * Math.PI * hz * i) / rateHz + 1));
  subtractMains(x, rateHz, mainsWaves(n, rateHz));
  expect(rms(x.map((v, i) => v - clean[i]!))).toBeLessThan(0.02);
});

test('beats without a line stay as they are', () => {
  const clean = beatsOnly(2500, 250);
  const x = clean.slice();
  subtractMains(x, 250, mainsWaves(2500, 250));
  expect(Math.max(...x.map((v, i) => Math.abs(v - clean[i]!)))).toBeLessThan(0.005);
});

test.each([0, 1, 7, 60, 300])('%i samples: nothing breaks', (n) => {
  const x = new Float64Array(n).map((_, i) => Math.sin((2 * Math.PI * 50 * i) / 250));
  subtractMains(x, 250, mainsWaves(n, 250));
  expect(x.every(Number.isFinite)).toBe(true);
});
