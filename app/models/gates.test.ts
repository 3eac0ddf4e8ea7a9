import { describe, expect, test } from 'vitest';
import {
  goodQuality,
  notPaced,
  testLeadManifest,
  testManifest,
  testManifestInput,
  testRecording,
  valid,
} from './fixtures.ts';
import { ageNote, closedGates, closedRuleGates, type GateInput, isClosed } from './gates.ts';

const recording = testRecording(500, 10, () => 0.1);
const open: GateInput = { recording, validity: valid, quality: goodQuality, pacing: notPaced };
const aged = (ageYears: number | null): GateInput => ({
  ...open,
  recording: { ...recording, patient: { ...recording.patient, ageYears } },
});
const withLead = (name: string, samplesMv: Float32Array): GateInput => ({
  ...open,
  recording: {
    ...recording,
    leads: recording.leads.map((lead) => (lead.name === name ? { ...lead, samplesMv } : lead)),
  },
});

test('all gates are open for an adult of 10 s at 500 Hz', () => {
  expect(closedGates(aged(18), [testManifest])).toEqual([]);
});

test('an invalid recording closes everything and says why', () => {
  const reasons = [{ code: 'no-beats', text: 'No heart beat was found.' }];
  const gates = closedGates({ ...open, validity: { ...valid, status: 'INVALID', reasons } }, [testManifest]);
  expect(gates).toEqual([
    { model: '*', code: 'invalid', text: 'The recording is not valid: No heart beat was found.' },
  ]);
  expect(isClosed(gates, 'any-model')).toBe(true);
});

test('unacceptable quality closes everything, limited quality nothing', () => {
  const verdict = (word: 'limited' | 'unacceptable') =>
    closedGates({ ...open, quality: { ...goodQuality, verdict: word } }, [testManifest]);
  expect(verdict('unacceptable')).toMatchObject([{ model: '*', code: 'quality-unacceptable' }]);
  expect(verdict('limited')).toEqual([]);
});

test('an interrupted recording and an assumed gain close everything and say why', () => {
  const reasons = [{ code: 'interrupted', text: 'All leads are missing for 3.0 s in all, first at 3.0 s.' }];
  expect(closedGates({ ...open, validity: { ...valid, reasons } }, [testManifest])).toEqual([
    { model: '*', code: 'interrupted', text: reasons[0]?.text },
  ]);
  const notes = [{ code: 'gain-assumed', text: '200 per mV' }];
  expect(closedGates({ ...open, recording: { ...recording, notes } }, [testManifest])).toMatchObject([
    { model: '*', code: 'gain-assumed' },
  ]);
});

test('an age below the minimum closes the model that has one; an unknown age is a note', () => {
  const forAll = { ...testManifest, id: 'for-all', minimumAgeYears: null };
  const gates = closedGates(aged(17), [testManifest, forAll]);
  expect(gates).toMatchObject([{ model: 'test-net', code: 'age-below-minimum' }]);
  expect([isClosed(gates, 'test-net'), isClosed(gates, 'for-all')]).toEqual([true, false]);

  expect(closedGates(aged(null), [testManifest])).toEqual([]);
  expect(ageNote(aged(null).recording, [testManifest])).toContain('18 years');
  expect(ageNote(aged(null).recording, [forAll])).toBeNull();
  expect(ageNote(aged(40).recording, [testManifest])).toBeNull();
});

test('a lead that is absent or mostly missing in the window closes the model and is named', () => {
  const absent = { ...open, recording: { ...recording, leads: recording.leads.filter(({ name }) => name !== 'V2') } };
  const presentFrom = (index: number) => withLead('V2', new Float32Array(5000).fill(Number.NaN, 0, index));
  for (const input of [absent, presentFrom(5000), presentFrom(2501)])
    expect(closedGates(input, [testManifest])).toMatchObject([
      { code: 'leads-missing', text: expect.stringContaining('V2') },
    ]);
  expect(closedGates(presentFrom(2500), [testManifest])).toEqual([]);
});

test('what lies behind the window does not make up for a lead that is missing in it', () => {
  const long = {
    ...open,
    recording: testRecording(100, 100, (timeS, lead) => (timeS < 10 && lead === 0 ? Number.NaN : 0.1)),
  };
  expect(closedGates(long, [testManifest])).toMatchObject([
    { code: 'leads-missing', text: expect.stringContaining(': I.') },
  ]);
});

test('less than half the window is too short', () => {
  const lasting = (lengthS: number) =>
    closedGates({ ...open, recording: testRecording(500, lengthS, () => 0.1) }, [testManifest]);
  expect(lasting(5)).toEqual([]);
  expect(lasting(4.99)).toMatchObject([{ code: 'too-short', text: expect.stringContaining('at least 5 s') }]);
});

