import { expect, test } from 'vitest';
import { windowIndex, windowLength } from './beatWindow.ts';
import { pStretch, restedFeatureNames, restedFeatures } from './restedBeats.ts';

/** A P of this height and time before the QRS, on a sloping line. */
const stretch = (heightMv: number, atS: number, slope = 0): Float32Array =>
  pStretch(
    Float32Array.from(
      { length: windowLength },
      (_, i) => heightMv * Math.exp(-0.5 * ((i - windowIndex(atS)) / 5) ** 2) + slope * i,
    ),
  );
const sinus = stretch(0.1, -0.2);
const other = stretch(-0.08, -0.15);
const feature = (
  stretches: readonly Float32Array[],
  intervals: readonly number[],
  k: number,
  name: (typeof restedFeatureNames)[number],
): number => {
  const others = stretches.map((_, i) => i).filter((i) => i !== k);
  const usual = stretches.map(() => true);
  const context = { stretches, intervalsS: Float64Array.from(intervals), usual, others, scaleMv: 1 };
  return restedFeatures(context, k)[restedFeatureNames.indexOf(name)]!;
};
/** Three of four beats are premature with a P of their own. */
const mostlyPremature = Array.from({ length: 24 }, (_, i) => (i % 4 === 0 ? sinus : other));
const intervals = mostlyPremature.map((one) => (one === sinus ? 1.3 : 0.7));

test('the line under a P does not count', () => {
  const sloping = stretch(0.1, -0.2, 0.003);
  expect(Math.max(...sloping.map((value, i) => Math.abs(value - sinus[i]!)))).toBeLessThan(1e-5);
});

test('the rested P is that of the beats after long intervals, however many others there are', () => {
  expect(feature(mostlyPremature, intervals, 8, 'P correlation with rested beats')).toBeGreaterThan(0.95);
  expect(feature(mostlyPremature, intervals, 9, 'P correlation with rested beats')).toBeLessThan(0.5);
  expect(feature(mostlyPremature, intervals, 9, 'P difference from rested beats / theirs')).toBeGreaterThan(1);
  expect(feature(mostlyPremature, intervals, 8, 'P range of rested beats')).toBeCloseTo(0.1, 2);
});

test('fibrillation has nothing in common before its beats', () => {
  const waves = Array.from({ length: 24 }, (_, n) =>
    pStretch(Float32Array.from({ length: windowLength }, (_, i) => 0.1 * Math.sin((2 * Math.PI * i) / 38 + 2.4 * n))),
  );
  const spread = waves.map((_, n) => 0.5 + 0.5 * ((n * 0.618_034) % 1));
  expect(feature(waves, spread, 12, 'P agreement of rested beats')).toBeLessThan(0.8);
  expect(feature(mostlyPremature, intervals, 12, 'P agreement of rested beats')).toBeGreaterThan(0.95);
});

test('too few witnesses, silence and nothing known', () => {
  expect(feature([sinus, other], [Number.NaN, 0.8], 1, 'P agreement of rested beats')).toBe(1);
  const flat = new Float32Array(sinus.length);
  const silent = Array.from({ length: 12 }, () => flat);
  for (const name of restedFeatureNames)
    expect(
      feature(
        silent,
        silent.map(() => 0.8),
        5,
        name,
      ),
    ).toBe(0);
});
