import { expect, test } from 'vitest';
import type { Statement } from '../../../app/analysis/schema.ts';
import { listedStatements } from './listedStatements.ts';

const statement = (code: string, critical = false): Statement => ({
  code,
  text: `words of ${code}`,
  confidence: 0.9,
  critical,
  models: [],
  source: '',
  evidence: { criterion: '', value: null, threshold: null, unit: null, flipsAt: null, leads: [], beats: [] },
});
const asked = (code: string, critical = false, text = `words of ${code}`) => ({ code, text, critical });
const analysis = {
  rhythm: { statements: [statement('sinus-rhythm')], rhythm2017: null, reason: null },
  statements: [statement('axis-normal'), statement('st-elevation', true)],
};
const listed = (review: Parameters<typeof listedStatements>[1]) =>
  listedStatements(analysis, review).map((each) => [each.code, each.stated?.code ?? null, each.asked]);

test('what both have stands once, in the order of reading', () => {
  expect(listed([asked('st-elevation', true), asked('sinus-rhythm'), asked('axis-normal')])).toEqual([
    ['st-elevation', 'st-elevation', true],
    ['sinus-rhythm', 'sinus-rhythm', true],
    ['axis-normal', 'axis-normal', true],
  ]);
});

test('without a review all that the analysis states is shown, and nothing is asked', () => {
  expect(listed([])).toEqual([
    ['st-elevation', 'st-elevation', false],
    ['sinus-rhythm', 'sinus-rhythm', false],
    ['axis-normal', 'axis-normal', false],
  ]);
});

test('what one of them alone has is shown, critical ones first', () => {
  expect(listed([asked('asystole', true), asked('sinus-rhythm'), asked('lvh')])).toEqual([
    ['st-elevation', 'st-elevation', false],
    ['asystole', null, true],
    ['sinus-rhythm', 'sinus-rhythm', true],
    ['axis-normal', 'axis-normal', false],
    ['lvh', null, true],
  ]);
});

test('of words that differ, those stand that will be signed', () => {
  const [first] = listedStatements(analysis, [asked('axis-normal', true, 'other words')]).filter(
    ({ code }) => code === 'axis-normal',
  );
  expect(first).toMatchObject({ text: 'other words', critical: true, asked: true });
  expect(first?.stated?.text).toBe('words of axis-normal');
});
