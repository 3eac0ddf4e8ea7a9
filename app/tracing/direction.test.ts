import { expect, it } from 'vitest';
import { isolated, isolatedLines } from './direction.ts';

it('sets words apart that run to the left, in the direction of their first letter, and leaves others alone', () => {
  expect(isolated('Łódź 12')).toBe('Łódź 12');
  expect(isolated('(12) יעקב Levi')).toBe('\u2067(12) יעקב Levi\u2069');
  expect(isolated('Levi יעקב')).toBe('\u2066Levi יעקב\u2069');
});

it('takes controls away that would show a name in another order than it is written', () => {
  expect(isolated('Ann\u202eevetS\u2069')).toBe('AnnevetS');
  expect(isolated('\u2066יעקב')).toBe('\u2067יעקב\u2069');
});

it('goes on in the same direction where a line was broken', () => {
  expect(isolatedLines(['by \u2067יעקב', 'לוי', 'Levi\u2069, reader', 'x'])).toEqual([
    'by \u2067יעקב\u2069',
    '\u2067לוי\u2069',
    '\u2067Levi\u2069, reader',
    'x',
  ]);
});
