import { describe, expect, it } from 'vitest';
import { isWarning } from '../report/notes.ts';
import { type Recording, unknownPatient } from './recording.ts';
import { patientNotes, truthNotes, truthWarnings } from './truthChecks.ts';

const rateHz = 250;
const count = 10 * rateHz;

/** Beats a second apart, each lead with a noise of its own, as two amplifiers have. */
const beats = (sizeMv: number, lead: number): Float32Array =>
  Float32Array.from({ length: count }, (_, i) => {
    const noise = (((i + 1) * (lead + 3) * 7919) % 101) / 101 - 0.5;
    return sizeMv * (Math.exp(-((((i + lead) % rateHz) - 60) ** 2) / 20) + 0.02 * noise);
  });
const recordingOf = (leads: Readonly<Record<string, Float32Array>>, rest: Partial<Recording> = {}): Recording => ({
  leads: Object.entries(leads).map(([name, samplesMv]) => ({ name, samplesMv, derived: false })),
  sampleRateHz: rateHz,
  sampleCount: Object.values(leads)[0]?.length ?? 0,
  startTime: null,
  patient: { ...unknownPatient, ageYears: 60, sex: 'F' },
  device: null,
  appliedFilters: [],
  notes: [],
  ...rest,
});
const codes = (recording: Recording) => truthNotes(recording).map(({ code }) => code);
const [one, two, three] = [beats(1, 0), beats(1.2, 1), beats(0.8, 2)];

describe('truth checks', () => {
  it('say nothing about a recording that is what it says', () => {
    expect(codes(recordingOf({ I: one, II: two, V1: three }))).toEqual([]);
  });

  it.each([
    ['microvolts taken for millivolts', 1000, true],
    ['counts of 5 microvolts', 200, true],
    ['a large heart', 5, false],
    ['low voltage', 0.15, false],
    ['volts taken for millivolts', 0.001, true],
  ])('%s', (_, factor, isDoubted) => {
    const scaled = (lead: Float32Array) => lead.map((mv) => mv * factor);
    const recording = recordingOf({ I: scaled(one), II: scaled(two), V1: scaled(three) });
    expect(codes(recording)).toEqual(isDoubted ? ['amplitude-implausible'] : []);
  });

  it('see a baseline far off or drifting for what it is', () => {
    const drifting = one.map((mv, i) => mv + 40 + i / 500);
    expect(codes(recordingOf({ I: drifting, II: two, V1: three }))).toEqual([]);
  });

  it('find a lead that stands for two, whatever its offset and scale', () => {
    const recording = recordingOf({ I: one, II: two, V1: one.map((mv) => 2 * mv + 0.5) });
    expect(truthNotes(recording)).toMatchObject([
      { code: 'leads-identical', text: expect.stringContaining('I and V1') },
    ]);
  });

  it('let derived leads be what they are', () => {
    const { leads, ...rest } = recordingOf({ I: one, II: two, III: one });
    expect(codes({ ...rest, leads: leads.map((lead) => ({ ...lead, derived: lead.name === 'III' })) })).toEqual([]);
  });

  it('name leads that stand still, but none that is missing', () => {
    const still = recordingOf({ I: one, II: two, V1: three.map(() => 0.3), V2: three.map(() => Number.NaN) });
    expect(truthNotes(still)).toMatchObject([{ code: 'lead-constant', text: expect.stringContaining('V1 ') }]);
    expect(codes(recordingOf({ I: one, II: two, V1: three.map((_, i) => (i < 9 ? Number.NaN : 1)) }))).toEqual([
      'lead-constant',
    ]);
  });

  it('say when there are too few samples a second', () => {
    const few = one.filter((_, i) => i % 5 === 0);
    expect(codes(recordingOf({ II: few }, { sampleRateHz: 50 }))).toEqual(['rate-low']);
  });

  it('say what is not known of the patient', () => {
    expect(codes(recordingOf({ I: one }, { patient: unknownPatient }))).toEqual(['age-missing', 'sex-missing']);
  });

  it('judge no signal of less than a second, and no empty one', () => {
    expect(codes(recordingOf({ I: Float32Array.of(1, 2), II: Float32Array.of(1, 2) }))).toEqual([]);
    expect(codes(recordingOf({ I: new Float32Array(0) }))).toEqual([]);
    expect(codes(recordingOf({}))).toEqual([]);
  });

  it('are warnings where they doubt the tracing', () => {
    const warns = (code: string) => isWarning({ code, text: '' });
    expect([truthWarnings.every(warns), patientNotes.some(warns)]).toEqual([true, false]);
  });
});
