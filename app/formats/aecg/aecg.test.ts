import { describe, expect, it } from 'vitest';
import type { Recording } from '../../recording/recording.ts';
import { decodeFiles } from '../registry.ts';
import { type AecgOptions, aecgFile, aecgLead, aecgSet, aecgTime, heartbeats } from '../xml/testFiles.testing.ts';
import { isoTime, secondsOf } from './hl7Time.ts';

const run = (options: AecgOptions, change = (text: string) => text) =>
  decodeFiles([{ name: 'a.xml', bytes: new TextEncoder().encode(change(aecgFile(options))) }], {});
const decode = (options: AecgOptions = {}, change?: (text: string) => string): Recording => {
  const result = run(options, change);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  expect(result.value.format).toBe('aecg');
  return result.value.recording;
};
const refusal = (options: AecgOptions = {}, change?: (text: string) => string) => {
  const result = run(options, change);
  if (result.ok) throw new Error('decoded, though it should have been refused');
  return result.error;
};
const start = aecgTime('20260203040506');
const samplesOf = (recording: Recording, name: string) => [
  ...(recording.leads.find((lead) => lead.name === name)?.samplesMv ?? []),
];
const f = Math.fround;

describe('samples', () => {
  it('reads twelve leads by their codes', () => {
    const recording = decode();
    const wanted = heartbeats(500);
    for (const { name, samplesMv } of recording.leads) {
      expect(Array.from(samplesMv, (mv) => Math.round(mv * 200) + 0)).toEqual(wanted[name as keyof typeof wanted]);
    }
    expect(recording).toMatchObject({ sampleRateHz: 500, sampleCount: 500, notes: [] });
  });

  it('adds origin and scale, each in its own unit', () => {
    const origin = '<origin value="0.1" unit="mV"/>';
    const sets = aecgSet(start, aecgLead('V1', '1 -2.5', 'uV', '2.5', origin), aecgLead('V2', '1 2', 'nV', '1000', ''));
    const recording = decode({ sets });
    expect(samplesOf(recording, 'V1')).toEqual([f(0.1025), f(0.09375)]);
    expect(samplesOf(recording, 'V2')).toEqual([f(0.001), f(0.002)]);
  });

  it.each([
    ['<increment value="4" unit="ms"/>', 250],
    ['<increment value="1000" unit="us"/>', 1000],
    ['<increment value="0.00555555556" unit="s"/>', 180],
  ])('reads the rate of %s', (increment, rateHz) => {
    expect(decode({ sets: aecgSet(aecgTime('x', increment), aecgLead('I', '1 2')) }).sampleRateHz).toBe(rateHz);
  });

  it('puts leads that were recorded one after the other on one axis', () => {
    const sets =
      aecgSet(aecgTime('20260203040506.004'), aecgLead('V1', '3 4')) +
      aecgSet(start, aecgLead('I', '1 2 5'), aecgLead('II', '1 2 5'));
    const recording = decode({ sets });
    expect(recording.startTime).toBe('2026-02-03T04:05:06');
    expect(samplesOf(recording, 'I')).toEqual([f(0.005), f(0.01), f(0.025), Number.NaN]);
    expect(samplesOf(recording, 'V1')).toEqual([Number.NaN, Number.NaN, f(0.015), f(0.02)]);
    expect(recording.notes.map(({ code }) => code)).toEqual(['leads-in-turn']);
  });

  it('leaves out what is no voltage and says so', () => {
    const resp = aecgLead('I', '1 2').replace('MDC_ECG_LEAD_I', 'MDC_RESP');
    const recording = decode({ sets: aecgSet(start, aecgLead('I', '1 2'), aecgLead('II', '1 2', 'mmHg'), resp) });
    expect(recording.leads.map(({ name }) => name)).toEqual(['I']);
    expect(recording.notes[0]).toMatchObject({ code: 'signals-left-out' });
  });
});

