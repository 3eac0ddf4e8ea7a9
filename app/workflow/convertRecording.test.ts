import { describe, expect, it } from 'vitest';
import { decodeFiles } from '../formats/registry.ts';
import { withDerivedLeads } from '../recording/derivedLeads.ts';
import type { Recording } from '../recording/recording.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { type ConvertOptions, type ConvertTarget, convertRecording, convertTargets } from './convertRecording.ts';

const heart = synthesise(synthSpec({ seed: 11, durationS: 10, sampleRateHz: 500 })).recording;
const source: Recording = {
  ...heart,
  startTime: '2026-11-21T09:30:05.25',
  device: 'Cart 7',
  patient: { id: 'H-17', name: 'Ada Muster', ageYears: 61, sex: 'F' },
  appliedFilters: ['high-pass 0.05 Hz', 'low-pass 150 Hz'],
  notes: [],
};
const plain: ConvertOptions = { anonymous: false, startTime: null };

const convert = (recording: Recording, target: ConvertTarget, options = plain) => {
  const result = convertRecording(recording, target, 'c', options);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};
const readBack = (recording: Recording, target: ConvertTarget, options = plain): Recording => {
  const decoded = decodeFiles(convert(recording, target, options).files, {});
  if (!decoded.ok) throw new Error(`${decoded.error.code}: ${decoded.error.message}`);
  expect(decoded.value.format).toBe(target);
  return decoded.value.recording;
};
/** Largest difference in microvolts between what was written and what was read; missing must be missing in both. */
const largestUv = (a: Recording, b: Recording): number => {
  let largest = 0;
  for (const lead of a.leads) {
    const other = b.leads.find(({ name }) => name === lead.name)!;
    expect(other.samplesMv.length).toBe(lead.samplesMv.length);
    for (const [i, mv] of lead.samplesMv.entries()) {
      const read = other.samplesMv[i]!;
      if (Number.isNaN(mv) !== Number.isNaN(read)) return Number.POSITIVE_INFINITY;
      if (!Number.isNaN(mv)) largest = Math.max(largest, 1000 * Math.abs(mv - read));
    }
  }
  return largest;
};
/** Half a step, and what a Float32 of the largest amplitude may add. */
const halfStepUv = (stepUv: number): number => stepUv / 2 + 0.001;
const scaled = (factor: number, recording = source): Recording => ({
  ...recording,
  leads: recording.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.map((mv) => mv * factor) })),
});

