import { expect, test } from 'vitest';
import { findBand, isBlank } from './bandChoice.ts';

const activation = {
  model: 'net',
  classes: ['NORM', 'MI'],
  cells: 3,
  fromS: 0,
  toS: 10,
  rectified: Float32Array.of(0, 0.5, 1, 0, 0.01, 0),
  signed: new Float32Array(6),
};

test('a choice finds its map and row, and nothing in a recording that has no such map', () => {
  expect(findBand([activation], { model: 'net', class: 'MI' })).toEqual({ activation, classIndex: 1 });
  expect(findBand([activation], { model: 'net', class: 'CD' })).toBeNull();
  expect(findBand([activation], { model: 'other', class: 'MI' })).toBeNull();
  expect(findBand([activation], null)).toBeNull();
  expect(findBand([], { model: 'net', class: 'MI' })).toBeNull();
});

test('a row in which nothing can be seen is blank', () => {
  expect(isBlank({ activation, classIndex: 0 })).toBe(false);
  expect(isBlank({ activation, classIndex: 1 })).toBe(true);
});
