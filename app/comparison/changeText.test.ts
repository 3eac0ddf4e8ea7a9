import { expect, test } from 'vitest';
import { differenceWords, figureOf } from './changeText.ts';

test('a change has its sign, nought has none', () => {
  expect([figureOf(12.4, 0, true), figureOf(-12.4, 0, true), figureOf(-0.3, 0, true), figureOf(0.2, 0, true)]).toEqual([
    '+12',
    '−12',
    '0',
    '0',
  ]);
});

test('a difference in words; what is missing is a dash, and an uncertainty is never nought', () => {
  expect(differenceWords({ before: 92.3, after: 130.1, change: 37.8, halfWidth: 8.9, verdict: 'beyond' }, 0)).toEqual({
    values: '92 → 130',
    change: '+38',
    halfWidth: '± 9',
  });
  expect(
    differenceWords({ before: null, after: -0.05, change: null, halfWidth: null, verdict: 'not-measured' }, 2),
  ).toEqual({ values: '– → −0.05', change: '–', halfWidth: '' });
  expect(differenceWords({ before: 0, after: 0, change: 0, halfWidth: 0.001, verdict: 'within' }, 2).halfWidth).toBe(
    '± 0.01',
  );
});
