import { expect, it } from 'vitest';
import type { ModelVerification } from '../../../app/ports.ts';
import { refuse } from '../../../app/result.ts';
import { verdictOnModels } from './verdict.ts';

const parity = { vectors: 4, largestDifference: 9.2e-7, tolerance: 1e-4 };
const good: ModelVerification = { id: 'good', version: '1', sha256: 'ab', parity, refusal: null };
const bad: ModelVerification = {
  ...good,
  id: 'bad',
  parity: null,
  refusal: refuse('model-refused', 'SHA-256 differs').error,
};

it('no model is no verified model', () => {
  expect(verdictOnModels([])).toEqual({ lines: [], code: 1 });
});

it('says each with what was repeated or with the reason', () => {
  expect(verdictOnModels([good]).code).toBe(0);
  expect(verdictOnModels([good, bad])).toEqual({
    lines: [
      'ok       good 1 sha256 ab, 4 vectors of its training repeated, off by 9.2e-7 of 1e-4 at most',
      'REFUSED  bad 1: SHA-256 differs',
    ],
    code: 3,
  });
});
