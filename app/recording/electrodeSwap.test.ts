import { describe, expect, it, test } from 'vitest';
import { noNoise, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { withDerivedLeads } from './derivedLeads.ts';
import { electrodeSwaps, leadSetOf, losesALead, remapLeads, swapElectrodes, withLeadSet } from './electrodeSwap.ts';
import { findLead, type Recording } from './recording.ts';

const made = (swapped: ['RA' | 'LA' | 'LL', 'RA' | 'LA' | 'LL'][] = []): Recording =>
  synthesise(synthSpec({ seed: 3, durationS: 3, noise: noNoise, swapped })).recording;
const recording = made();
const leads = leadSetOf(recording)!;

const expectSame = (one: Recording, other: Recording, withinMv = 0.003): void => {
  for (const { name, samplesMv } of one.leads) {
    const found = findLead(other, name)!.samplesMv;
    expect(Math.max(...samplesMv.map((mv, i) => Math.abs(mv - found[i]!))), name).toBeLessThan(withinMv);
  }
};

test.each([
  ['RA/LA', [['RA', 'LA']]],
  ['RA/LL', [['RA', 'LL']]],
  ['LA/LL', [['LA', 'LL']]],
] as const)('%s is what the synthetic recorder sees with these cables swapped', (swap, cables) => {
  const seen = made(cables.map(([one, other]) => [one, other]));
  expectSame(withLeadSet(recording, swapElectrodes(leads, swap)), seen);
});

describe.each(electrodeSwaps)('%s', (swap) => {
  const swapped = withLeadSet(recording, swapElectrodes(leads, swap));

  it('keeps the laws of the limb leads', () => {
    expect(withDerivedLeads(swapped).notes).toEqual(withDerivedLeads(recording).notes);
  });

  it('is undone by the what-if, or refused with a reason where a lead is lost', () => {
    const back = remapLeads(swapped, swap);
    expect(back.ok).toBe(!losesALead(swap));
    if (back.ok) {
      expectSame(recording, back.value);
      expect(back.value.notes.at(-1)!.code).toBe('leads-remapped');
      expect(swapped.notes).toEqual(recording.notes);
    } else expect(back.error.message).toContain('lost');
  });
});

test('an arm on the right leg leaves a flat lead', () => {
  const flat = (swap: (typeof electrodeSwaps)[number], name: string): number =>
    Math.max(...findLead(withLeadSet(recording, swapElectrodes(leads, swap)), name)!.samplesMv.map(Math.abs));
  expect(flat('RA/RL', 'II')).toBe(0);
  expect(flat('LA/RL', 'III')).toBe(0);
  expect(flat('RA/RL LA/LL', 'I')).toBe(0);
});

test('a recording without all of I, II, V1 to V6 is refused', () => {
  const few = { ...recording, leads: recording.leads.slice(0, 7) };
  expect(remapLeads(few, 'RA/LA')).toMatchObject({ ok: false, error: { code: 'unsupported' } });
});
