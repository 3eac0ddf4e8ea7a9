import { expect, test } from 'vitest';
import { statementsInOrder, withoutCriterion } from './reading.ts';
import type { Diagnosis, Statement } from './schema.ts';

const statement = (code: string, critical: boolean, models: Statement['models'] = []): Statement => ({
  code,
  text: code,
  confidence: 0.9,
  critical,
  evidence: { beats: [], leads: [], criterion: 'c', value: 1, threshold: 0, unit: 'mV', flipsAt: 0 },
  source: 's',
  models,
});
const diagnosis = (name: Diagnosis['class'], positive: boolean): Diagnosis => ({
  model: 'm',
  version: '1',
  class: name,
  probability: 0.7,
  threshold: 0.5,
  positive,
  calibrated: true,
});
const rhythm = (...statements: Statement[]) => ({ statements, rhythm2017: null, reason: null });

test('what is critical is read first, then the rhythm, then the rest', () => {
  const order = statementsInOrder({
    rhythm: rhythm(statement('sinus', false), statement('pause', true)),
    statements: [statement('axis', false), statement('st', true)],
  });
  expect(order.map(({ code }) => code)).toEqual(['pause', 'st', 'sinus', 'axis']);
});

test('a class that only the model states is named, one with an agreeing statement or NORM is not', () => {
  const opinion = { model: 'm', class: 'CD', probability: 0.7, threshold: 0.5, agrees: true };
  const diagnoses = [diagnosis('NORM', true), diagnosis('CD', true), diagnosis('MI', true), diagnosis('HYP', false)];
  const withRule = { rhythm: rhythm(), statements: [statement('rbbb', false, [opinion])], diagnoses };
  expect(withoutCriterion(withRule)).toEqual(['MI']);
  const disagreeing = [statement('rbbb', false, [{ ...opinion, agrees: false }])];
  expect(withoutCriterion({ ...withRule, statements: disagreeing })).toEqual(['CD', 'MI']);
});
