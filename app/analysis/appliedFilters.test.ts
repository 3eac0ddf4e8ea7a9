import { expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { limitBand } from '../signal/diagnosticBand.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import { appliedFilters } from './appliedFilters.ts';
import { lineAfterBeats } from './lineAfterBeats.ts';

const heart = (seed: number): Recording =>
  synthesise(
    synthSpec({ seed, noise: { baselineMv: 0.03, muscleMv: 0.006, mainsMv: 0.001, mainsHz: 50, motionMv: 0 } }),
  ).recording;
const filtersOf = (recording: Recording): readonly string[] =>
  appliedFilters(recording, analyzeSignal(recording, { lead: null })).reasons;
const copy = (recording: Recording, highPassHz: number | null, lowPassHz: number | null): Recording => ({
  ...recording,
  leads: recording.leads.map((lead) => ({
    ...lead,
    samplesMv: limitBand(lead.samplesMv, recording.sampleRateHz, { highPassHz, lowPassHz }),
  })),
});

test('a 40 Hz low-pass and a 0.5 Hz high-pass copy are seen, the original passes', () => {
  const seeds = [1, 2, 3, 4, 5, 6, 7, 8];
  const seen = (recording: Recording, what: string) => filtersOf(recording).join().includes(what);
  const hearts = seeds.map(heart);
  expect(hearts.filter((original) => filtersOf(original).length > 0)).toEqual([]);
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
  expect(filtersOf(silent)).toHaveLength(reasons);
});

test('bad input is no filter and no crash', () => {
  const original = heart(1);
  const nothing = (change: Partial<Recording>) => filtersOf({ ...original, ...change });
  expect(nothing({ leads: [] })).toEqual([]);
  expect(nothing({ sampleRateHz: 0 })).toEqual([]);
  expect(nothing({ sampleRateHz: Number.NaN })).toEqual([]);
  const missing = original.leads.map((lead) => ({ ...lead, samplesMv: lead.samplesMv.map(() => Number.NaN) }));
  expect(Array.isArray(nothing({ leads: missing }))).toBe(true);
  expect(nothing({ leads: original.leads.map((lead) => ({ ...lead, samplesMv: new Float32Array(0) })) })).toEqual([]);
});

test('behind one pole the line returns to zero in every lead alike; an unfiltered line does not', () => {
  const onePole = (recording: Recording): Recording => {
    const keep = Math.exp((-2 * Math.PI * 0.5) / recording.sampleRateHz);
    return {
      ...recording,
      leads: recording.leads.map((lead) => {
        let [before, out] = [lead.samplesMv[0]!, 0];
        return {
          ...lead,
          samplesMv: lead.samplesMv.map((mv) => {
            out = keep * (out + mv - before);
            before = mv;
            return out;
          }),
        };
      }),
    };
  };
  const evidence = (recording: Recording) => lineAfterBeats(recording, analyzeSignal(recording, { lead: null }))!;
  for (const seed of [1, 2, 3, 4]) {
    const [line, returning] = [evidence(heart(seed)), evidence(onePole(heart(seed)))];
    expect(returning.likeness).toBeGreaterThan(line.likeness);
    expect(returning.returnPerS).toBeGreaterThan(1);
  }
});

test('too few leads or beats give no evidence of the line', () => {
  const original = heart(1);
  const analysis = analyzeSignal(original, { lead: null });
  expect(lineAfterBeats({ ...original, leads: original.leads.slice(0, 2) }, analysis)).toBeNull();
  expect(lineAfterBeats(original, { beats: [], delineation: {} })).toBeNull();
});

test.each([
  ['high-pass 0.5 Hz', true],
  ['low-pass 40 Hz', false],
  ['0.5-40 Hz', true],
])('%s is a high-pass: %s', (word, highPass) => {
  const recording = { ...heart(1), appliedFilters: [word] };
  expect(appliedFilters(recording, analyzeSignal(recording, { lead: null })).highPass).toBe(highPass);
});
