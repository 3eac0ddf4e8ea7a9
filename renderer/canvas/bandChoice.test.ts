import { expect, test } from 'vitest';
import { bandsByProbability, findBand } from './bandChoice.ts';

const activation = {
  model: 'net',
  classes: ['NORM', 'MI'],
  cells: 3,
  fromS: 0,
  toS: 10,
  leads: ['I', 'II'],
  spokeFor: Float32Array.of(0, 0.5, 1, 0, 0, 0, 0, 0, 0, 0, 0.01, 0),
  spokeAgainst: new Float32Array(12),
  checks: [
    { failed: null, likeness: 0.1, fall: 2, chanceFall: 1 },
    { failed: 'not-the-evidence' as const, likeness: 0.1, fall: 1, chanceFall: 2 },
  ],
};

test('a choice finds its map and row, and nothing in a recording that has no such map', () => {
  expect(findBand([activation], { model: 'net', class: 'MI' })).toEqual({
    activation,
    classIndex: 1,
    failed: 'not-the-evidence',
  });
  expect(findBand([activation], { model: 'net', class: 'CD' })).toBeNull();
  expect(findBand([activation], { model: 'other', class: 'MI' })).toBeNull();
  expect(findBand([activation], null)).toBeNull();
  expect(findBand([], { model: 'net', class: 'MI' })).toBeNull();
});

test('the likeliest class comes first, and one whose map failed its checks is passed over', () => {
  const diagnoses = [
    { model: 'net', class: 'NORM', probability: 0.1 },
    { model: 'net', class: 'MI', probability: 0.7 },
  ] as const;
  const passed = { ...activation, checks: activation.checks.map((check) => ({ ...check, failed: null })) };
  const classes = (choices: ReturnType<typeof bandsByProbability>) => choices.map((choice) => choice.class);
  expect(classes(bandsByProbability([passed], diagnoses))).toEqual(['MI', 'NORM']);
  expect(classes(bandsByProbability([passed], []))).toEqual(['NORM', 'MI']);
  expect(classes(bandsByProbability([activation], diagnoses))).toEqual(['NORM']);
  expect(bandsByProbability([], diagnoses)).toEqual([]);
});
