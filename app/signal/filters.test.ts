import { expect, test } from 'vitest';
import { butterworth, butterworthTwoPass, notchSection } from './butterworth.ts';
import { diagnosticBandHz, limitBand } from './diagnosticBand.ts';
import { bridgeGaps } from './gaps.ts';
import { detectMains, removeMains } from './mains.ts';
import { bandPower, fft, welch } from './spectrum.ts';
import { median, movingMedian, quantile } from './windows.ts';
import { zeroPhase, zeroPhaseAcrossGaps } from './zeroPhase.ts';

const sine = (hz: number, rateHz: number, seconds: number, phase = 0): Float64Array =>
  Float64Array.from({ length: Math.round(seconds * rateHz) }, (_, i) =>
    Math.sin((2 * Math.PI * hz * i) / rateHz + phase),
  );

/** Gain and phase (rad) of the middle half of a filtered sine. */
const response = (y: ArrayLike<number>, hz: number, rateHz: number): { gain: number; phase: number } => {
  const periods = Math.floor((y.length * hz) / rateHz / 2);
  const length = Math.round((periods * rateHz) / hz);
  const start = Math.round((y.length - length) / 2);
  let re = 0;
  let im = 0;
  for (let i = start; i < start + length; i++) {
    re += y[i]! * Math.sin((2 * Math.PI * hz * i) / rateHz);
    im += y[i]! * Math.cos((2 * Math.PI * hz * i) / rateHz);
  }
  return { gain: (2 * Math.hypot(re, im)) / length, phase: Math.atan2(im, re) };
};

test.each([
  ['low-pass', 40, 500, 2],
  ['low-pass', 40, 500, 3],
  ['high-pass', 0.5, 250, 2],
  ['high-pass', 5, 360, 1],
  ['low-pass', 150, 1000, 4],
] as const)('two passes of a %s at %d Hz, rate %d, order %d: -3 dB there, no phase', (kind, hz, rateHz, order) => {
  const seconds = Math.max(4, 20 / hz);
  const y = zeroPhase(sine(hz, rateHz, seconds), butterworthTwoPass(kind, order, hz, rateHz), (2 * rateHz) / hz);
  const { gain, phase } = response(y, hz, rateHz);
  expect(20 * Math.log10(gain)).toBeCloseTo(-3.01, 1);
  expect(Math.abs(phase)).toBeLessThan(0.02);
});

test('one octave into the stop band a second-order filter run both ways loses 24 dB', () => {
  const y = zeroPhase(sine(20, 500, 4), butterworthTwoPass('low-pass', 2, 5, 500), 200);
  // 1 / (1 + (w/wc)^4 (sqrt 2 - 1)) with w/wc = tan(pi 20/500) / tan(pi 5/500)
  const ratio = Math.tan((Math.PI * 20) / 500) / Math.tan((Math.PI * 5) / 500);
  expect(response(y, 20, 500).gain).toBeCloseTo(1 / (1 + ratio ** 4 * (Math.SQRT2 - 1)), 4);
});

test('a constant passes a low-pass unchanged to the last edge and leaves nothing behind a high-pass', () => {
  const constant = new Float64Array(300).fill(2.5);
  for (const value of zeroPhase(constant, butterworth('low-pass', 3, 10, 250), 50)) expect(value).toBeCloseTo(2.5, 9);
  for (const value of zeroPhase(constant, butterworth('high-pass', 2, 1, 250), 50)) expect(value).toBeCloseTo(0, 9);
});

test('a cut-off outside the band is a RangeError', () => {
  expect(() => butterworth('low-pass', 2, 250, 500)).toThrow(RangeError);
  expect(() => notchSection(0, 30, 500)).toThrow(RangeError);
});

test('the diagnostic band: half power at 150 Hz, none lost at 1 and 40 Hz, an offset goes', () => {
  const rateHz = 500;
  for (const [hz, db] of [
    [1, 0],
    [40, 0],
    [150, -3.01],
  ] as const) {
    const y = limitBand(Float32Array.from(sine(hz, rateHz, 20)), rateHz, diagnosticBandHz);
    expect(20 * Math.log10(response(y, hz, rateHz).gain)).toBeCloseTo(db, 1);
  }
  const offset = limitBand(
    Float32Array.from(sine(1, rateHz, 20), (v) => v + 3),
    rateHz,
    diagnosticBandHz,
  );
  expect(Math.abs(offset.reduce((sum, v) => sum + v, 0) / offset.length)).toBeLessThan(0.05);
});

