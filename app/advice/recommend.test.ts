import { expect, test } from 'vitest';
import { additionCodes, basicCodes, criticalCodes } from '../analysis/rhythm/finding.ts';
import type { Diagnosis, Statement } from '../analysis/schema.ts';
import { rules } from '../analysis/statements/rules/rules.ts';
import { type AdviceTable, parseAdvice, shippedAdvice } from './adviceTable.ts';
import { foundGates, gateFindings } from './gateFindings.ts';
import { type AdvicePatient, recommend } from './recommend.ts';

const statement = (code: string, confidence = 0.9): Statement => ({
  code,
  text: `finding ${code}`,
  confidence,
  critical: false,
  evidence: { beats: [], leads: [], criterion: '', value: 1, threshold: 1, unit: null, flipsAt: null },
  source: '',
  models: [],
});
const diagnosis = (name: Diagnosis['class'], positive: boolean): Diagnosis => ({
  model: 'net',
  version: '1',
  class: name,
  probability: 0.7,
  threshold: 0.5,
  positive,
  calibrated: true,
});
const someone: AdvicePatient = { ageYears: 60, sex: 'M', paced: false, quality: 'acceptable', qrsMs: 90 };
const tableOf = (rows: AdviceTable['rows']): AdviceTable => ({
  schema: 'einthoven.advice/1',
  version: '1',
  title: 't',
  rows,
});
const act = (action: string, urgency: 'immediate' | 'urgent' | 'routine', more = {}) => ({
  action,
  urgency,
  reason: 'because.',
  weight: 1,
  ...more,
});

test('no finding, no action; every action points at its finding', () => {
  expect(recommend([], [diagnosis('MI', false)], someone, shippedAdvice)).toEqual([]);
  for (const { finding } of shippedAdvice.rows) {
    const isClass = finding.startsWith('class:');
    const gate = gateFindings.find((each) => each === finding);
    const code = isClass ? finding.slice(6) : finding;
    const advice = recommend(
      isClass || gate !== undefined ? [] : [statement(code)],
      isClass ? [diagnosis(code as Diagnosis['class'], true)] : [],
      someone,
      shippedAdvice,
      gate === undefined ? [] : [{ finding: gate, text: 'why.', confidence: 1 }],
    );
    expect(advice.length, finding).toBeGreaterThan(0);
    for (const { basedOn } of advice) expect(basedOn).toEqual([code]);
  }
});

test('a class above a low threshold that is less likely than not calls for nothing', () => {
  const unlikely = { ...diagnosis('MI', true), probability: 0.3, threshold: 0.15 };
  expect(recommend([], [unlikely], someone, shippedAdvice)).toEqual([]);
});

test('orders by urgency, then confidence, and says an action once', () => {
  const table = tableOf([
    { finding: 'a', actions: [act('look', 'routine'), act('run', 'immediate', { weight: 0.5 })] },
    { finding: 'b', actions: [act('look', 'urgent', { weight: 0.9 }), act('sit', 'urgent')] },
  ]);
  const advice = recommend([statement('a'), statement('b', 0.8)], [], someone, table);
  expect(advice.map(({ action, urgency }) => [action, urgency])).toEqual([
    ['run', 'immediate'],
    ['sit', 'urgent'],
    ['look', 'urgent'],
  ]);
  // The surer finding asks for it less urgently: the confidence is that of the urgent one.
  expect(advice[2]).toMatchObject({ confidence: 0.8 * 0.9, basedOn: ['a', 'b'] });
  expect(advice[2]!.reasoning).toBe('finding a; finding b: because.');
});

test('context closes an action only where it is known to apply', () => {
  const table = tableOf([
    {
      finding: 'a',
      actions: [
        act('women', 'routine', { onlyFor: { sex: 'F' } }),
        act('not paced', 'routine', { notFor: { paced: true } }),
        act('old', 'routine', { onlyFor: { fromYears: 50 } }),
        act('warned', 'routine', { caution: 'mind the step.' }),
      ],
    },
  ]);
  const actions = (change: Partial<AdvicePatient>) =>
    recommend([statement('a')], [], { ...someone, ...change }, table).map(({ action }) => action);
  expect(actions({})).toEqual(['not paced', 'old', 'warned']);
  expect(actions({ sex: 'F', ageYears: 40, paced: true })).toEqual(['women', 'warned']);
  expect(actions({ sex: null, ageYears: null, paced: null })).toEqual(['not paced', 'warned']);
  expect(recommend([statement('a')], [], someone, table).at(-1)?.reasoning).toContain('Caution: mind the step.');
});

test('the shipped table knows every finding of the rules, and critical ones are never routine', () => {
  const silent = ['axis-normal', 'axis-right-borderline', 'pr-borderline', 'pr-short'];
  for (const { code, critical } of rules) {
    const row = shippedAdvice.rows.find(({ finding }) => finding === code);
    expect(row !== undefined, code).toBe(!silent.includes(code));
    if (critical === true) expect(row!.actions[0]!.urgency, code).not.toBe('routine');
  }
});

test('every finding that can be critical has immediate advice in the shipped table', () => {
  /** Not all of these are; what makes them so is stated beside them with advice of its own, or leaves time to think. */
  const urgentIsEnough: readonly string[] = [
    // Critical by their rate, which rate-extreme says.
    'atrial-fibrillation',
    'atrial-flutter',
    // Over when it is read, at less than 6 s; pause-long is more.
    'pause',
    'ventricular-tachycardia-nonsustained',
  ];
  const urgencyOf = (code: string) => shippedAdvice.rows.find(({ finding }) => finding === code)?.actions[0]?.urgency;
  for (const code of criticalCodes)
    expect(urgencyOf(code), code).toBe(urgentIsEnough.includes(code) ? 'urgent' : 'immediate');
  const critical = rules.filter((rule) => rule.critical === true).map(({ code }) => code);
  for (const code of critical) expect(urgencyOf(code), code).toBe('immediate');
});

