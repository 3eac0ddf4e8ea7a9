import { expect, test } from 'vitest';
import type { Recording } from '../../recording/recording.ts';
import { unknownPatient } from '../../recording/recording.ts';
import { drawSpec } from '../../synth/population.ts';
import type { Rhythm, SynthSpec } from '../../synth/spec.ts';
import { synthSpec } from '../../synth/spec.ts';
import { synthesise } from '../../synth/synthesise.ts';
import { analyzeSignal } from '../analyzeSignal.ts';
import { assessRhythm } from './assessRhythm.ts';

/** Ten seconds, without beat classes and network, as where no model is installed. */
const codesOf = (rhythm: Rhythm, change: Partial<SynthSpec> = {}): string[] => {
  const { recording } = synthesise(synthSpec({ seed: 5, rhythm, sampleRateHz: 250, ...change }));
  return assessRhythm(recording, analyzeSignal(recording, { lead: null }), null).statements.map(({ code }) => code);
};

test.each([
  ['sinus', 'sinus-rhythm'],
  ['sinus-bradycardia', 'sinus-bradycardia'],
  ['sinus-tachycardia', 'sinus-tachycardia'],
  ['sinus-pause', 'pause'],
  ['atrial-fibrillation', 'atrial-fibrillation'],
  ['supraventricular-tachycardia', 'supraventricular-tachycardia'],
  ['av-block-1', 'av-block-1'],
  ['av-block-2-mobitz', 'av-block-2-mobitz'],
  ['av-block-3-junctional', 'av-block-3'],
  ['ventricular-tachycardia', 'ventricular-tachycardia'],
  ['idioventricular', 'idioventricular-rhythm'],
] as const)('%s is stated as %s', (rhythm, code) => {
  expect(codesOf(rhythm)).toContain(code);
});

test('flutter is stated where it is likelier than not, and not excluded beside what is stated elsewhere', () => {
  const read = (seed: number, rhythm: Rhythm) => {
    const { recording } = synthesise(drawSpec({ seed, rhythm, sampleRateHz: 250 }));
    return assessRhythm(recording, analyzeSignal(recording, { lead: null }), null).statements;
  };
  const [likely, ...more] = read(9, 'atrial-flutter-4to1');
  expect(likely?.code).toBe('atrial-flutter');
  expect(likely?.confidence).toBeGreaterThanOrEqual(0.5);
  expect(more.map(({ code }) => code)).not.toContain('flutter-possible');
  const besides = read(3, 'atrial-flutter-2to1');
  expect(besides.map(({ code, critical }) => [code, critical])).toEqual([
    ['sinus-tachycardia', false],
    ['flutter-possible', false],
  ]);
  expect(read(7, 'sinus').map(({ code }) => code)).not.toContain('flutter-possible');
});

test('a paced rhythm, its pulses seen at 500 Hz', () => {
  expect(codesOf('ventricular-paced', { sampleRateHz: 500 })[0]).toMatch(/paced-rhythm$/);
});

test('a heart that stands still is asystole', () => {
  expect(codesOf('asystole')).toEqual(['asystole']);
});

test('pulses of a pacemaker that nothing answers: asystole, capture failed', () => {
  const { recording } = synthesise(synthSpec({ seed: 5, rhythm: 'asystole', sampleRateHz: 500 }));
  const leads = recording.leads.map((lead, l) => {
    const samplesMv = lead.samplesMv.slice();
    for (let i = 300; i < samplesMv.length; i += 480) samplesMv[i]! += l % 2 === 0 ? 0.8 : -0.6;
    return { ...lead, samplesMv };
  });
  const paced = { ...recording, leads };
  const signal = analyzeSignal(paced, { lead: null });
  expect(signal.beats).toEqual([]);
  expect(signal.pacing.paced).toBe(true);
  expect(assessRhythm(paced, signal, null).statements).toMatchObject([
    { code: 'asystole', critical: true },
    { code: 'pacing-no-capture', critical: true },
  ]);
});

test('a line that does not move at all wants someone to look at once', () => {
  const still = recordingOf(() => 0.2);
  expect(assessRhythm(still, analyzeSignal(still, { lead: null }), null).statements).toMatchObject([
    { code: 'flat-line', critical: true },
  ]);
});

