import { expect, test } from 'vitest';
import type { Statement } from '../analysis/schema.ts';
import { normalOnly } from './normalOnly.ts';

const statement = (code: string): Statement => ({
  code,
  text: code,
  confidence: 0.9,
  critical: false,
  evidence: { beats: [], leads: [], criterion: '', value: null, threshold: null, unit: null, flipsAt: null },
  source: '',
  models: [],
});
const diagnosis = {
  model: 'm',
  version: '1',
  class: 'NORM',
  probability: 0.93,
  threshold: 0.5,
  calibrated: true,
} as const;

test('normal does not stand beside what a rule finds', () => {
  const normal = {
    diagnoses: [{ ...diagnosis, positive: true }],
    binary: [
      { model: 'm', label: 'NORMAL', confidence: 0.9 } as const,
      { model: 'n', label: 'NOT NORMAL', confidence: 0.6 } as const,
    ],
  };
  expect(normalOnly(normal, [statement('sinus-rhythm'), statement('axis-normal')])).toEqual(normal);
  expect(normalOnly(normal, [statement('sinus-rhythm'), statement('qtc-very-long')])).toEqual({
    diagnoses: [{ ...diagnosis, positive: false }],
    binary: [normal.binary[1]],
  });
});