test('every row of the shipped table is of a finding that exists', () => {
  const codes = new Set<string>([...basicCodes, ...additionCodes, ...rules.map(({ code }) => code)]);
  const rows = shippedAdvice.rows.map(({ finding }) => finding).filter((finding) => !/^(class|gate):/.test(finding));
  expect(rows.filter((finding) => !codes.has(finding))).toEqual([]);
});

test('within the error of its limit nobody is called at once, unless the statement is critical', () => {
  const table = tableOf([{ finding: 'a', actions: [act('run', 'immediate')] }]);
  const of = (one: Statement) => recommend([one], [], someone, table)[0]!;
  expect(of(statement('a', 0.8)).urgency).toBe('immediate');
  expect(of(statement('a', 0.6))).toMatchObject({
    urgency: 'urgent',
    reasoning: expect.stringContaining('repeat the recording now and compare'),
  });
  expect(of({ ...statement('a', 0.6), critical: true }).urgency).toBe('immediate');
});

test('a table that does not fit is refused with its place', () => {
  const good = JSON.stringify(shippedAdvice);
  expect(parseAdvice(good, 'x.json')).toEqual({ ok: true, value: shippedAdvice });
  expect(parseAdvice('{', 'x.json')).toMatchObject({ ok: false, error: { code: 'invalid-input', file: 'x.json' } });
  const bad = (change: (table: AdviceTable) => unknown) => parseAdvice(JSON.stringify(change(shippedAdvice)), 'x.json');
  expect(bad((table) => ({ ...table, rows: [table.rows[0], table.rows[0]] }))).toMatchObject({
    error: { message: expect.stringContaining('stands twice') },
  });
  expect(bad((table) => ({ ...table, schema: 'einthoven.advice/2' })).ok).toBe(false);
  expect(bad((table) => ({ ...table, rows: [{ finding: 'class:WRONG', actions: [] }] })).ok).toBe(false);
  expect(
    bad((table) => ({ ...table, rows: [{ finding: 'a', actions: [{ ...act('x', 'urgent'), dose: 3 }] }] })).ok,
  ).toBe(false);
  expect(
    bad((table) => ({ ...table, rows: [{ finding: 'a', actions: [act('x', 'urgent', { onlyFor: {} })] }] })).ok,
  ).toBe(false);
});

test('a gate that keeps ST back asks for an eye, at once where a model finds infarction', () => {
  const gate = (model: string, code: string) => ({ model, code, text: 'The scale cannot be trusted.' });
  const of = (gates: ReturnType<typeof gate>[], diagnoses: Diagnosis[] = [], stated: string[] = []) =>
    recommend([], diagnoses, someone, shippedAdvice, foundGates(gates, {}, new Set(stated))).map(
      ({ action, urgency, basedOn }) => [action, urgency, basedOn.join()],
    );
  const asked = ['Read ST by eye now', 'urgent', 'gate:st'];
  expect(of([gate('rules/st', 'einthoven-violated')])).toEqual([asked]);
  expect(of([gate('*', 'gain-assumed')])).toEqual([asked]);
  expect(of([gate('rules/st', 'filtered')], [{ ...diagnosis('MI', true), probability: 0.97 }])[0]).toEqual([
    'Read ST by eye now',
    'immediate',
    'gate:st',
  ]);
  expect(of([gate('rules/st', 'lbbb')], [], ['lbbb'])).toEqual([]);
  expect(of([gate('rules/st', 'paced'), gate('rules/notch', 'filtered')])).toEqual([]);
  expect(of([gate('*', 'quality-unacceptable')])).toEqual([['Record again', 'urgent', 'gate:recording']]);
});

test('electrodes that are likely swapped are to be put right', () => {
  const swap = { swap: 'RA/LA', probability: 0.95, text: 'RA and LA seem swapped.' } as const;
  expect(recommend([], [], someone, shippedAdvice, foundGates([], { reversals: [swap] }, new Set()))).toMatchObject([
    { action: 'Put the electrodes right and record again', urgency: 'urgent', basedOn: ['gate:electrodes'] },
  ]);
  expect(foundGates([], { reversals: [{ ...swap, probability: 0.6 }] }, new Set())).toEqual([]);
});

test('wide complexes in atrial fibrillation forbid AV-nodal blockers; those that begin slowly withdraw other advice', () => {
  const actions = (codes: string[], qrsMs: number) =>
    recommend(
      codes.map((code) => statement(code, 0.6)),
      [],
      { ...someone, qrsMs },
      shippedAdvice,
    );
  const blockers = (codes: string[], qrsMs: number) =>
    actions(codes, qrsMs).find(({ action }) => action.startsWith('No AV-nodal blockers'))?.urgency;
  expect(blockers(['atrial-fibrillation'], 109)).toBeUndefined();
  expect(blockers(['atrial-fibrillation'], 110)).toBe('urgent');
  const all = actions(['atrial-fibrillation', 'af-wide-preexcitation-possible', 'lbbb'], 140).map(
    ({ action }) => action,
  );
  expect(all.join()).not.toMatch(/coronary occlusion|rate control/);
});
