import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lead100, lead100WindowStarts, lead100Windows, prepareLead100Band } from './lead100Band.ts';
import { type LeadFormula, leadSignal } from './leadFormula.ts';

interface Vectors {
  readonly tolerance: number;
  readonly vectors: readonly { readonly input: LeadFormula; readonly prepared: readonly number[] }[];
}
const file = new URL('../../models/training/vectors/lead100-band-v1.json', import.meta.url);
const { tolerance, vectors }: Vectors = JSON.parse(readFileSync(file, 'utf8'));

test.each(vectors.map((vector) => [vector.input.name, vector] as const))('makes what the training made: %s', (_, v) => {
  const prepared = prepareLead100Band(leadSignal(v.input), v.input.sampleRateHz);
  expect(prepared).toHaveLength(v.prepared.length);
  const far = prepared.reduce((most, value, i) => Math.max(most, Math.abs(value - v.prepared[i]!)), 0);
  expect(far).toBeLessThan(tolerance);
});

test('gain and wander do not matter', () => {
  const wave = (gain: number, wander: number) =>
    Float32Array.from({ length: 9000 }, (_, i) => {
      const t = i / 300;
      return (
        gain * Math.exp(-0.5 * (((t % 0.8) - 0.3) / 0.02) ** 2) + wander * Math.sin(2 * Math.PI * 0.04 * t) + wander
      );
    });
  const plain = prepareLead100Band(wave(1, 0), 300);
  const other = prepareLead100Band(wave(3, 1), 300);
  for (let i = 300; i < plain.length - 300; i++) expect(Math.abs(plain[i]! - other[i]!)).toBeLessThan(0.05);
});

test('nothing, a flat lead, a lead without samples, one sample, infinities', () => {
  expect(prepareLead100Band(new Float32Array(0), 300)).toHaveLength(0);
  for (const lead of [
    new Float32Array(900).fill(2),
    new Float32Array(900).fill(Number.NaN),
    Float32Array.of(1),
    new Float32Array(900).fill(Number.POSITIVE_INFINITY),
  ])
    expect(prepareLead100Band(lead, 300).every((value) => value === 0)).toBe(true);
});

test('a gap is 0 and an excess is clipped', () => {
  const lead = Float32Array.from({ length: 3000 }, (_, i) => Math.sin(i / 5));
  lead.fill(Number.NaN, 900, 1200);
  lead[2000] = 1e6;
  const prepared = prepareLead100Band(lead, 300);
  expect(prepared.subarray(301, 399).every((value) => value === 0)).toBe(true);
  expect(prepared.reduce((most, value) => Math.max(most, Math.abs(value)), 0)).toBeLessThanOrEqual(10);
});

test('windows cover the lead, overlap by half at least, and fill a short one with 0', () => {
  expect(lead100WindowStarts(6100)).toEqual([0, 1033, 2067, 3100]);
  for (const count of [0, 1, 2999, 3000, 3001, 4501, 20_000]) {
    const starts = lead100WindowStarts(count);
    expect([starts[0], starts.at(-1)]).toEqual([0, Math.max(0, count - lead100.windowSamples)]);
    for (let k = 1; k < starts.length; k++)
      expect(starts[k]! - starts[k - 1]!).toBeLessThanOrEqual(lead100.stepSamples);
  }
  const two = lead100Windows(Float32Array.from({ length: 3500 }, (_, i) => i));
  expect([two.length, two[0], two[2999], two[3000], two[5999]]).toEqual([6000, 0, 2999, 500, 3499]);
  const short = lead100Windows(new Float32Array(900).fill(1));
  expect([short.length, short[899], short[900]]).toEqual([3000, 1, 0]);
});
