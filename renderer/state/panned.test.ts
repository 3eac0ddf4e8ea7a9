import { expect, test } from 'vitest';
import { panned } from './panned.ts';

const page = { spanS: 10, totalS: 1805 };

test('steps add up and stay in the recording', () => {
  expect(panned(panned(panned(0, 1, page), 1, page), 1, page)).toBe(3);
  expect(panned(2, -10, page)).toBe(0);
  expect(panned(1790, 10, page)).toBe(1795);
  expect(panned(5, 1, { spanS: 10, totalS: 4 })).toBe(0);
});

test('a position past the last page, left by a wider page, is not where a step begins', () => {
  expect(panned(1804, -1, page)).toBe(1794);
});

test('infinite steps go to both ends', () => {
  expect(panned(700, Number.POSITIVE_INFINITY, page)).toBe(1795);
  expect(panned(700, Number.NEGATIVE_INFINITY, page)).toBe(0);
});
