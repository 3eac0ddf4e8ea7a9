import { expect, test } from 'vitest';
import { beatSignal, gridRateHz } from './beatGrid.ts';

const sine = (frequencyHz: number, rateHz: number): Float32Array =>
  Float32Array.from({ length: 10 * rateHz }, (_, i) => Math.sin((2 * Math.PI * frequencyHz * i) / rateHz));
const amplitude = (signal: Float32Array): number => Math.max(...signal.slice(5 * gridRateHz, 9 * gridRateHz));

test('passes the waves of a beat at any rate and damps wander and mains', () => {
  for (const rateHz of [125, 250, 360, 500, 1000]) {
    const passed = beatSignal(sine(8, rateHz), rateHz);
    expect(passed.length).toBe(Math.floor(((10 * rateHz - 1) / rateHz) * gridRateHz) + 1);
    expect(amplitude(passed)).toBeGreaterThan(0.9);
    expect(amplitude(passed)).toBeLessThan(1.02);
  }
  expect(amplitude(beatSignal(sine(0.05, 360), 360))).toBeLessThan(0.15);
  expect(amplitude(beatSignal(sine(60, 500), 500))).toBeLessThan(0.5);
});

test('a gap stays a gap and an offset is none', () => {
  const lead = sine(8, 360).map((value) => value + 4);
  lead.fill(Number.NaN, 1000, 1100);
  const signal = beatSignal(lead, 360);
  expect(Number.isNaN(signal[Math.round((1050 / 360) * gridRateHz)]!)).toBe(true);
  expect(amplitude(signal)).toBeLessThan(1.02);
  expect(beatSignal(new Float32Array(0), 360).length).toBe(0);
  expect(beatSignal(new Float32Array(1), 360)).toEqual(Float32Array.of(0));
});