describe('what the file says', () => {
  it('reads patient, time, device and filters', () => {
    expect(decode()).toMatchObject({
      startTime: '2026-02-03T04:05:06.250-05:00',
      patient: { id: 'S-1', name: 'A B', ageYears: 49, sex: 'F' },
      device: 'Maker Cart',
      appliedFilters: ['low-pass 40 Hz'],
    });
  });
  it('prefers the age that was reported', () => {
    const reported = (unit: string) =>
      `<controlVariable><relatedObservation><code code="21612-7"/><value value="18" unit="${unit}"/></relatedObservation></controlVariable>`;
    expect(decode({ age: reported('a') }).patient.ageYears).toBe(18);
    expect(decode({ age: reported('mo') }).patient.ageYears).toBe(1);
    expect(decode({ age: reported('a') }).notes.map(({ code }) => code)).toEqual(['age-disputed']);
    expect(decode({ age: reported('a').replace('18', '50') }).notes).toEqual([]);
  });
  it("keeps the device's figures, statements and beat apart", () => {
    const { fromDevice } = decode();
    expect(fromDevice?.measurements).toEqual([{ name: 'QT', value: 400, unit: 'ms' }]);
    expect(fromDevice?.statements).toEqual(['Sinus rhythm']);
    expect(fromDevice?.medianBeat?.leads.map(({ name }) => name)).toEqual(['II']);
  });
  it('reads the rhythm although the beat cannot be read, and says so', () => {
    const recording = decode({ derived: '' });
    expect(recording.fromDevice?.medianBeat).toBeNull();
    expect(recording.notes.map(({ code }) => code)).toEqual(['device-beat-unreadable']);
  });
  it('reads the times of HL7', () => {
    expect(isoTime('2026')).toBeNull();
    expect(isoTime('20260203')).toBe('2026-02-03');
    expect(isoTime('202602030405')).toBe('2026-02-03T04:05:00');
    expect(isoTime('20261303')).toBeNull();
    expect(secondsOf('20260203000001.5')! - secondsOf('20260202')!).toBe(86401.5);
  });
});

describe('what is refused', () => {
  const many = (count: number, from: string) => aecgSet(aecgTime(from), aecgLead('I', '1 '.repeat(count)));
  it.each([
    ['no time', aecgSet(aecgLead('I', '1 2')), 'rate-missing'],
    ['a time without a unit', aecgSet(aecgTime('x', '<increment value="2"/>'), aecgLead('I', '1')), 'rate-missing'],
    [
      'a time in minutes',
      aecgSet(aecgTime('x', '<increment value="2" unit="min"/>'), aecgLead('I', '1')),
      'header-invalid',
    ],
    [
      'a time that stands still',
      aecgSet(aecgTime('x', '<increment value="0" unit="s"/>'), aecgLead('I', '1')),
      'header-invalid',
    ],
    ['no unit', aecgSet(start, aecgLead('I', '1').replace('unit="uV"/><digits', '/><digits')), 'unit-missing'],
    ['an origin of nothing', aecgSet(start, aecgLead('I', '1', 'uV', '5', '<origin value="3"/>')), 'unit-missing'],
    ['text for digits', aecgSet(start, aecgLead('I', '1 two 3')), 'values-invalid'],
    ['a value out of range', aecgSet(start, aecgLead('I', '1e300', 'V', '1e300')), 'values-invalid'],
    ['leads of different length', aecgSet(start, aecgLead('I', '1 2'), aecgLead('II', '1')), 'header-invalid'],
    ['no lead', aecgSet(start), 'unsupported'],
    ['an empty lead', aecgSet(start, aecgLead('I', ' ')), 'unsupported'],
    [
      'two rates',
      many(9, '20260203') + aecgSet(aecgTime('20260204', '<increment value="4" unit="ms"/>'), aecgLead('I', '1')),
      'unsupported',
    ],
    ['pieces without a time', many(9, 'x') + many(9, '20260204'), 'unsupported'],
    ['pieces years apart', many(9, '19990203') + many(9, '20260204'), 'too-large'],
  ])('%s', (_, sets, code) => {
    expect(refusal({ sets })).toMatchObject({ code, file: 'a.xml' });
  });
  it('a beat without a rhythm', () => {
    expect(refusal({}, (text) => text.replace('"RHYTHM"', '"REPRESENTATIVE_BEAT"')).code).toBe('unsupported');
  });
});
