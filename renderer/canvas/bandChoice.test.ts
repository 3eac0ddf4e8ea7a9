import { expect, test } from 'vitest';
import { bandsByProbability, findBand, isBlank } from './bandChoice.ts';

const activation = {
  model: 'net',
  classes: ['NORM', 'MI'],
  cells: 3,
  fromS: 0,
  toS: 10,
  leads: ['I', 'II'],
  spokeFor: Float32Array.of(0, 0.5, 1, 0, 0, 0, 0, 0, 0, 0, 0.01, 0),
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

test('the likeliest class comes first', () => {
  const diagnoses = [
    { model: 'net', class: 'NORM', probability: 0.1 },
    { model: 'net', class: 'MI', probability: 0.7 },
  ] as const;
  const classes = (choices: ReturnType<typeof bandsByProbability>) => choices.map((choice) => choice.class);
  expect(classes(bandsByProbability([activation], diagnoses))).toEqual(['MI', 'NORM']);
  expect(classes(bandsByProbability([activation], []))).toEqual(['NORM', 'MI']);
  expect(bandsByProbability([], diagnoses)).toEqual([]);
});
