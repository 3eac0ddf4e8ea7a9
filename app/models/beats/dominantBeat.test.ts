import { expect, test } from 'vitest';
import { correlation, parts, windowLength } from './beatWindow.ts';
import { createLikenesses, dominantBeat } from './dominantBeat.ts';

const window = (widthValues: number, sign = 1): Float32Array =>
  Float32Array.from({ length: windowLength }, (_, i) => sign * Math.exp(-0.5 * ((i - 96) / widthValues) ** 2));
const narrow = window(3);
const wide = window(14, -1);

const remembered = (windows: readonly Float32Array[]) => {
  const likenesses = createLikenesses();
  for (const one of windows) likenesses.add(one);
  return likenesses;
};

test('of two kinds that alternate the one after the longer intervals is dominant', () => {
  const windows = Array.from({ length: 20 }, (_, k) => (k % 2 === 0 ? narrow : wide));
  const intervalsS = windows.map((_, k) => (k % 2 === 0 ? 1.1 : 0.5));
  const found = dominantBeat(remembered(windows), intervalsS, { beats: windows.map((_, k) => k), near: 19 });
  expect(found?.share).toBe(0.5);
  expect(correlation(found!.window, narrow, parts.qrs)).toBeCloseTo(1, 5);
});

test('a beat that differs leaves no trace in the median', () => {
  const windows = [narrow, narrow, wide, narrow, narrow];
  const found = dominantBeat(remembered(windows), [0.8, 0.8, 0.8, 0.8, 0.8], { beats: [0, 1, 2, 3, 4], near: 2 });
  expect(found?.window).toEqual(narrow);
  expect(found?.share).toBe(0.8);
});

test('likeness is symmetric and 1 with itself; without beats there is no dominant one', () => {
  const likenesses = remembered([narrow, wide]);
  expect(likenesses.between(0, 0)).toBe(1);
  expect(likenesses.between(0, 1)).toBe(likenesses.between(1, 0));
  expect(likenesses.between(0, 1)).toBeLessThan(0.5);
  expect(dominantBeat(likenesses, [], { beats: [], near: 0 })).toBeNull();
});
