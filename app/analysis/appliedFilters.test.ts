import { expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { limitBand } from '../signal/diagnosticBand.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { appliedFilters } from './appliedFilters.ts';

const heart = (seed: number): Recording =>
  synthesise(
    synthSpec({ seed, noise: { baselineMv: 0.03, muscleMv: 0.006, mainsMv: 0.001, mainsHz: 50, motionMv: 0 } }),
  ).recording;
const copy = (recording: Recording, highPassHz: number | null, lowPassHz: number | null): Recording => ({
  ...recording,
  leads: recording.leads.map((lead) => ({
    ...lead,
    samplesMv: limitBand(lead.samplesMv, recording.sampleRateHz, { highPassHz, lowPassHz }),
  })),
});

test('a 40 Hz low-pass and a 0.5 Hz high-pass copy are seen, the original passes', () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  const seen = (recording: Recording, what: string) => appliedFilters(recording).reasons.join().includes(what);
  const hearts = seeds.map(heart);
  expect(hearts.filter((original) => appliedFilters(original).reasons.length > 0)).toEqual([]);
  expect(hearts.filter((original) => seen(copy(original, null, 40), 'low-pass of 40 Hz'))).toHaveLength(8);
  // Breathing and slow rates leave some of what a high-pass takes away: validation/RESULTS.md has the rates.
  expect(hearts.filter((original) => seen(copy(original, 0.5, null), 'high-pass of 0.5 Hz')).length).toBeGreaterThan(4);
});

test.each([
  ['low-pass 40 Hz', 1],
  ['LowPass: 35Hz', 1],
  ['0.5-40 Hz', 2],
  ['0,67 to 150 Hz', 1],
  ['high-pass 0.05 Hz', 0],
  ['0.05-150 Hz', 0],
  ['notch 50 Hz', 0],
  ['', 0],
])('reads the words of the file: %s', (words, reasons) => {
  const silent = { ...heart(1), leads: [], appliedFilters: [words] };
  expect(appliedFilters(silent).reasons).toHaveLength(reasons);
});

test('bad input is no filter and no crash', () => {
  const original = heart(1);
  const nothing = (change: Partial<Recording>) => appliedFilters({ ...original, ...change }).reasons;
  expect(nothing({ leads: [] })).toEqual([]);
  expect(nothing({ sampleRateHz: 0 })).toEqual([]);
  expect(nothing({ sampleRateHz: Number.NaN })).toEqual([]);
  const missing = original.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.map(() => Number.NaN) }));
  expect(Array.isArray(nothing({ leads: missing }))).toBe(true);
  expect(nothing({ leads: original.leads.map((lead) => ({ ...lead, samplesMv: new Float32Array(0) })) })).toEqual([]);
});
