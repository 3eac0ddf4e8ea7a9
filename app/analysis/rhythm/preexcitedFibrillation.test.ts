import { expect, test } from 'vitest';
import { preexcitedFibrillation } from './preexcitedFibrillation.ts';
import { sinusEvidence } from './testEvidence.ts';

const shapes = (slow: number) =>
  Object.fromEntries(
    ['I', 'II', 'aVL', 'V2', 'V3', 'V4'].map((lead, i) => [lead, { initialSlope: i < slow ? 0.5 : 0.9 }]),
  );
const of = (qrsMs: number, slow: number, rrS = [0.6, 0.5, 0.7]) =>
  preexcitedFibrillation({ ...sinusEvidence(rrS), qrsMs }, shapes(slow));

test('a wide QRS that begins slowly in more than three leads may be pre-excited', () => {
  expect(of(130, 4)).toMatchObject([{ critical: false, evidence: { leads: ['I', 'II', 'aVL', 'V2'] } }]);
  expect(of(130, 3)).toEqual([]);
  expect(of(109, 6)).toEqual([]);
  expect(preexcitedFibrillation({ ...sinusEvidence([0.6]), qrsMs: null }, shapes(6))).toEqual([]);
});

test('it is critical with an RR below 250 ms or above 150/min', () => {
  expect(of(130, 5, [0.6, 0.24, 0.7])[0]?.critical).toBe(true);
  expect(of(130, 5, [0.39, 0.38, 0.39])[0]?.critical).toBe(true);
});
