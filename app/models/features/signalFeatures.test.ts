import { expect, test } from 'vitest';
import { testRecording } from '../fixtures.ts';
import { measuredFeatureNames } from './measuredFeatures.ts';
import { signalFeatures } from './signalFeatures.ts';

const rateHz = 100;
const featuresOf = (sample: (timeS: number, lead: number) => number) =>
  new Map(signalFeatures(testRecording(rateHz, 10, sample)));
const sine = (hz: number, timeS: number) => Math.sin(2 * Math.PI * hz * timeS);

test('a sine has the size, shape and place in the spectrum that sines have', () => {
  const features = featuresOf((timeS) => 2 * sine(6, timeS) + 0.3);
  expect(features.get('V3.rmsMv')).toBeCloseTo(Math.SQRT2, 3);
  expect(features.get('V3.skewness')).toBeCloseTo(0, 2);
  expect(features.get('V3.kurtosis')).toBeCloseTo(Math.log(1.5), 2);
  expect(features.get('V3.mobility')).toBeCloseTo(2 * Math.sin((Math.PI * 6) / rateHz), 2);
  expect(features.get('V3.medianHz')).toBeCloseTo(6, 0);
  expect(features.get('V3.band4-9')).toBeCloseTo(0, 2);
  expect(features.get('V3.band15-25')).toBeLessThan(-3);
});

test('half the power in a faster sine moves the edge, not the offset of the lead', () => {
  const slow = featuresOf((timeS) => sine(6, timeS));
  const both = featuresOf((timeS) => sine(6, timeS) + sine(20, timeS));
  expect(slow.get('I.edge95Hz')).toBeLessThan(8);
  expect(both.get('I.edge95Hz')).toBeCloseTo(20, 0);
  expect(both.get('I.band15-25')).toBeCloseTo(Math.log10(0.5), 2);
  expect(both.get('I.spectralEntropy')).toBeGreaterThan(slow.get('I.spectralEntropy')!);
});

test('a silent lead has a size and no shape; a lead without samples has nothing; infinities never come out', () => {
  const features = featuresOf((timeS, lead) => (lead === 0 ? 0 : lead === 1 ? Number.NaN : 1e9 * sine(1, timeS)));
  expect(features.get('I.rmsMv')).toBe(0);
  expect(features.get('I.skewness')).toBeNaN();
  expect(features.get('I.edge95Hz')).toBeNaN();
  expect([...features].filter(([name]) => name.startsWith('II.')).every(([, value]) => Number.isNaN(value))).toBe(true);
  for (const value of features.values()) expect(Math.abs(value)).not.toBe(Number.POSITIVE_INFINITY);
});

test('the names are those of the set, each once', () => {
  expect(new Set(measuredFeatureNames).size).toBe(measuredFeatureNames.length);
  for (const [name] of signalFeatures(testRecording(rateHz, 0, () => 0))) expect(measuredFeatureNames).toContain(name);
});
