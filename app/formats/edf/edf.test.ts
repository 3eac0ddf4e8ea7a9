import { describe, expect, it } from 'vitest';
import type { Recording } from '../../recording/recording.ts';
import { type EdfTestFile, type EdfTestSignal, edfBytes } from './edf.testing.ts';
import { edf } from './edf.ts';

const decodeBytes = (bytes: Uint8Array) => edf.decode([{ name: 'r.edf', bytes }], {});
const decode = (file: EdfTestFile): Recording => {
  const result = decodeBytes(edfBytes(file));
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`);
  return result.value;
};
const codes = (recording: Recording) => recording.notes.map(({ code }) => code);
const two = (label: string, first: readonly number[], second: readonly number[]): EdfTestSignal => ({
  label,
  records: [first, second],
});

describe('EDF', () => {
  it('scales by the physical and digital range, in any unit of voltage', () => {
    const recording = decode({
      signals: [
        two('ECG II', [0, 10], [-10, 32767]),
        { ...two('EKG V1', [0, 100], [200, -100]), unit: 'mV', range: [-1, 1, -100, 100] },
        // A physical range upside down turns the signal over, as the specification allows.
        { ...two('ECG aVF', [0, 100], [200, -100]), unit: 'mV', range: [1, -1, -100, 100] },
      ],
    });
    expect(recording.leads.map(({ name }) => name)).toEqual(['II', 'V1', 'aVF']);
    expect([...recording.leads[0]!.samplesMv]).toEqual([0, 0.001, -0.001, 3.2767].map(Math.fround));
    expect([...recording.leads[1]!.samplesMv]).toEqual([0, 1, 2, -1]);
    expect([...recording.leads[2]!.samplesMv]).toEqual([0, -1, -2, 1]);
    expect(recording).toMatchObject({ sampleRateHz: 2, sampleCount: 4, appliedFilters: [] });
  });

  it.each([
    ['ECG', 'ECG'],
    ['ECG 1', 'ECG 1'],
    ['EKG2', 'EKG2'],
    ['ECG II', 'II'],
    ['ECG MLII', 'MLII'],
    ['ECG LA-RA', 'LA-RA'],
    ['ecg avr', 'aVR'],
    ['V5', 'V5'],
    ['Lead III', 'III'],
    ['MLII', 'MLII'],
  ])('calls a signal labelled %s lead %s', (label, name) => {
    expect(decode({ signals: [two(label, [1], [2])] }).leads[0]!.name).toBe(name);
  });

  it('leaves other signals out by name, and ECG signals of another rate too', () => {
    const recording = decode({
      signals: [
        two('ECG I', [1, 2], [3, 4]),
        two('ECG II', [1, 2], [3, 4]),
        two('ECG V1', [1, 2, 3, 4], [5, 6, 7, 8]),
        two('EEG F4-A1', [1, 2], [3, 4]),
        { ...two('ECG hum', [1, 2], [3, 4]), unit: 'mmHg' },
      ],
    });
    expect(recording.leads.map(({ name }) => name)).toEqual(['I', 'II']);
    const text = recording.notes.map((note) => note.text).join('\n');
    expect(text).toContain('of another rate, left out: ECG V1 (4 Hz)');
    expect(text).toContain('left out: EEG F4-A1 (uV), ECG hum (mmHg)');
  });

  it('reads the subfields of EDF+', () => {
    const recording = decode({
      patient: 'MCH-0234567 F 02-MAY-1951 Haagse_Harry',
      recording: 'Startdate 02-MAR-2002 PSG-1234/2002 NN Telemetry03',
      date: '02.03.02',
      time: '14.05.09',
      lists: ['+0.25\x14\x14\0', '+1.25\x14\x14\0+1.5\x150.5\x14Chest pain\x14walking\x14\0'],
      signals: [{ ...two('ECG II', [1], [2]), filtering: 'HP:0.1Hz LP:75Hz' }],
    });
    expect(recording.patient).toEqual({ id: 'MCH-0234567', name: 'Haagse Harry', ageYears: 50, sex: 'F' });
    expect(recording).toMatchObject({
      startTime: '2002-03-02T14:05:09.25',
      device: 'Telemetry03',
      appliedFilters: ['HP:0.1Hz LP:75Hz'],
    });
    expect(recording.notes.map(({ text }) => text)).toEqual([
      'At 1.25 s, lasting 0.5 s: Chest pain',
      'At 1.25 s, lasting 0.5 s: walking',
    ]);
  });

  it('reads plain EDF, with the century that its clipping date means', () => {
    const plain = (date: string) =>
      decode({
        kind: '',
        patient: 'A. Muster 1950',
        recording: 'Recorder 7',
        date,
        time: '10.00.00',
        signals: [two('ECG', [1], [2])],
      });
    expect(plain('31.12.99')).toMatchObject({
      startTime: '1999-12-31T10:00:00',
      device: 'Recorder 7',
      patient: { name: 'A. Muster 1950' },
    });
    expect(plain('31.12.84').startTime).toBe('2084-12-31T10:00:00');
    expect(codes(plain('31.02.20'))).toContain('start-time-unknown');
  });

  it('takes a date that was taken out for none', () => {
    const recording = decode({ signals: [two('ECG', [1], [2])] });
    expect(recording.startTime).toBeNull();
    expect(codes(recording)).toEqual(['start-time-unknown']);
  });

  it('makes the gaps of EDF+D missing samples', () => {
    const recording = decode({
      kind: 'EDF+D',
      lists: ['+0\x14\x14\0', '+2.5\x14\x14\0'],
      signals: [two('ECG', [10, 20], [30, 40])],
    });
    const expected = [0.001, 0.002, NaN, NaN, NaN, 0.003, 0.004].map(Math.fround);
    expect([...recording.leads[0]!.samplesMv]).toEqual(expected);
    expect(recording.notes.find(({ code }) => code === 'gaps')?.text).toContain('1.5 s');
  });

  it('counts the records by the bytes where the writer did not know', () => {
    expect(decode({ recordCount: -1, signals: [two('ECG', [1], [2])] }).sampleCount).toBe(2);
    const surplus = decode({ recordCount: 1, signals: [two('ECG', [1], [2])] });
    expect(surplus.sampleCount).toBe(1);
    expect(codes(surplus)).toContain('trailing-samples');
  });

  it('shows 50 annotations and counts the others', () => {
    const list = `+0\x14\x14\0${Array.from({ length: 70 }, (_, i) => `+0.${10 + i}\x14note ${i}\x14\0`).join('')}`;
    const recording = decode({ lists: [list, '+1\x14\x14\0'], signals: [two('ECG', [1], [2])] });
    expect(recording.notes.filter(({ code }) => code === 'annotation')).toHaveLength(50);
    expect(recording.notes.at(-1)).toEqual({
      code: 'annotations-left-out',
      text: '20 further annotations are not shown.',
    });
  });

  const signals = [two('ECG', [1, 2], [3, 4])];
  it.each([
    ['no ECG', { signals: [two('EEG', [1], [2])] }, 'unsupported'],
    ['no record', { signals, recordCount: 0 }, 'header-invalid'],
    ['more records than bytes', { signals, recordCount: 3 }, 'truncated'],
    ['a giant number of records', { signals, recordCount: 99999999 }, 'truncated'],
    ['records without a duration', { signals, recordS: 0 }, 'header-invalid'],
    ['a duration that is no number', { signals, recordS: 'abc' }, 'header-invalid'],
    ['a rate that no ECG has', { signals, recordS: 1e6 }, 'header-invalid'],
    ['a digital range of nothing', { signals: [{ ...signals[0]!, range: [-1, 1, 5, 5] }] }, 'header-invalid'],
    ['a physical range of nothing', { signals: [{ ...signals[0]!, range: [1, 1, -5, 5] }] }, 'header-invalid'],
    ['a range that is no number', { signals: [{ ...signals[0]!, range: ['x', 1, -5, 5] }] }, 'header-invalid'],
    ['gaps without times', { kind: 'EDF+D', signals, lists: ['+0\x14\x14\0', 'nothing'] }, 'header-invalid'],
    ['times that run backwards', { kind: 'EDF+D', signals, lists: ['+9\x14\x14\0', '+1\x14\x14\0'] }, 'values-invalid'],
    ['a gap of years', { kind: 'EDF+D', signals, lists: ['+0\x14\x14\0', '+99999999\x14\x14\0'] }, 'too-large'],
  ] as const)('refuses %s', (_, file, code) => {
    expect(decodeBytes(edfBytes(file as EdfTestFile))).toMatchObject({ ok: false, error: { code, file: 'r.edf' } });
  });

  it('refuses a header that is cut off', () => {
    expect(decodeBytes(edfBytes({ signals }).subarray(0, 255))).toMatchObject({
      ok: false,
      error: { code: 'truncated' },
    });
    expect(decodeBytes(edfBytes({ signals }).subarray(0, 300))).toMatchObject({
      ok: false,
      error: { code: 'truncated' },
    });
  });
});
