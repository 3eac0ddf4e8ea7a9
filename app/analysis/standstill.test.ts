import { describe, expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { createRandom } from '../synth/random.ts';
import { makeRhythm } from '../synth/rhythm/rhythm.ts';
import { type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise, synthesiseRhythm } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import { standstillText } from './standstill.ts';

const heart = (change: Partial<SynthSpec>): Recording =>
  synthesise(synthSpec({ seed: 5, durationS: 23, ...change })).recording;
const changed = (recording: Recording, change: (mv: number, timeS: number) => number): Recording => ({
  ...recording,
  leads: recording.leads.map((lead) => ({
    ...lead,
    samplesMv: lead.samplesMv.map((mv, i) => change(mv, i / recording.sampleRateHz)),
  })),
});
const validityOf = (recording: Recording) => analyzeSignal(recording, { lead: null }).validity;
const told = (recording: Recording): string | undefined =>
  validityOf(recording).reasons.find(({ code }) => code === 'standstill')?.text;

/** The atria beat on, the ventricles from `fromS` on no more. */
const withoutVentricles = (fromS: number): Recording => {
  const spec = synthSpec({ seed: 6, durationS: 12 });
  const rhythm = makeRhythm(spec);
  const lost = rhythm.ventricular.filter(({ timeS }) => timeS >= fromS);
  return synthesiseRhythm(spec, {
    ...rhythm,
    ventricular: rhythm.ventricular.filter(({ timeS }) => timeS < fromS),
    blockedP: lost.map(({ timeS }) => ({ onsetS: timeS - 0.16, shape: 'sinus' as const })),
  }).recording;
};

describe('told', () => {
  const random = createRandom(1, 'line');
  test('five seconds of beats, then microvolts of noise', () => {
    const text = told(changed(heart({}), (mv, timeS) => (timeS < 5 ? mv : random.between(-0.005, 0.005))));
    expect(text).toMatch(/last 18\.\d s .* asystole/);
  });
  test('eighteen seconds between beats', () => {
    const text = told(
      changed(heart({}), (mv, timeS) => (timeS < 3 || timeS > 21 ? mv : random.between(-0.005, 0.005))),
    );
    expect(text).toMatch(/18\.\d s .* then the heart beats on/);
  });
  test('P waves alone, from the beginning or from some beat on', () => {
    expect(told(withoutVentricles(-9))).toMatch(/in all 12\.0 s: asystole, or ventricular standstill/);
    expect(told(withoutVentricles(6))).toMatch(/for the last \d\.\d s/);
  });
  test('a line that stands exactly still, with what cannot be told', () => {
    expect(told(changed(heart({}), (mv, timeS) => (timeS < 8 ? mv : 0)))).toContain('cannot be told');
  });
  test('a pause of a sinus node of more than 3 s, and the recording stays valid', () => {
    const validity = validityOf(heart({ rhythm: 'sinus-pause', seed: 1 }));
    expect(validity).toMatchObject({ status: 'VALID', reasons: [{ code: 'standstill' }] });
  });
});

describe('not told', () => {
  test.each<Partial<SynthSpec>>([
    {},
    { rhythm: 'av-block-3-ventricular' },
    { rhythm: 'sinus-bradycardia' },
    { rhythm: 'ventricular-bigeminy' },
    { rhythm: 'atrial-fibrillation', snr: [{ kind: 'muscle', db: 6 }] },
    { morphology: 'low-voltage' },
  ])('%o', (change) => {
    expect(told(heart(change))).toBeUndefined();
  });
  test('samples that are missing: an interruption', () => {
    const recording = changed(heart({}), (mv, timeS) => (timeS < 5 || timeS > 15 ? mv : Number.NaN));
    expect(validityOf(recording).reasons.map(({ code }) => code)).toEqual(['interrupted']);
  });
  test('noise in which a beat may hide', () => {
    const random = createRandom(2, 'noise');
    const recording = changed(heart({}), (mv, timeS) => (timeS < 5 || timeS > 15 ? mv : 2 * random.normal()));
    expect(told(recording)).toBeUndefined();
  });
});

test('nothing to say is no sentence', () => {
  expect(standstillText([])).toBe('');
});
