import { expect, test } from 'vitest';
import { scrollAfterChange } from './scrollAfterChange.ts';

const before = Int32Array.of(10, 11, 12, 13, 14, 15, 16, 17);
const list = { before, rowHeightPx: 50, heightPx: 200, selectedId: 13, chosen: true, asked: false };

test('rows that come above move nothing: the chosen row stays where it is', () => {
  const after = Int32Array.of(1, 2, ...before);
  expect(scrollAfterChange({ ...list, after, scrollPx: 60 })).toBe(160);
  expect(scrollAfterChange({ ...list, after: Int32Array.of(12, 13, 14), scrollPx: 160 })).toBe(60);
});

test('without a chosen row in sight the first one in sight stays', () => {
  const after = Int32Array.of(1, ...before);
  expect(scrollAfterChange({ ...list, after, selectedId: null, scrollPx: 210 })).toBe(260);
  expect(scrollAfterChange({ ...list, after, selectedId: 10, scrollPx: 210 })).toBe(260);
});

test('a list at its top stays there until the reader has chosen', () => {
  const after = Int32Array.of(1, ...before);
  expect(scrollAfterChange({ ...list, after, chosen: false, scrollPx: 0 })).toBe(0);
  expect(scrollAfterChange({ ...list, after, scrollPx: 0 })).toBe(50);
});

test('a row that is gone holds nothing', () => {
  expect(scrollAfterChange({ ...list, after: Int32Array.of(1, 2), scrollPx: 160 })).toBe(160);
});

test('another question shows the chosen row, or begins at the top', () => {
  const asked = { ...list, asked: true, scrollPx: 0 };
  expect(scrollAfterChange({ ...asked, after: Int32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 13) })).toBe(300);
  expect(scrollAfterChange({ ...asked, after: Int32Array.of(1, 13) })).toBe(0);
  expect(scrollAfterChange({ ...asked, scrollPx: 90, after: Int32Array.of(1, 2) })).toBe(0);
});
