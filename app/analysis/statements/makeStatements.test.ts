import { expect, test } from 'vitest';
import type { Morphology as Heart } from '../../synth/catalogue.ts';
import { noNoise, restingNoise, synthSpec } from '../../synth/spec.ts';
import { synthesise } from '../../synth/synthesise.ts';
import { analyzeSignal } from '../analyzeSignal.ts';
import type { Diagnosis, Gate } from '../schema.ts';
import { makeStatements } from './makeStatements.ts';

const factsOf = (heart: Heart, change: { scale?: number; rateHz?: number } = {}) => {
  const patient = { id: null, ageYears: 55, sex: 'M' as const };
  const { recording } = synthesise(
    synthSpec({ seed: 5, morphology: heart, patient, sampleRateHz: change.rateHz ?? 500, noise: noNoise }),
  );
  const scaled = {
    ...recording,
    leads: recording.leads.map((lead) => ({
      ...lead,
      samplesMv: lead.samplesMv.map((mv) => mv * (change.scale ?? 1)),
    })),
  };
  return { ...analyzeSignal(scaled, { lead: null }), patient };
};
const stated = (heart: Heart, change = {}, gates: readonly Gate[] = [], diagnoses: readonly Diagnosis[] = []) =>
  makeStatements({ ...factsOf(heart, change), gates, diagnoses, rhythm: [] });
const codes = (...args: Parameters<typeof stated>): string[] => stated(...args).statements.map(({ code }) => code);

const expected: readonly (readonly [Heart, readonly string[]])[] = [
  ['normal', ['axis-normal']],
  ['rbbb', ['rbbb']],
  ['lbbb', ['lbbb']],
  ['lafb', ['axis-left', 'lafb']],
  ['lpfb', ['axis-right', 'lpfb']],
  ['lvh', ['lvh', 'lv-strain']],
  ['rvh', ['axis-right', 'rvh']],
  ['wpw', ['wpw']],
  ['inferior-st-elevation', ['st-elevation-inferior', 'reciprocal-depression']],
  ['anterior-st-elevation', ['st-elevation-anterior']],
  ['lateral-st-elevation', ['st-elevation-lateral', 'reciprocal-depression']],
  ['inferior-old-infarction', ['q-waves-inferior', 't-inversion-inferior']],
  ['anterior-old-infarction', ['q-waves-anterior']],
  ['lateral-old-infarction', ['q-waves-lateral', 't-inversion-lateral']],
  ['posterior-acute-infarction', ['posterior-infarction']],
  ['posterior-old-infarction', ['tall-r-posterior']],
  ['ischaemia', ['st-depression-diffuse']],
  ['pericarditis', ['pericarditis']],
  ['early-repolarisation', ['early-repolarisation']],
  ['brugada', ['brugada-1']],
  ['long-qt', ['qtc-very-long']],
  ['short-qt', ['qtc-short']],
  ['hyperkalaemia', ['hyperkalaemia']],
  ['low-voltage', ['low-voltage-chest']],
];

test.each(expected)('%s is stated, with its evidence', (heart, wanted) => {
  const { statements } = stated(heart);
  expect(statements.map(({ code }) => code)).toEqual(expect.arrayContaining([...wanted]));
  for (const { evidence, confidence, source } of statements) {
    expect(evidence.beats.length).toBeGreaterThan(5);
    expect(evidence.criterion).not.toBe('');
    expect(evidence.value).not.toBeNull();
    expect(confidence).toBeGreaterThanOrEqual(0.49);
    expect(source).not.toBe('');
  }
});

test('a normal heart gets no finding', () => {
  expect(codes('normal')).toEqual(['axis-normal']);
});

test('a limit crossed by the whole heart: larger and smaller by a factor, voltage alone changes', () => {
  const at = (scale: number) => codes('low-voltage', { scale });
  const facts = makeStatements({ ...factsOf('low-voltage'), gates: [], diagnoses: [], rhythm: [] });
  const { value, flipsAt } = facts.statements.find(({ code }) => code === 'low-voltage-chest')!.evidence;
  const factor = flipsAt! / value!;
  const [below, above] = [at(factor * 0.999), at(factor * 1.001)];
  expect(below).toContain('low-voltage-chest');
  expect(above).toEqual(below.filter((code) => code !== 'low-voltage-chest'));
});

test('left bundle branch block silences what it explains, and says so', () => {
  const { statements, gates } = stated('lbbb');
  expect(statements.map(({ code }) => code).filter((code) => /^(st-|q-|lvh)/.test(code))).toEqual([]);
  expect(gates.map(({ model, code }) => `${model} ${code}`)).toEqual([
    'rules/hypertrophy lbbb',
    'rules/st lbbb',
    'rules/infarction lbbb',
    'rules/notch lbbb',
  ]);
});

test('a closed gate leaves nothing of its group, "*" nothing at all', () => {
  const gate = (model: string): Gate => ({ model, code: 'x', text: 'closed' });
  expect(codes('inferior-st-elevation', {}, [gate('*')])).toEqual([]);
  const open = codes('inferior-st-elevation');
  const shut = codes('inferior-st-elevation', {}, [gate('rules/st')]);
  expect(open.filter((code) => !shut.includes(code))).toEqual(['st-elevation-inferior', 'reciprocal-depression']);
});

test("a model's word stands beside the rule's and is never averaged with it; one without a rule is shown", () => {
  const word = (name: Diagnosis['class'], probability: number): Diagnosis => ({
    model: 'net',
    version: '1',
    class: name,
    probability,
    threshold: 0.5,
    positive: probability >= 0.5,
    calibrated: true,
  });
  const alone = stated('inferior-st-elevation').statements.find(({ code }) => code === 'st-elevation-inferior')!;
  const { statements } = stated(
    'inferior-st-elevation',
    {},
    [],
    [word('MI', 0.2), word('HYP', 0.8), word('NORM', 0.9)],
  );
  const joined = statements.find(({ code }) => code === 'st-elevation-inferior')!;
  expect(joined.confidence).toBe(alone.confidence);
  expect(joined.critical).toBe(true);
  expect(joined.models).toEqual([{ model: 'net', class: 'MI', probability: 0.2, threshold: 0.5, agrees: false }]);
});

test('leads of bad quality are not read, and nothing is stated without beats', () => {
  const facts = factsOf('inferior-st-elevation');
  const leads = facts.quality.leads.map((lead) =>
    ['II', 'III', 'aVF'].includes(lead.lead) ? { ...lead, score: 0.2 } : lead,
  );
  const { statements } = makeStatements({
    ...facts,
    quality: { ...facts.quality, leads },
    gates: [],
    diagnoses: [],
    rhythm: [],
  });
  expect(statements.map(({ code }) => code)).not.toContain('st-elevation-inferior');
  const empty = synthesise(synthSpec({ seed: 1, rhythm: 'asystole', noise: restingNoise })).recording;
  const nothing = { ...analyzeSignal(empty, { lead: null }), patient: empty.patient };
  expect(makeStatements({ ...nothing, gates: [], diagnoses: [], rhythm: [] })).toEqual({ statements: [], gates: [] });
});
