import { expect, test } from 'vitest';
import { chordOf } from './chord.ts';

const plain = { ctrlKey: false, shiftKey: false };

test('a chord names Ctrl, and Shift where it has not made the character itself', () => {
  expect(chordOf({ ...plain, key: 'ArrowRight' })).toBe('ArrowRight');
  expect(chordOf({ ...plain, shiftKey: true, key: 'ArrowRight' })).toBe('Shift+ArrowRight');
  expect(chordOf({ ...plain, shiftKey: true, key: '?' })).toBe('?');
  expect(chordOf({ ...plain, ctrlKey: true, key: 'Home' })).toBe('Ctrl+Home');
  expect(chordOf({ ...plain, ctrlKey: true, key: 'e' })).toBe('Ctrl+e');
});