test('a slow wide rhythm beside P waves that march through is complete block', () => {
  const { recording } = synthesise(drawSpec({ seed: 29, rhythm: 'av-block-3-ventricular', sampleRateHz: 250 }));
  const { statements } = assessRhythm(recording, analyzeSignal(recording, { lead: null }), null);
  expect(statements.slice(0, 2).map(({ code }) => code)).toEqual(['ventricular-escape-rhythm', 'av-block-3']);
});

const recordingOf = (sample: (i: number) => number, seconds = 10): Recording => ({
  leads: ['I', 'II', 'V1'].map((name) => ({
    name,
    samplesMv: Float32Array.from({ length: 250 * seconds }, (_, i) => sample(i)),
    derived: false,
  })),
  sampleRateHz: 250,
  sampleCount: 250 * seconds,
  startTime: null,
  patient: unknownPatient,
  device: null,
  appliedFilters: [],
  notes: [],
});

test('what is no ECG gets no rhythm but the reason', () => {
  let state = 1;
  const noise = (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  };
  const samples: ((i: number) => number)[] = [noise, (i) => Math.sin(i), () => Number.NaN];
  for (const sample of samples) {
    const recording = recordingOf(sample);
    const { statements, reason } = assessRhythm(recording, analyzeSignal(recording, { lead: null }), null);
    expect(statements).toEqual([]);
    expect(reason).toMatch(/^No rhythm is stated: ./);
  }
});

test('bad input ends in silence, not in a crash', () => {
  for (const recording of [
    recordingOf((i) => (i % 2 === 0 ? 1e30 : -1e30)),
    recordingOf(() => 0.1, 0),
    { ...recordingOf(() => 0), leads: [] },
  ]) {
    const { statements } = assessRhythm(recording, analyzeSignal(recording, { lead: null }), null);
    expect(statements).toEqual([]);
  }
});

test('fibrillation between ventricular paced beats is stated beside the pacing', () => {
  const { recording } = synthesise(
    synthSpec({ seed: 5, rhythm: 'atrial-fibrillation', sampleRateHz: 250, durationS: 60 }),
  );
  const analysis = analyzeSignal(recording, { lead: null });
  // Every other run of ten beats as if a pulse had started it.
  const beats = analysis.beats.map((beat, k) => ({ ...beat, paced: k % 20 < 10 }));
  const pacing = { ...analysis.pacing, paced: true, mode: 'V' as const };
  const codes = assessRhythm(recording, { ...analysis, beats, pacing }, null).statements.map(({ code }) => code);
  expect(codes.slice(0, 2)).toEqual(['ventricular-paced-rhythm', 'atrial-fibrillation']);
});

test('fibrillating ventricles are stated first and critical', () => {
  const { recording } = synthesise(synthSpec({ seed: 3, rhythm: 'ventricular-fibrillation', sampleRateHz: 250 }));
  const { statements } = assessRhythm(recording, analyzeSignal(recording, { lead: null }), null);
  expect(statements[0]).toMatchObject({ code: 'ventricular-fibrillation', critical: true });
});

/** As if the heart or the cable stopped at `fromS`. */
const quietFrom = (recording: Recording, fromS: number): Recording => ({
  ...recording,
  leads: recording.leads.map((lead) => {
    const from = Math.round(fromS * recording.sampleRateHz);
    return { ...lead, samplesMv: lead.samplesMv.map((mv, i) => (i < from ? mv : lead.samplesMv[from]!)) };
  }),
});

test('a line that goes quiet and stays so is a standstill or a lost signal, and no pause', () => {
  const { recording } = synthesise(synthSpec({ seed: 5, sampleRateHz: 250 }));
  const quiet = quietFrom(recording, 5);
  const { statements } = assessRhythm(quiet, analyzeSignal(quiet, { lead: null }), null);
  expect(statements.find(({ code }) => code === 'standstill')).toMatchObject({ critical: true });
  expect(statements.map(({ code }) => code)).not.toContain('pause');
});
