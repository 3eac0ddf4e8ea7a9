import { describe, expect, it } from 'vitest';
import type { Recording } from '../../recording/recording.ts';
import { decodeFiles } from '../registry.ts';
import { heartbeats, littleEndian, type MuseOptions, museFile } from '../xml/testFiles.testing.ts';
import { crc32 } from './crc32.ts';

const latin = (text: string) => Uint8Array.from([...text].map((char) => char.charCodeAt(0)));
const run = (options: MuseOptions, change = (text: string) => text) =>
  decodeFiles([{ name: 'm.xml', bytes: latin(change(museFile(options))) }], {});
const decode = (options: MuseOptions = {}, change?: (text: string) => string): Recording => {
  const result = run(options, change);
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  expect(result.value.format).toBe('muse');
  return result.value.recording;
};
const refusal = (options: MuseOptions = {}, change?: (text: string) => string) => {
  const result = run(options, change);
  if (result.ok) throw new Error('decoded, though it should have been refused');
  return result.error;
};
const codes = (recording: Recording) => recording.notes.map(({ code }) => code);

describe('samples', () => {
  it.each([false, true])('reads the rhythm wherever it stands (first: %s) and derives four leads', (rhythmFirst) => {
    const recording = decode({ rhythmFirst });
    const wanted = heartbeats(500);
    for (const { name, samplesMv, derived } of recording.leads) {
      expect(Array.from(samplesMv, (mv) => Math.round(mv * 200) + 0)).toEqual(wanted[name as keyof typeof wanted]);
      expect(derived).toBe(['III', 'aVR', 'aVL', 'aVF'].includes(name));
    }
    expect(recording).toMatchObject({ sampleRateHz: 500, sampleCount: 500, notes: [] });
    expect(recording.fromDevice?.medianBeat?.leads.map(({ samplesMv }) => samplesMv.length)).toEqual(Array(8).fill(60));
  });

  it('scales by units per bit and unit', () => {
    const first = (recording: Recording) => recording.leads[0]!.samplesMv[45]! / heartbeats(500).I[45]!;
    expect(first(decode({ perBit: '4.88' }))).toBeCloseTo(0.00488, 9);
    expect(first(decode({ perBit: '4,88' }))).toBeCloseTo(0.00488, 9);
    expect(first(decode({ perBit: '0.002', unit: 'MILLIVOLTS' }))).toBeCloseTo(0.002, 9);
  });

  it('knows CRC-32', () => {
    expect(crc32(latin('123456789'))).toBe(0xcbf43926);
  });
});

describe('notes', () => {
  it('says whose checksum does not fit', () => {
    const recording = decode({ lead: 'V3', crc: 12345 });
    expect(codes(recording)).toContain('checksum-mismatch');
    expect(recording.notes[0]!.text).toContain('V3');
  });
  it('checks no checksum that is not there', () => {
    expect(codes(decode({ lead: 'V3', crc: 0 }))).toEqual([]);
  });
  it('says that the device marked spikes, lost contact or shifted a lead', () => {
    expect(
      codes(
        decode({}, (text) =>
          text.replaceAll('<ACFilter>', '<PaceSpikes><Spike><At>1</At></Spike></PaceSpikes><ACFilter>'),
        ),
      ),
    ).toEqual(['device-pacer-spikes']);
    expect(codes(decode({}, (text) => text.replaceAll('<LeadOff>FALSE', '<LeadOff>TRUE')))).toEqual([
      'device-lead-off',
    ]);
    expect(codes(decode({}, (text) => text.replaceAll('<LeadTimeOffset>0', '<LeadTimeOffset>4')))).toEqual([
      'lead-shifted',
    ]);
    expect(codes(decode({}, (text) => text.replaceAll('<NumberofLeads>8', '<NumberofLeads>12')))).toEqual([
      'leads-missing',
    ]);
  });
});

describe('what the file says', () => {
  it('reads patient, time, device and filters in ISO-8859-1', () => {
    expect(decode()).toMatchObject({
      startTime: '2026-02-03T04:05:06',
      patient: { id: '77', name: 'Müller', ageYears: 1, sex: 'M' },
      device: 'MAC55, MUSE 9.0',
      appliedFilters: ['high-pass 0.16 Hz', 'low-pass 40 Hz'],
    });
  });
  it('reads ages in every unit, or from the birth', () => {
    const age = (value: string, unit: string) =>
      decode({}, (text) => text.replace('>18<', `>${value}<`).replace('MONTHS', unit)).patient.ageYears;
    expect([age('64', 'YEARS'), age('10', 'DAYS'), age('60', 'WEEKS'), age('5', 'MOONS'), age('400', 'YEARS')]).toEqual(
      [64, 0, 1, null, null],
    );
    const born = decode({}, (text) =>
      text.replace('<PatientAge>18</PatientAge>', '<DateofBirth>02-04-1976</DateofBirth>'),
    );
    expect(born.patient.ageYears).toBe(49);
  });
  it('joins pieces of a statement and keeps what was there before an edit', () => {
    const { fromDevice } = decode();
    expect(fromDevice?.statements).toEqual([
      'Normal sinus rhythm with sinus arrhythmia',
      'Normal ECG',
      'Before it was edited: Abnormal ECG',
    ]);
    expect(fromDevice?.measurements).toEqual([
      { name: 'Ventricular rate', value: 66, unit: 'bpm' },
      { name: 'QT', value: 400, unit: 'ms' },
      { name: 'QT, before it was edited', value: 380, unit: 'ms' },
    ]);
  });
});

describe('what is refused', () => {
  it.each([
    ['fewer samples than promised', { lead: 'V2', promised: 9000 }, 'truncated'],
    ['more samples than promised', { lead: 'V2', promised: 400 }, 'header-invalid'],
    ['leads of different length', { lead: 'V2', promised: 3, bytes: littleEndian([1, 2, 3]) }, 'header-invalid'],
    ['no samples', { lead: 'V2', bytes: new Uint8Array(0) }, 'truncated'],
    ['an amplitude of nothing', { perBit: '0' }, 'header-invalid'],
    ['no amplitude', { perBit: '' }, 'unit-missing'],
    ['another unit', { unit: 'COUNTS' }, 'unit-missing'],
  ] as const)('%s', (_, options, code) => {
    expect(refusal(options)).toMatchObject({ code, file: 'm.xml' });
  });
  it.each([
    ['a median alone', ['>Rhythm<', '>Other<'], 'unsupported'],
    ['no rate', ['<SampleBase>500</SampleBase>', ''], 'rate-missing'],
    ['a giant rate', ['<SampleExponent>0', '<SampleExponent>300'], 'header-invalid'],
    ['samples of four bytes', ['<LeadSampleSize>2', '<LeadSampleSize>4'], 'unsupported'],
    ['no lead', [/<LeadData>[\s\S]*?<\/LeadData>/g, ''], 'unsupported'],
    ['a lead without a name', ['<LeadID>V2</LeadID>', ''], 'header-invalid'],
  ] as const)('%s', (_, [from, to], code) => {
    const change = (text: string) => (typeof from === 'string' ? text.replaceAll(from, to) : text.replace(from, to));
    expect(refusal({}, change)).toMatchObject({ code, file: 'm.xml' });
  });
  it('text where base64 should be', () => {
    expect(refusal({}, (text) => text.replaceAll('<WaveFormData>\n', '<WaveFormData>*')).code).toBe('values-invalid');
  });
});
