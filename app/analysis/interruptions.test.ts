import { expect, test } from 'vitest';
import { findInterruptions, interruptionText } from './interruptions.ts';

const rateHz = 100;
const lead = (valueAt: (timeS: number) => number) => ({
  name: 'II',
  derived: false,
  samplesMv: Float32Array.from({ length: 1000 }, (_, i) => valueAt(i / rateHz)),
});
const moving = (timeS: number) => Math.sin(7 * timeS);

test('a stretch missing in every lead is found, one that a lead still shows is not', () => {
  const gap = (timeS: number) => (timeS >= 3 && timeS < 6 ? Number.NaN : moving(timeS));
  expect(findInterruptions([lead(gap), lead(gap)], rateHz)).toEqual([{ fromS: 3, toS: 6, kind: 'missing' }]);
  expect(findInterruptions([lead(gap), lead(moving)], rateHz)).toEqual([]);
});

test('a stretch exactly still in every lead is found when no beat interval is so short', () => {
  const still = (timeS: number) => (timeS >= 3 && timeS < 6 ? 0.25 : moving(timeS));
  const brief = (timeS: number) => (timeS >= 3 && timeS < 3.5 ? 0.25 : moving(timeS));
  expect(findInterruptions([lead(still)], rateHz)).toEqual([{ fromS: 3.01, toS: 6, kind: 'still' }]);
  expect(findInterruptions([lead(brief)], rateHz)).toEqual([]);
  expect(interruptionText(findInterruptions([lead(still)], rateHz))).toMatch(/still .* for 3\.0 s .* first at 3\.0 s/);
});

test('no leads, no interruption', () => {
  expect(findInterruptions([], rateHz)).toEqual([]);
});
