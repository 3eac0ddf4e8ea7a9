import { expect, test } from 'vitest';
import type { Analysis, Statement } from '../analysis/schema.ts';
import { urgencyOf } from './urgency.ts';

type Read = Parameters<typeof urgencyOf>[0];

const statement = (code: string, critical = false): Statement => ({
  code,
  text: code,
  confidence: 0.9,
  critical,
  evidence: { beats: [], leads: [], criterion: '', value: null, threshold: null, unit: null, flipsAt: null },
  source: '',
  models: [],
});

const read = (change: Partial<Read>): Read => ({
  validity: { status: 'VALID', reasons: [], outOfDistributionScore: null },
  rhythm: { statements: [], rhythm2017: null, reason: null },
  statements: [],
  diagnoses: [],
  ...change,
});

const rhythm = (change: Partial<Analysis['rhythm']>): Partial<Read> => ({
  rhythm: { statements: [], rhythm2017: null, reason: null, ...change },
});

const diagnosis = (name: 'NORM' | 'MI', positive: boolean): Analysis['diagnoses'][number] => ({
  model: 'm',
  version: '1',
  class: name,
  probability: 0.9,
  threshold: 0.5,
  positive,
  calibrated: true,
});

test('what is critical is critical, whatever else is said, in a recording that is not valid too', () => {
  const critical = {
    statements: [statement('st-elevation', true)],
    ...rhythm({ statements: [statement('sinus-rhythm')] }),
  };
  expect(urgencyOf(read(critical))).toBe('critical');
  const validity = { status: 'INVALID' as const, reasons: [], outOfDistributionScore: null };
  expect(urgencyOf(read({ ...critical, validity }))).toBe('critical');
  expect(urgencyOf(read({ ...rhythm({ statements: [statement('sinus-rhythm')] }), validity }))).toBe('unread');
});

test('findings are abnormal; sinus rhythm, a normal axis and NORM are not', () => {
  expect(urgencyOf(read({ statements: [statement('rbbb')] }))).toBe('abnormal');
  expect(urgencyOf(read({ diagnoses: [diagnosis('MI', true)] }))).toBe('abnormal');
  expect(urgencyOf(read({ diagnoses: [diagnosis('MI', false), diagnosis('NORM', true)] }))).toBe('normal');
  const usual = { statements: [statement('axis-normal')], ...rhythm({ statements: [statement('sinus-rhythm')] }) };
  expect(urgencyOf(read(usual))).toBe('normal');
});

test('without any word nobody has read it; one lead alone says at least its rhythm', () => {
  expect(urgencyOf(read({}))).toBe('unread');
  const likeliest = (name: 'N' | 'A' | 'O' | '~') =>
    urgencyOf(read(rhythm({ rhythm2017: { N: 0.1, A: 0.1, O: 0.1, '~': 0.1, [name]: 0.7 } })));
  expect(likeliest('N')).toBe('normal');
  expect(likeliest('A')).toBe('abnormal');
  expect(likeliest('O')).toBe('abnormal');
  expect(likeliest('~')).toBe('unread');
});
