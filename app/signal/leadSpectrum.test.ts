import { expect, test } from 'vitest';
import { leadSpectrum } from './leadSpectrum.ts';

const hum = (rateHz: number, seconds: number, frequencyHz: number) =>
  Float32Array.from({ length: rateHz * seconds }, (_, i) => Math.sin((2 * Math.PI * frequencyHz * i) / rateHz));

test('a hum of 50 Hz is the highest line, also beside a gap', () => {
  const samples = hum(500, 10, 50);
  samples.fill(Number.NaN, 200, 300);
  const spectrum = leadSpectrum(samples, 500);
  const at = spectrum?.levelDb.indexOf(Math.max(...spectrum.levelDb)) ?? -1;
  expect(Math.abs((spectrum?.frequencyHz[at] ?? 0) - 50)).toBeLessThan(0.5);
  expect(spectrum?.frequencyHz.at(-1)).toBeLessThanOrEqual(160);
  expect(leadSpectrum(hum(100, 10, 10), 100)?.frequencyHz.at(-1)).toBeLessThanOrEqual(50);
});

test('without an uninterrupted second there is none; silence is finite', () => {
  const broken = hum(500, 2, 5).map((value, i) => (i % 400 === 0 ? Number.NaN : value));
  expect(leadSpectrum(broken, 500)).toBeNull();
  expect(leadSpectrum(new Float32Array(), 500)).toBeNull();
  expect(leadSpectrum(hum(500, 2, 5), 0)).toBeNull();
  expect(leadSpectrum(new Float32Array(1000), 500)?.levelDb.every(Number.isFinite)).toBe(true);
});
