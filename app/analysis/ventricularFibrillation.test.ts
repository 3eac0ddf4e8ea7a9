import { expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import type { Rhythm } from '../synth/catalogue.ts';
import { drawSpec } from '../synth/population.ts';
import { type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import { measurementNames } from './schema.ts';
import { findVentricularFibrillation } from './ventricularFibrillation.ts';

const heart = (change: Partial<SynthSpec> & { seed: number }): Recording => synthesise(drawSpec(change)).recording;
const episodes = ({ leads, sampleRateHz }: Recording) => findVentricularFibrillation(leads, sampleRateHz);
const seeds = [1, 2, 3, 4, 5, 6];

test.each(['ventricular-fibrillation', 'ventricular-flutter'] as const)(
  '%s: found from end to end, at any rate and in few leads',
  (rhythm) => {
    for (const seed of seeds) {
      const recording = heart({ seed, rhythm, sampleRateHz: [100, 250, 500][seed % 3]! });
      const [only, ...others] = episodes(recording);
      expect(others).toEqual([]);
      expect(only?.fromS).toBeLessThan(0.1);
      expect(only?.toS).toBeGreaterThan(9.9);
      expect(episodes({ ...recording, leads: recording.leads.slice(1, 2) }).length).toBeGreaterThan(0);
    }
  },
);

const beating: readonly Rhythm[] = [
  'sinus',
  'sinus-tachycardia',
  'atrial-fibrillation',
  'atrial-flutter-2to1',
  'supraventricular-tachycardia',
  'ventricular-tachycardia',
  'ventricular-bigeminy',
  'idioventricular',
  'av-block-3-ventricular',
];

test.each(beating)('%s is none, in muscle noise and motion neither', (rhythm) => {
  for (const seed of seeds) {
    const kind = (['muscle', 'motion', 'baseline'] as const)[seed % 3]!;
    expect(episodes(heart({ seed, rhythm, sampleRateHz: 250 }))).toEqual([]);
    // A tachycardia's wide waves in much noise repeat themselves no more.
    const db = rhythm === 'ventricular-tachycardia' ? 18 : 6;
    expect(episodes(heart({ seed, rhythm, sampleRateHz: 250, snr: [{ kind, db }] }))).toEqual([]);
  }
});

test('asystole, noise, missing and short recordings are none', () => {
  expect(episodes(heart({ seed: 1, rhythm: 'asystole' }))).toEqual([]);
  const lead = (samplesMv: Float32Array) => [{ name: 'II', derived: false, samplesMv }];
  expect(findVentricularFibrillation([], 250)).toEqual([]);
  expect(findVentricularFibrillation(lead(new Float32Array(0)), 250)).toEqual([]);
  expect(findVentricularFibrillation(lead(new Float32Array(2500).fill(Number.NaN)), 250)).toEqual([]);
  const waves = Float32Array.from({ length: 2500 }, (_, i) => Math.sin((2 * Math.PI * 5 * i) / 250));
  expect(findVentricularFibrillation(lead(waves.subarray(0, 500)), 250)).toEqual([]);
  expect(findVentricularFibrillation(lead(waves), 250).length).toBe(1);
});

test('fibrillation has no beat and no number, each with its reason, and is the first thing said', () => {
  const analysis = analyzeSignal(heart({ seed: 3, rhythm: 'ventricular-fibrillation' }), { lead: null });
  expect(analysis.validity).toMatchObject({ status: 'INVALID', reasons: [{ code: 'vf-suspected' }] });
  expect(analysis.beats).toEqual([]);
  expect(analysis.delineation).toEqual({});
  for (const name of measurementNames) {
    expect(analysis.measurements[name]).toBeNull();
    expect(analysis.measurements.reasons[name]).toContain('fibrillation');
  }
});

test('a short episode in a long recording: the rest is read, but no interval and no model', () => {
  const sinus = synthesise(synthSpec({ seed: 4, durationS: 90, sampleRateHz: 250 })).recording;
  const fibrillation = synthesise(
    synthSpec({ seed: 4, durationS: 90, sampleRateHz: 250, rhythm: 'ventricular-fibrillation' }),
  ).recording;
  const from = 40 * 250;
  const recording: Recording = {
    ...sinus,
    leads: sinus.leads.map((lead, l) => {
      const samplesMv = lead.samplesMv.slice();
      samplesMv.set(fibrillation.leads[l]!.samplesMv.subarray(from, from + 7 * 250), from);
      return { ...lead, samplesMv };
    }),
  };
  const { validity, beats, measurements } = analyzeSignal(recording, { lead: null });
  expect(validity).toMatchObject({ status: 'VALID', reasons: [{ code: 'vf-suspected' }] });
  expect(beats.length).toBeGreaterThan(80);
  expect(beats.some(({ timeS }) => timeS > 42 && timeS < 45)).toBe(false);
  expect(measurements.qtMs).toBeNull();
});
