import { expect, test } from 'vitest';
import { beatRanges } from './beatRanges.ts';

test('beats are counted from 1 and neighbours joined', () => {
  expect(beatRanges([0, 1, 2, 3, 6])).toBe('1–4, 7');
  expect(beatRanges([5, 2])).toBe('3, 6');
  expect(beatRanges([])).toBe('');
});
