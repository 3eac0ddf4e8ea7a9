import { expect, test } from 'vitest';
import { signedText, valueText } from './valueText.ts';

test('prints whole units with a real minus, a sign before a difference, a dash for nothing', () => {
  expect([null, 0, -0.3, 12.6, -12.6].map(valueText)).toEqual(['–', '0', '0', '13', '−13']);
  expect([null, 0.2, -0.2, 4.6, -4.6].map(signedText)).toEqual(['–', '0', '0', '+5', '−5']);
});
