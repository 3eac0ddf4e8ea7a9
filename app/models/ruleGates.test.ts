import { expect, test } from 'vitest';
import { ruleGroups } from '../analysis/statements/rule.ts';
import { type Recording, standardLeads, unknownPatient } from '../recording/recording.ts';
import { closedRuleGates, isRuleGate, type RuleGateInput } from './gates.ts';

const recording: Recording = {
  leads: standardLeads.map((name) => ({ name, samplesMv: new Float32Array(10), derived: false })),
  sampleRateHz: 500,
  sampleCount: 10,
  startTime: null,
  patient: { ...unknownPatient, ageYears: 60 },
  device: null,
  appliedFilters: [],
  notes: [],
};
const quality = (bad: readonly string[] = []): RuleGateInput['quality'] => ({
  verdict: 'acceptable',
  score: 1,
  leads: standardLeads.map((lead) => ({ lead, score: bad.includes(lead) ? 0.3 : 1, flags: [] })),
});
const open: RuleGateInput = {
  recording,
  validity: { status: 'VALID', reasons: [], outOfDistributionScore: null },
  quality: quality(),
  pacing: { paced: false },
  filters: { reasons: [], highPass: false },
};
const closed = (change: Partial<RuleGateInput>): string[] =>
  closedRuleGates({ ...open, ...change }).map(({ model, code }) => `${model.replace('rules/', '')} ${code}`);

test('nothing is closed for an adult without a pacemaker, with all leads at 500 Hz', () => {
  expect(closed({})).toEqual([]);
});

test('pacing closes every group; not assessable closes none', () => {
  expect(closed({ pacing: { paced: true } })).toEqual(ruleGroups.map((group) => `${group} paced`));
  expect(closed({ pacing: { paced: null } })).toEqual([]);
});

test('a child keeps what has limits of its own', () => {
  const child = { ...recording, patient: { ...unknownPatient, ageYears: 10 } };
  expect(closed({ recording: child }).map((gate) => gate.split(' ')[0])).toEqual([
    'hypertrophy',
    'st',
    'infarction',
    'notch',
  ]);
  expect(closed({ recording: { ...recording, patient: unknownPatient } })).toEqual([]);
});

test('filters close ST and notches, a low rate notches, leads of another scale what judges by millivolts', () => {
  const filtered = (highPass: boolean) => closed({ filters: { reasons: ['Filtered.'], highPass } });
  expect(filtered(false)).toEqual(['st filtered', 'notch filtered']);
  expect(filtered(true)).toEqual(['st filtered', 'notch filtered', 't-inversion filtered']);
  expect(closed({ recording: { ...recording, sampleRateHz: 100 } })).toEqual(['notch rate-too-low']);
  const notes = [{ code: 'einthoven-violated', text: '' }];
  expect(closed({ recording: { ...recording, notes } })).toEqual([
    'hypertrophy einthoven-violated',
    'st einthoven-violated',
    'voltage einthoven-violated',
  ]);
});

test('leads that are not read are named; a group without any of its leads is closed, once', () => {
  expect(closed({ quality: quality(['V3']) })).toEqual(['leads lead-quality']);
  expect(closed({ quality: quality(['aVF']) })).toContain('axis leads-missing');
  const limbOnly = { ...recording, leads: recording.leads.slice(0, 6) };
  expect(closed({ recording: limbOnly })).toEqual(['conduction leads-missing']);
  const none = closedRuleGates({ ...open, recording: { ...recording, leads: [] }, pacing: { paced: true } });
  expect(none).toHaveLength(ruleGroups.length);
  expect(none.every(isRuleGate)).toBe(true);
});
