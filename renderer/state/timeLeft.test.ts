import { expect, test } from 'vitest';
import { durationText, timeLeftS } from './timeLeft.ts';

test('what is left follows from the pace so far', () => {
  expect(timeLeftS(10_000, 20, 100)).toBe(40);
  expect(timeLeftS(10_000, 100, 100)).toBe(0);
  expect(timeLeftS(10_000, 0, 100)).toBeNull();
  expect(timeLeftS(10_000, 3, 0)).toBeNull();
});

test('times are said as people say them', () => {
  expect([0.2, 12.4, 89, 91, 3540, 3600, 7530].map(durationText)).toEqual([
    '1 s',
    '12 s',
    '89 s',
    '2 min',
    '59 min',
    '1 h 0 min',
    '2 h 6 min',
  ]);
});
