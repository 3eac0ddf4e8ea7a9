import { expect, test } from 'vitest';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import type { NamedSlowLead } from './beatOrder.ts';
import { limbLeadsContradict } from './leadLaws.ts';
import { slowLead } from './slowLead.ts';

const leadsOf = (seed: number): NamedSlowLead[] => {
  const { leads, sampleRateHz } = synthesise(synthSpec({ seed, variety: true, sampleRateHz: 250 })).recording;
  return leads.map(({ name, samplesMv }) => ({ name, ...slowLead(samplesMv, sampleRateHz) }));
};
const named = (leads: readonly NamedSlowLead[], from: readonly string[]): NamedSlowLead[] =>
  leads.map((lead, i) => ({ ...lead, name: from[i] ?? lead.name }));

test('limb leads of one heart agree', () => {
  for (const seed of [1, 2, 3]) expect(limbLeadsContradict(leadsOf(seed))).toBe(false);
});

test('leads of other names, or of another patient, contradict', () => {
  expect(limbLeadsContradict(named(leadsOf(1), ['I', 'V1', 'II', 'aVF', 'III', 'aVR']))).toBe(true);
  const other = leadsOf(9);
  expect(limbLeadsContradict(leadsOf(1).map((lead, l) => (l > 1 && l < 6 ? other[l]! : lead)))).toBe(true);
});

test('nothing to check, nothing said', () => {
  const leads = leadsOf(1);
  expect(limbLeadsContradict([])).toBe(false);
  expect(limbLeadsContradict(leads.slice(0, 2))).toBe(false);
  expect(limbLeadsContradict(leads.filter(({ name }) => name !== 'I'))).toBe(false);
  expect(limbLeadsContradict(leads.map((lead) => ({ ...lead, mv: new Float64Array(lead.mv.length) })))).toBe(false);
});