test('gaps stay gaps, and what is far from them does not change', () => {
  const x = sine(3, 250, 10);
  const sections = butterworthTwoPass('low-pass', 2, 40, 250);
  const whole = zeroPhase(x, sections, 100);
  const holed = x.slice().fill(Number.NaN, 1000, 1100);
  const y = zeroPhaseAcrossGaps(holed, sections, 100);
  y.forEach((value, i) => {
    if (i >= 1000 && i < 1100) expect(value).toBeNaN();
    else if (i < 950 || i >= 1150) expect(value).toBeCloseTo(whole[i]!, 4);
  });
});

test('bridging: a line across, held ends, zeros when there is nothing', () => {
  const { bridged, gaps } = bridgeGaps([Number.NaN, 1, Number.NaN, Number.NaN, 4, Number.POSITIVE_INFINITY]);
  expect([...bridged]).toEqual([1, 1, 2, 3, 4, 4]);
  expect(gaps).toEqual([
    { start: 0, end: 1 },
    { start: 2, end: 4 },
    { start: 5, end: 6 },
  ]);
  expect([...bridgeGaps([Number.NaN, Number.NaN]).bridged]).toEqual([0, 0]);
});

test('FFT of a cosine has its two lines and obeys Parseval', () => {
  const re = Float64Array.from({ length: 64 }, (_, i) => Math.cos((2 * Math.PI * 5 * i) / 64) + 0.25);
  const im = new Float64Array(64);
  const power = re.reduce((sum, v) => sum + v * v, 0);
  fft(re, im);
  expect(re[5]).toBeCloseTo(32, 9);
  expect(re[59]).toBeCloseTo(32, 9);
  expect(re[0]).toBeCloseTo(16, 9);
  expect(re.reduce((sum, v, k) => sum + v * v + im[k]! ** 2, 0) / 64).toBeCloseTo(power, 9);
  expect(() => fft(new Float64Array(6), new Float64Array(6))).toThrow(RangeError);
});

test('Welch: a sine of amplitude 2 has band power 2, whatever the length', () => {
  for (const seconds of [3, 10, 60]) {
    const spectrum = welch(
      sine(12, 360, seconds).map((v) => 2 * v),
      360,
      4,
    );
    expect(bandPower(spectrum, 10, 14)).toBeCloseTo(2, 1);
    expect(bandPower(spectrum, 20, 40)).toBeLessThan(0.001);
  }
});

test.each([50, 60] as const)('mains of %d Hz is found with its size and taken out', (hz) => {
  const rateHz = 500;
  const heart = sine(8, rateHz, 10);
  const x = Float64Array.from(sine(hz, rateHz, 10), (v, i) => 0.1 * v + heart[i]!);
  const found = detectMains(welch(x, rateHz, 4));
  expect(found?.hz).toBe(hz);
  expect(found?.rms).toBeCloseTo(0.1 / Math.SQRT2, 2);
  const clean = removeMains(Float32Array.from(x), rateHz, hz);
  expect(response(clean, hz, rateHz).gain).toBeLessThan(0.005);
  expect(response(clean, 8, rateHz).gain).toBeCloseTo(1, 2);
  expect(detectMains(welch(heart, rateHz, 4))).toBeNull();
  expect(detectMains(welch(sine(20, 100, 10), 100, 4))).toBeNull();
});

test('moving median agrees with its definition, gaps left out', () => {
  const x = Array.from({ length: 101 }, (_, i) => (i % 17 === 3 ? Number.NaN : ((i * 7919) % 97) - 40));
  const medians = movingMedian(x, 4);
  x.forEach((_, i) => {
    const around = x.slice(Math.max(0, i - 4), i + 5).filter(Number.isFinite);
    expect(medians[i]).toBe(median(around));
  });
  expect(median([])).toBeNaN();
  expect(quantile([5, 1, 3], 1)).toBe(5);
});
