import { describe, expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { createRandom } from '../synth/random.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';

const heart = (seed: number): Recording => synthesise(synthSpec({ seed, variety: true, sampleRateHz: 250 })).recording;
const codes = (recording: Recording): string[] =>
  analyzeSignal(recording, { lead: null }).validity.reasons.map(({ code }) => code);
const spoilt = (recording: Recording, change: (mv: Float32Array, lead: number) => Float32Array): Recording => ({
  ...recording,
  leads: recording.leads.map((lead, l) => ({ ...lead, samplesMv: change(lead.samplesMv, l) })),
});
const made = (at: (timeS: number, lead: number) => number): Recording =>
  spoilt(heart(1), (mv, lead) => mv.map((_, i) => at(i / 250, lead)));

const seeds = [1, 2, 3, 4];

test('hearts pass, in twelve leads and in one', () => {
  for (const seed of seeds) {
    const recording = heart(seed);
    expect(codes(recording)).toEqual([]);
    expect(codes({ ...recording, leads: recording.leads.slice(1, 2) })).toEqual([]);
  }
});

describe('not what it says', () => {
  test('time reversed', () => {
    for (const seed of seeds)
      expect(codes(spoilt(heart(seed), (mv) => mv.slice().reverse()))).toSatisfy((found: string[]) =>
        found.some((code) => /no-heart-beat|doubtful-beat/.test(code)),
      );
  });
  test('upside down', () => {
    for (const seed of seeds)
      expect(codes(spoilt(heart(seed), (mv) => mv.map((value) => -value)))).toSatisfy((found: string[]) =>
        found.some((code) => /upside-down|doubtful-beat/.test(code)),
      );
  });
  test('pieces in another order', () => {
    const random = createRandom(1, 'pieces');
    const order = Array.from({ length: 50 }, (_, i) => ({ i, at: random.uniform() })).sort((a, b) => a.at - b.at);
    const pieces = (mv: Float32Array) => mv.map((_, i) => mv[order[Math.floor(i / 50)]!.i * 50 + (i % 50)]!);
    for (const seed of seeds) expect(codes(spoilt(heart(seed), pieces))).not.toEqual([]);
  });
  test('leads in another order', () => {
    const recording = heart(1);
    const leads = recording.leads.map((lead, l) => ({
      ...lead,
      samplesMv: recording.leads[(5 * l + 3) % 12]!.samplesMv,
    }));
    expect(codes({ ...recording, leads })).toContain('leads-contradict');
  });
  test('500 Hz read as 50, counts taken for millivolts, a thousand times too small', () => {
    expect(codes({ ...heart(1), sampleRateHz: 50 })).not.toEqual([]);
    expect(codes(spoilt(heart(1), (mv) => mv.map((value) => 200 * value)))).toContain('amplitude-too-large');
    expect(codes(spoilt(heart(1), (mv) => mv.map((value) => value / 1000)))).not.toEqual([]);
  });
});

test('ten times too small closes every model; a small heart, or few leads of one, does not', () => {
  const scaled = (seed: number, by: number) => spoilt(heart(seed), (mv) => mv.map((value) => by * value));
  for (const seed of seeds) {
    expect(codes(scaled(seed, 0.1))).toContain('amplitude-implausible');
    expect(codes(scaled(seed, 0.4))).toEqual([]);
    const small = scaled(seed, 0.1);
    expect(codes({ ...small, leads: small.leads.slice(0, 6) })).not.toContain('amplitude-implausible');
  }
  const { reasons } = analyzeSignal(scaled(1, 0.1), { lead: null }).validity;
  expect(reasons.map(({ text }) => text).join()).toMatch(/is the unit or the gain wrong/);
});

describe('no ECG', () => {
  test.each<[string, (timeS: number, lead: number) => number]>([
    ['a sawtooth of 1.2 Hz', (timeS, lead) => (0.2 + 0.1 * lead) * (2 * ((1.2 * timeS) % 1) - 1)],
    ['a triangle', (timeS) => 4 * Math.abs(((1.1 * timeS) % 1) - 0.5) - 1],
    ['a pulse wave', (timeS) => Math.exp(-(((((1.2 * timeS) % 1) - 0.3) / 0.09) ** 2))],
    ['a square wave', (timeS) => ((1.2 * timeS) % 1 < 0.5 ? 1 : 0)],
    ['breathing', (timeS) => Math.sin(2 * Math.PI * 0.25 * timeS)],
  ])('%s is INVALID or closed, with a sentence', (_, at) => {
    const { reasons } = analyzeSignal(made(at), { lead: null }).validity;
    expect(reasons.length).toBeGreaterThan(0);
    for (const { text } of reasons) expect(text).toMatch(/^[A-Z].*\.$/);
  });
});
