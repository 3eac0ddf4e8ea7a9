import { expect, test } from 'vitest';
import type { MedianBeats } from '../analysis/medianBeats.ts';
import { alignMedians } from './alignMedians.ts';

const bell = (timeS: number, centreS: number, widthS: number): number => Math.exp(-(((timeS - centreS) / widthS) ** 2));

/** A beat whose R lies `lateS` behind its instant. */
const median = (lateS: number, sampleRateHz: number, names: readonly string[], height = 1): MedianBeats => {
  const zero = Math.round(0.45 * sampleRateHz);
  const samplesMv = Float32Array.from({ length: Math.round(1.15 * sampleRateHz) }, (_, i) => {
    const timeS = (i - zero) / sampleRateHz;
    return height * (bell(timeS, lateS, 0.015) - 0.3 * bell(timeS, lateS + 0.035, 0.01));
  });
  const qrs = { onsetS: lateS - 0.04, peakS: lateS, offsetS: lateS + 0.06 };
  return {
    leads: names.map((name) => ({ name, samplesMv, marks: { p: null, qrs, t: null } })),
    sampleRateHz,
    zero,
    bounds: { pOnsetS: null, pOffsetS: null, qrsOnsetS: qrs.onsetS, qrsOffsetS: qrs.offsetS, tOffsetS: null },
    averaged: 8,
    alike: 8,
    beats: 8,
  };
};

test('the QRS complexes lie on each other within a millisecond, at different rates and with onsets measured otherwise', () => {
  const before = median(0.02, 250, ['I', 'II']);
  const moved = { ...before, bounds: { ...before.bounds, qrsOnsetS: before.bounds.qrsOnsetS - 0.025 } };
  const aligned = alignMedians(moved, median(0, 500, ['I', 'II'], 2));
  expect(aligned.by).toBe('shape');
  expect(aligned.likeness).toBeGreaterThan(0.99);
  expect(Math.abs(aligned.shiftS + 0.02)).toBeLessThan(0.0015);
});

test('shapes that do not fit are laid by their onsets, and so are recordings without a common lead', () => {
  const before = median(0.01, 500, ['I']);
  const upsideDown = median(0, 500, ['I'], -1);
  const aligned = alignMedians(before, upsideDown);
  expect(aligned.by).toBe('onset');
  expect(aligned.shiftS).toBeCloseTo(-0.01, 6);
  const apart = alignMedians(before, median(0, 500, ['V1']));
  expect(apart).toMatchObject({ by: 'onset', likeness: null });
  expect(apart.leads.map(({ name, before: b, after: a }) => [name, b !== null, a !== null])).toEqual([
    ['V1', false, true],
    ['I', true, false],
  ]);
});

test('missing samples neither throw nor decide', () => {
  const gap = median(0, 500, ['I', 'II']);
  gap.leads[0]?.samplesMv.fill(Number.NaN);
  expect(alignMedians(gap, median(0, 500, ['I', 'II'])).shiftS).toBeCloseTo(0, 3);
  const none = median(0, 500, ['I']);
  none.leads[0]?.samplesMv.fill(Number.NaN);
  expect(alignMedians(none, none)).toMatchObject({ by: 'onset', shiftS: 0 });
});
