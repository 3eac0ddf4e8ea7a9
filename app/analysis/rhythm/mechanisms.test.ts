import { expect, test } from 'vitest';
import { fittedMechanisms } from './fittedMechanisms.ts';
import { flutterConduction } from './flutterFeatures.ts';
import { logitOf, probabilityOf } from './logistic.ts';
import { fibrillationLimit, flutterLimit, mechanisms } from './mechanisms.ts';
import { sinusEvidence } from './testEvidence.ts';

const even = (rrS: number, waves: number) =>
  sinusEvidence(new Array<number>(12).fill(rrS), {
    spectrum: { hz: waves / rrS, share: 0.5, wholeShare: 0.8, meanShare: 0.4, sizeMv: 0.05 },
  });
const irregularRrS = [0.6, 0.9, 0.5, 1.1, 0.7, 0.6, 1.2, 0.5, 0.8, 1];
const fibrillating = () => {
  const evidence = sinusEvidence(irregularRrS, { network: null });
  const irregularity = { normalisedRmssd: 0.35, usualChange: 0.3, differingShare: 0.95, cosEn: -0.3, variation: 0.3 };
  const atria = { ...evidence.atria, markedShare: 0, prMs: null, prSpreadMs: null, likeness: 0, prominence: 1 };
  return { ...evidence, irregularity, steadyIrregularity: irregularity, atria };
};

test('irregular intervals without P waves are fibrillation, even ones with P waves are not', () => {
  expect(mechanisms(fibrillating()).fibrillation).toBeGreaterThan(0.9);
  expect(mechanisms(sinusEvidence(new Array<number>(10).fill(0.9))).fibrillation).toBeLessThan(0.05);
});

test('the network moves the answer, and its silence does not decide it', () => {
  const evidence = fibrillating();
  const withA = (A: number) =>
    mechanisms({ ...evidence, leadCount: 1, network: { N: 0.98 - A, A, O: 0.01, '~': 0.01 } }).fibrillation ?? 0;
  expect(withA(0.9)).toBeGreaterThan(withA(0.05));
});

test('too few intervals are not judged', () => {
  expect(mechanisms({ ...fibrillating(), irregularity: null })).toEqual({ fibrillation: null, flutter: null });
});

test('limits by the leads, and by how flutter is conducted', () => {
  const { limits } = fittedMechanisms;
  expect(fibrillationLimit({ leadCount: 1 })).toBe(limits.oneLead);
  expect(fibrillationLimit({ leadCount: 2 })).toBe(limits.moreLeads);
  expect(flutterConduction(fibrillating())).toBe('irregular');
  expect(flutterConduction(even(0.8, 4))).toBe('several');
  expect(flutterConduction(even(0.4, 2))).toBe('twoToOne');
  expect(flutterLimit(even(0.36, 2))).toBe(limits.twoToOne);
  const { atria } = even(0.42, 2);
  expect(flutterLimit({ ...even(0.42, 2), atria: { ...atria, markedShare: 0 } })).toBeLessThan(limits.twoToOne);
});

test('a value that is missing counts as the mean', () => {
  const model = { names: ['a', 'b'], bias: 1, weights: [2, 3], means: [5, 7], scales: [1, 2] };
  expect(logitOf(model, { a: 6 })).toBe(3);
  expect(probabilityOf(model, { a: 5, b: 5 })).toBeCloseTo(1 / (1 + Math.exp(2)), 9);
});