test('how short a recording may be is what the manifest says', () => {
  const lasting = (lengthS: number) =>
    closedGates({ ...open, recording: testRecording(500, lengthS, () => 0.1) }, [
      testManifestInput({ leastDurationS: 8 }),
    ]);
  expect(lasting(8)).toEqual([]);
  expect(lasting(7.9)).toMatchObject([{ code: 'too-short', text: expect.stringContaining('at least 8 s') }]);
});

test("a rate below the model's closes it, a rounded one does not", () => {
  const rate = (rateHz: number) =>
    closedGates({ ...open, recording: testRecording(rateHz, 10, () => 0.1) }, [testManifestInput({})]);
  expect(rate(99.9)).toEqual([]);
  expect(rate(90)).toMatchObject([{ code: 'rate-too-low', text: expect.stringContaining('100 Hz') }]);
});

test('pacing spikes close the models of morphology; not seen and not assessable close nothing', () => {
  const paced = (value: boolean | null) => closedGates({ ...open, pacing: { paced: value } }, [testManifest]);
  expect(paced(true)).toMatchObject([
    { model: 'test-net', code: 'paced', text: expect.stringContaining('does not know paced beats') },
  ]);
  expect(paced(false)).toEqual([]);
  expect(paced(null)).toEqual([]);
});

describe('a model of one lead', () => {
  const gatesOf = (input: Partial<GateInput>) => closedGates({ ...open, ...input }, [testLeadManifest]);

  test('needs 9 s of it, whatever the other leads hold', () => {
    expect(gatesOf({ recording: testRecording(300, 9, () => 0.1) })).toEqual([]);
    expect(gatesOf({ recording: testRecording(300, 8.9, () => 0.1) })).toEqual([
      {
        model: 'lead-net',
        code: 'too-short',
        text: 'The recording lasts 8.9 s; the model looks at up to 61 s and needs at least 9 s.',
      },
    ]);
    const onlyII = testRecording(300, 10, (_, lead) => (lead === 1 ? 0.1 : Number.NaN));
    expect(gatesOf({ recording: onlyII })).toEqual([]);
    expect(gatesOf({ recording: onlyII, lead: 'V5' })).toMatchObject([
      { code: 'leads-missing', text: expect.stringContaining(': V5.') },
    ]);
  });

  test('is closed by a rate below its own and by a recording without a lead', () => {
    expect(gatesOf({ recording: testRecording(90, 10, () => 0.1) })).toMatchObject([{ code: 'rate-too-low' }]);
    expect(gatesOf({ recording: { ...recording, leads: [] } })).toMatchObject([{ code: 'leads-missing' }]);
  });

  test('may answer on paced beats', () => {
    expect(gatesOf({ pacing: { paced: true } })).toEqual([]);
  });
});

test('wide beats to the left without P close what judges shape where pacing cannot be assessed, and only there', () => {
  const looksPaced = { ...open, wideWithoutP: true };
  const unknown = { ...looksPaced, pacing: { ...notPaced, paced: null } };
  expect(closedGates(looksPaced, [testManifest])).toEqual([]);
  expect(closedGates(unknown, [testManifest, testLeadManifest])).toMatchObject([
    { model: testManifest.id, code: 'paced-not-excluded' },
  ]);
  const rules = closedRuleGates({ ...unknown, filters: { reasons: [], highPass: false } });
  expect(rules.map(({ model, code }) => `${model} ${code}`)).toEqual(
    ['conduction', 'hypertrophy', 'st', 'infarction', 'repolarisation', 't-inversion', 'notch'].map(
      (group) => `rules/${group} paced-not-excluded`,
    ),
  );
});

test('a likely swap of electrodes closes morphology models and the axis, and names the leads that are not read', () => {
  const swapped = (probability: number, swap: 'RA/LA' | 'V2/V3') => ({
    ...open,
    quality: { ...goodQuality, reversals: [{ swap, probability, text: 'Swapped.' }] },
  });
  expect(closedGates(swapped(0.8, 'RA/LA'), [testManifest])).toEqual([]);
  expect(closedGates(swapped(0.95, 'RA/LA'), [testManifest, testLeadManifest])).toEqual([
    { model: testManifest.id, code: 'leads-swapped?', text: 'Swapped.' },
  ]);
  const rulesOf = (swap: 'RA/LA' | 'V2/V3') =>
    closedRuleGates({ ...swapped(0.95, swap), filters: { reasons: [], highPass: false } }).map(({ model }) => model);
  expect(rulesOf('RA/LA')).toEqual(['rules/axis', 'rules/leads']);
  expect(rulesOf('V2/V3')).toEqual(['rules/leads']);
});
