import { expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { displayFilters, seenThrough } from './displayFilter.ts';

const { recording: heart } = synthesise(synthSpec({ seed: 3, durationS: 10, sampleRateHz: 500 }));

const withSine = (recording: Recording, hz: number, mv: number): Recording => ({
  ...recording,
  leads: recording.leads.map((lead) => ({
    ...lead,
    samplesMv: lead.samplesMv.map((value, i) => value + mv * Math.sin((2 * Math.PI * hz * i) / recording.sampleRateHz)),
  })),
});

/** Largest difference of two recordings of the same heart in a lead, mV, the first and last second left out. */
const apart = (one: Recording, other: Recording, lead: number): number => {
  const [a, b] = [one.leads[lead]!.samplesMv, other.leads[lead]!.samplesMv];
  let most = 0;
  for (let i = 500; i < a.length - 500; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
};

test('as recorded is the recording itself', () => {
  expect(seenThrough(heart, 'recorded')).toBe(heart);
});

test('the mains are taken out of every lead, and the caption names their frequency', () => {
  const hum = withSine(heart, 50, 0.1);
  const seen = seenThrough(hum, 'withoutMains');
  const clean = seenThrough(heart, 'diagnostic');
  for (let lead = 0; lead < 12; lead++) {
    expect(apart(seenThrough(hum, 'diagnostic'), clean, lead)).toBeGreaterThan(0.09);
    expect(apart(seen, clean, lead)).toBeLessThan(0.03);
  }
  expect(seen.appliedFilters.at(-1)).toBe('on this screen up to 150 Hz, 50 Hz taken out');
});

test('where no mains stand out none are taken out, and that is said', () => {
  const seen = seenThrough(heart, 'withoutMains');
  expect(seen.leads.map(({ samplesMv }) => samplesMv)).toEqual(
    seenThrough(heart, 'diagnostic').leads.map(({ samplesMv }) => samplesMv),
  );
  expect(seen.appliedFilters).toEqual(['Filters not stated', 'on this screen up to 150 Hz, no mains found']);
});

test('the narrow band takes muscle out and leaves slow waves', () => {
  const clean = seenThrough(heart, 'narrow');
  expect(apart(seenThrough(withSine(heart, 80, 0.1), 'narrow'), clean, 1)).toBeLessThan(0.02);
  expect(apart(seenThrough(withSine(heart, 5, 0.1), 'narrow'), clean, 1)).toBeGreaterThan(0.09);
  expect(clean.appliedFilters.at(-1)).toBe('on this screen up to 40 Hz, no mains found');
  const hum = seenThrough(withSine(heart, 60, 0.1), 'narrow');
  expect(apart(hum, clean, 1)).toBeLessThan(0.02);
  expect(hum.appliedFilters.at(-1)).toBe('on this screen up to 40 Hz, 60 Hz taken out');
});

test('a rate that does not carry 150 Hz is not said to be cut off there', () => {
  const slow = { ...heart, sampleRateHz: 250 };
  expect(seenThrough(slow, 'diagnostic').appliedFilters.at(-1)).toBe('on this screen as recorded, less than 150 Hz');
});

test.each(displayFilters)('%s: gaps stay gaps, waves stay where they are, and Einthoven’s law holds', (filter) => {
  const gap = (samplesMv: Float32Array) => samplesMv.map((value, i) => (i >= 2000 && i < 2100 ? Number.NaN : value));
  const holed = { ...heart, leads: heart.leads.map((lead) => ({ ...lead, samplesMv: gap(lead.samplesMv) })) };
  const seen = seenThrough(holed, filter);
  const of = (name: string) => seen.leads.find((lead) => lead.name === name)!.samplesMv;
  const original = holed.leads.find(({ name }) => name === 'II')!.samplesMv;
  const peak = (samplesMv: Float32Array) => samplesMv.slice(0, 400).indexOf(Math.max(...samplesMv.slice(0, 400)));
  expect(Math.abs(peak(of('II')) - peak(original))).toBeLessThanOrEqual(1);
  of('II').forEach((value, i) => {
    expect(Number.isNaN(value)).toBe(i >= 2000 && i < 2100);
    if (!Number.isNaN(value)) expect(Math.abs(of('I')[i]! + of('III')[i]! - value)).toBeLessThan(0.006);
  });
});
