import { describe, expect, it } from 'vitest';
import { withDerivedLeads } from './derivedLeads.ts';
import { findLead, type Recording, unknownPatient } from './recording.ts';

const count = 500;
const wave = (gain: number, phase: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => gain * Math.sin(i / 20 + phase));
const leadI = wave(0.6, 0);
const leadII = wave(1, 0.4);

const recordingOf = (leads: Readonly<Record<string, Float32Array>>): Recording => ({
  leads: Object.entries(leads).map(([name, samplesMv]) => ({ name, samplesMv, derived: false })),
  sampleRateHz: 500,
  sampleCount: count,
  startTime: null,
  patient: unknownPatient,
  device: null,
  appliedFilters: [],
  notes: [],
});

describe('derived limb leads', () => {
  it('adds III, aVR, aVL and aVF in the order of the paper and marks them', () => {
    const derived = withDerivedLeads(recordingOf({ vx: leadI, V1: leadI, II: leadII, I: leadI }));
    expect(derived.leads.map((lead) => [lead.name, lead.derived])).toEqual([
      ['I', false],
      ['II', false],
      ['III', true],
      ['aVR', true],
      ['aVL', true],
      ['aVF', true],
      ['V1', false],
      ['vx', false],
    ]);
    const at = (name: string): number => findLead(derived, name)!.samplesMv[100]!;
    const [i, ii] = [at('I'), at('II')];
    expect(at('III')).toBeCloseTo(ii - i, 6);
    expect(at('aVR')).toBeCloseTo(-(i + ii) / 2, 6);
    expect(at('aVL')).toBeCloseTo(i - ii / 2, 6);
    expect(at('aVF')).toBeCloseTo(ii - i / 2, 6);
    expect(derived.notes).toEqual([]);
  });

  it('is missing what I or II misses', () => {
    const gap = leadI.slice();
    gap[3] = Number.NaN;
    const iii = findLead(withDerivedLeads(recordingOf({ I: gap, II: leadII })), 'III')!.samplesMv;
    expect([...iii].map(Number.isNaN).flatMap((missing, at) => (missing ? [at] : []))).toEqual([3]);
  });

  it('changes nothing without both I and II', () => {
    const recording = recordingOf({ MLII: leadII, V5: leadI });
    expect(withDerivedLeads(recording)).toBe(recording);
  });

  it('keeps what the file brings, and notes only a violation beyond noise and offset', () => {
    const iii = leadII.map((value, i) => value - leadI[i]!);
    const noisy = iii.map((value, i) => value + 0.3 + 0.01 * ((i * 7919) % 11) - 0.05);
    const good = withDerivedLeads(recordingOf({ I: leadI, II: leadII, III: noisy }));
    expect(findLead(good, 'III')).toMatchObject({ samplesMv: noisy, derived: false });
    expect(good.notes).toEqual([]);
    const inverted = withDerivedLeads(recordingOf({ I: leadI, II: leadII, III: iii.map((value) => -value) }));
    expect(inverted.notes.map((note) => note.code)).toEqual(['einthoven-violated']);
    expect(inverted.notes[0]!.text).toContain('III is not II - I');
  });
});