describe('a recording in another format', () => {
  it.each(convertTargets)('is read back from %s equal to the last digit', (target) => {
    const read = readBack(source, target);
    expect(read.sampleRateHz).toBe(source.sampleRateHz);
    expect(read.sampleCount).toBe(source.sampleCount);
    expect(read.leads.map(({ name }) => name)).toEqual(source.leads.map(({ name }) => name));
    expect(largestUv(source, read)).toBeLessThanOrEqual(halfStepUv(0.1));
    // What was read once is on the target's steps: written again, it is the same to the last bit.
    const again = readBack(read, target);
    for (const [i, { samplesMv }] of read.leads.entries()) expect(again.leads[i]!.samplesMv).toEqual(samplesMv);
  });

  it.each(convertTargets)('keeps patient, time, device and filters in %s', (target) => {
    const read = readBack(source, target);
    expect(read.patient).toEqual({ ...source.patient, ageYears: target === 'edf' ? null : 61 });
    expect(read.startTime).toBe(source.startTime);
    expect(read.device).toBe('Cart 7');
    expect(read.appliedFilters).toEqual(target === 'edf' ? ['HP:0.05Hz LP:150Hz'] : source.appliedFilters);
  });

  it.each(convertTargets)('loses name and id in %s when it is to be anonymous', (target) => {
    const old = { ...source, patient: { ...source.patient, ageYears: 93 } };
    const options = { anonymous: true, startTime: null };
    expect(readBack(old, target, options).patient).toEqual({ id: null, name: null, ageYears: null, sex: 'F' });
    for (const { bytes } of convert(old, target, options).files) {
      const text = String.fromCharCode(...bytes.subarray(0, 60_000));
      expect(text).not.toMatch(/Muster|H-17|093Y|age: 93/i);
    }
  });

  it.each([
    ['wfdb', 5, 0.4],
    ['edf', 5, 1],
    ['dicom', 5, 1],
    ['edf', 100, 10],
    ['dicom', 100, 10],
  ] as const)('takes coarser steps in %s for leads %d times as tall', (target, factor, stepUv) => {
    const tall = scaled(factor);
    expect(largestUv(tall, readBack(tall, target))).toBeLessThanOrEqual(halfStepUv(stepUv));
  });

  it('marks a missing sample, or refuses where the format has no mark', () => {
    const gap: Recording = {
      ...source,
      leads: source.leads.map((lead, i) => ({
        ...lead,
        samplesMv: lead.samplesMv.map((mv, at) => (i === 1 && at > 20 && at < 90 ? NaN : mv)),
      })),
    };
    for (const target of ['wfdb', 'csv', 'dicom'] as const) {
      expect(largestUv(gap, readBack(gap, target))).toBeLessThanOrEqual(halfStepUv(0.1));
    }
    expect(convertRecording(gap, 'edf', 'c', plain)).toMatchObject({
      ok: false,
      error: { code: 'unsupported', message: expect.stringContaining('lacks 69 samples') },
    });
  });

  it('keeps what the device said in DICOM, and names it where it is left behind', () => {
    const said: Recording = {
      ...source,
      fromDevice: {
        measurements: [{ name: 'QT Interval', value: 402, unit: 'ms' }],
        statements: ['Sinus rhythm'],
        medianBeat: {
          sampleRateHz: 500,
          leads: source.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.slice(0, 300) })),
        },
      },
    };
    const read = readBack(said, 'dicom');
    expect(read.fromDevice).toMatchObject({
      measurements: said.fromDevice!.measurements,
      statements: ['Sinus rhythm'],
    });
    expect(read.fromDevice!.medianBeat!.leads[0]!.samplesMv.length).toBe(300);
    expect(convert(said, 'dicom').leftBehind).toEqual([]);
    expect(convert(said, 'wfdb').leftBehind.join('; ')).toMatch(/1 measurements.*1 statements.*median beat/);
    expect(convert(said, 'edf').leftBehind.join('; ')).toContain('the age');
  });

  it('writes derived leads only where they can be marked as derived', () => {
    const eight = withDerivedLeads({
      ...source,
      leads: source.leads.filter(({ name }) => !/^(?:III|aV[RLF])$/.test(name)),
    });
    const derived = (recording: Recording) => recording.leads.filter((lead) => lead.derived).map(({ name }) => name);
    expect(derived(eight)).toHaveLength(4);
    for (const target of convertTargets) expect(derived(readBack(eight, target))).toEqual(derived(eight));
    expect(convert(eight, 'edf').leftBehind[0]).toContain('derived leads');
  });

  it('takes the time of recording from the person where there is none', () => {
    const timeless = { ...source, startTime: null };
    expect(convertRecording(timeless, 'dicom', 'c', plain)).toMatchObject({
      ok: false,
      error: { code: 'unsupported' },
    });
    expect(readBack(timeless, 'dicom', { anonymous: false, startTime: '2020-02-29T23:59:59' }).startTime).toBe(
      '2020-02-29T23:59:59',
    );
    expect(convertRecording(timeless, 'dicom', 'c', { anonymous: false, startTime: 'noon' })).toMatchObject({
      ok: false,
      error: { code: 'invalid-input' },
    });
  });

  it.each([
    [
      'dicom',
      'more than 16384 samples',
      synthesise(synthSpec({ seed: 1, durationS: 60, sampleRateHz: 500 })).recording,
      '30000 samples',
    ],
    ['dicom', 'a slow rate', synthesise(synthSpec({ seed: 1, durationS: 10, sampleRateHz: 100 })).recording, '100 Hz'],
    ['dicom', 'a lead without a code', { ...source, leads: [{ ...source.leads[0]!, name: 'MLII' }] }, 'MLII'],
    ['edf', 'a rate of no short fraction', { ...source, sampleRateHz: 62.4725 * Math.PI }, 'exactly'],
    ['edf', 'a long name', { ...source, leads: [{ ...source.leads[0]!, name: 'a lead of a long name' }] }, 'too long'],
    ['edf', 'a volt', scaled(10_000), '3.2767 V'],
  ] as const)('is refused by %s for %s', (target, _, recording, words) => {
    const result = convertRecording({ ...recording, startTime: '2026-11-21T09:30:05' }, target, 'c', plain);
    expect(result).toMatchObject({
      ok: false,
      error: { code: 'unsupported', message: expect.stringContaining(words) },
    });
  });

  it('holds lengths of no whole seconds in EDF, down to primes', () => {
    for (const sampleCount of [4999, 4801, 1, 750]) {
      const cut: Recording = {
        ...source,
        sampleCount,
        leads: source.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.slice(0, sampleCount) })),
      };
      expect(readBack(cut, 'edf').sampleCount).toBe(sampleCount);
    }
  });
});
