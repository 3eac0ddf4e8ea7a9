import { expect, test } from 'vitest';
import { featureSets } from './featureSets.ts';
import { featureWords } from './featureWords.ts';

test.each([
  ['qrsMs', 'QRS duration', 'ms'],
  ['V5.tLowMv', 'lowest point of T, V5', 'mV'],
  ['inferior.stHighMv', 'highest ST, inferior leads', 'mV'],
  ['aVL.qrs20Mv', 'QRS at 20 % of its length, aVL', 'mV'],
  ['V1.qrsAreaMvMs', 'area of the QRS, V1', 'mV·ms'],
  ['rhythm.rrCv', 'variation of RR', ''],
  ['V1.band4-9', 'share of 4 to 9 Hz in the signal, V1', ''],
  ['II.band0.5-4', 'share of 0.5 to 4 Hz in the signal, II', ''],
  ['aVR.edge95Hz', '95 % edge of the spectrum, aVR', 'Hz'],
  ['tYMvMs', 'area of T along Y', 'mV·ms'],
])('%s', (name, text, unit) => {
  expect(featureWords(name)).toEqual({ text, unit });
});

test('every feature that a model may use has words of its own', () => {
  for (const { names } of featureSets.values()) {
    expect(names.filter((name) => featureWords(name).text === name)).toEqual([]);
    expect(new Set(names.map((name) => featureWords(name).text)).size).toBe(names.length);
  }
});
