import { expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import type { Rhythm } from '../synth/rhythm/event.ts';
import { makeRhythm } from '../synth/rhythm/rhythm.ts';
import { restingNoise, type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesiseRhythm } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import { seededRandom } from './pulseTrain.testing.ts';
import { detectQrs } from './qrs.ts';
import { createStreamingDetector, streamingLearningS } from './streamingDetector.ts';

const toleranceS = 0.15;
/** A beat cut by an end may be seen or not. */
const edgeS = 0.3;
const durationS = 20;
const seeds = [1, 2, 3];
const pacing = { mode: 'VVI', fault: 'none', pulseMs: 1 } as const;

interface Case {
  readonly spec: Partial<SynthSpec>;
  readonly change?: (valueMv: number, sample: number, lead: number) => number;
  readonly rhythm?: (whole: Rhythm) => Rhythm;
  /** Names; all twelve if not given. */
  readonly leads?: readonly string[];
}

const drift = (valueMv: number, sample: number): number => valueMv * (1 - (0.8 * sample) / (durationS * 250));
const random = seededRandom(5);

const heart = (
  { spec, change, rhythm, leads: names }: Case,
  seed: number,
): { recording: Recording; beatsS: number[] } => {
  const whole = synthSpec({
    seed,
    durationS,
    sampleRateHz: 250,
    variety: true,
    noise: { ...restingNoise, muscleMv: 0.015 },
    ...spec,
  });
  const { recording, truth } = synthesiseRhythm(whole, rhythm?.(makeRhythm(whole)) ?? makeRhythm(whole));
  const leads = recording.leads
    .filter(({ name }) => names?.includes(name) ?? true)
    .map((lead, l) => ({
      ...lead,
      samplesMv: change === undefined ? lead.samplesMv : lead.samplesMv.map((v, k) => change(v, k, l)),
    }));
  return { recording: { ...recording, leads }, beatsS: truth.beats.map(({ timeS }) => timeS) };
};

/** Per cent, over all seeds. */
const f1 = (one: Case, find: (recording: Recording) => readonly number[], fromS: number): number => {
  let hit = 0;
  let missed = 0;
  let extra = 0;
  for (const seed of seeds) {
    const { recording, beatsS } = heart(one, seed);
    const found = find(recording);
    const near = (timeS: number, others: readonly number[]): boolean =>
      others.some((other) => Math.abs(other - timeS) <= toleranceS);
    const inside = (timeS: number): boolean => timeS > fromS && timeS < durationS - edgeS;
    const known = beatsS.filter(inside);
    hit += known.filter((timeS) => near(timeS, found)).length;
    missed += known.filter((timeS) => !near(timeS, found)).length;
    extra += found.filter((timeS) => inside(timeS) && !near(timeS, beatsS)).length;
  }
  return (200 * hit) / (2 * hit + missed + extra);
};

const fromFile = ({ leads, sampleRateHz }: Recording): number[] =>
  detectQrs(
    leads.filter(({ derived }) => !derived).map(({ samplesMv }) => samplesMv),
    sampleRateHz,
  ).map((sample) => sample / sampleRateHz);

const fromStream = ({ leads, sampleRateHz }: Recording): number[] => {
  const recorded = leads.filter(({ derived }) => !derived).map(({ samplesMv }) => samplesMv);
  const detector = createStreamingDetector({ sampleRateHz, leadCount: recorded.length });
  return [...detector.push(recorded), ...detector.flush()].map(({ timeS }) => timeS);
};

const failing = { ...pacing, fault: 'capture' } as const;
const noVentricles = (whole: Rhythm): Rhythm => ({ ...whole, ventricular: [] });
/** No ventricular beat for a while; the P waves that led to them stay. */
const silent = (whole: Rhythm): Rhythm => {
  const stays = ({ timeS }: { timeS: number }): boolean => timeS < 8 || timeS > 15;
  const missing = whole.ventricular.filter((beat) => !stays(beat));
  return {
    ...whole,
    ventricular: whole.ventricular.filter(stays),
    blockedP: missing.map(({ timeS, prMs }) => ({ onsetS: timeS - (prMs ?? 160) / 1000, shape: 'sinus' })),
  };
};

/** Least F1 in per cent of the detector of files and of the stream, twelve leads if not said otherwise. */
const cases: readonly (readonly [name: string, one: Case, file: number, stream: number])[] = [
  ['tall T waves, hyperkalaemia', { spec: { morphology: 'hyperkalaemia' } }, 100, 100],
  ['tall T waves, early repolarisation', { spec: { morphology: 'early-repolarisation' } }, 100, 100],
  ['late T waves, long QT', { spec: { morphology: 'long-qt' } }, 100, 100],
  ['low voltage', { spec: { morphology: 'low-voltage' } }, 100, 100],
  [
    'low voltage, every third beat ventricular',
    { spec: { morphology: 'low-voltage', rhythm: 'ventricular-trigeminy', sampleRateHz: 500 } },
    99,
    97,
  ],
  [
    'low voltage, bigeminy',
    { spec: { morphology: 'low-voltage', rhythm: 'ventricular-bigeminy', sampleRateHz: 500 } },
    99,
    90,
  ],
  // The stream takes wide beats beside tall ones for T waves.
  ['tall beats of LVH, bigeminy', { spec: { morphology: 'lvh', rhythm: 'ventricular-bigeminy' } }, 99, 60],
  ['a quarter of low voltage', { spec: { morphology: 'low-voltage' }, change: (v) => 0.25 * v }, 100, 100],
  ['wide beats, LBBB', { spec: { morphology: 'lbbb' } }, 100, 100],
  ['wide beats, ventricular tachycardia', { spec: { rhythm: 'ventricular-tachycardia' } }, 100, 100],
  ['wide beats, idioventricular', { spec: { rhythm: 'idioventricular' } }, 100, 100],
  ['paced beats, VVI', { spec: { pacing } }, 100, 100],
  ['paced beats, DDD', { spec: { pacing: { ...pacing, mode: 'DDD' } } }, 100, 100],
  ['amplitude falling to a fifth', { spec: {}, change: drift }, 100, 100],
  ['flutter 2:1', { spec: { rhythm: 'atrial-flutter-2to1' } }, 100, 100],
  ['flutter 4:1', { spec: { rhythm: 'atrial-flutter-4to1' } }, 100, 100],
  ['flutter, conduction changing', { spec: { rhythm: 'atrial-flutter-variable' } }, 100, 100],
  ['fibrillation', { spec: { rhythm: 'atrial-fibrillation' } }, 100, 100],
  ['one lead all noise', { spec: {}, change: (v, _, l) => (l === 1 ? 3 * (2 * random() - 1) : v) }, 100, 100],
  ['muscle noise at 6 dB', { spec: { snr: [{ kind: 'muscle', db: 6 }] } }, 99, 99],
  ['electrode motion at 6 dB', { spec: { snr: [{ kind: 'motion', db: 6 }] } }, 99, 97],
  // The stream leaves out some premature beats: it learns the size of the largest beats and waits for no others.
  ['bigeminy', { spec: { rhythm: 'ventricular-bigeminy' } }, 99, 88],
  ['R on T', { spec: { rhythm: 'ventricular-r-on-t' } }, 96, 88],
  // Where no QRS follows, a P wave or a pacing spike is the largest deflection far and wide.
  ['AV block III, ventricular escape', { spec: { rhythm: 'av-block-3-ventricular' } }, 98, 96],
  ['AV block III, ventricular escape, lead II', { spec: { rhythm: 'av-block-3-ventricular' }, leads: ['II'] }, 98, 96],
  ['AV block III, junctional escape', { spec: { rhythm: 'av-block-3-junctional' } }, 98, 96],
  ['AV block II, Mobitz', { spec: { rhythm: 'av-block-2-mobitz' } }, 98, 96],
  ['sinus pause', { spec: { rhythm: 'sinus-pause' } }, 98, 96],
  ['failure to capture, VVI', { spec: { pacing: failing } }, 98, 96],
  // One lead alone may show a spike as steep as a beat.
  ['failure to capture, VVI, lead II', { spec: { pacing: failing }, leads: ['II'] }, 92, 90],
  ['failure to capture, DDD', { spec: { pacing: { ...failing, mode: 'DDD' } } }, 98, 96],
  ['ventricles silent for 7 s', { spec: {}, rhythm: silent }, 98, 96],
  ['ventricles silent for 7 s, lead II', { spec: {}, rhythm: silent, leads: ['II'] }, 98, 96],
];

test.each(cases)('%s: F1 of the file is at least as stated, that of the stream too', (name, one, file, stream) => {
  const reached = { file: f1(one, fromFile, edgeS), stream: f1(one, fromStream, streamingLearningS + 1) };
  expect(reached.file, `file, ${name}`).toBeGreaterThanOrEqual(file);
  expect(reached.stream, `stream, ${name}`).toBeGreaterThanOrEqual(stream);
});

/** The last number: beats that the stream may report in 20 s, none if not given. */
test.each<[string, Case, number?]>([
  ['P waves alone', { spec: { rhythm: 'av-block-3-ventricular' }, rhythm: noVentricles }],
  [
    'P waves alone, little noise',
    { spec: { rhythm: 'av-block-3-junctional', noise: restingNoise }, rhythm: noVentricles },
  ],
  ['P waves alone, lead II', { spec: { rhythm: 'av-block-3-ventricular' }, rhythm: noVentricles, leads: ['II'] }, 1],
  ['a line of noise', { spec: { rhythm: 'asystole' } }],
  ['a line of much noise', { spec: { rhythm: 'asystole', noise: { ...restingNoise, muscleMv: 0.1 } } }],
  ['a wandering line', { spec: { rhythm: 'asystole', noise: { ...restingNoise, baselineMv: 0.3 } } }],
  ['shifts of electrodes', { spec: { rhythm: 'asystole', noise: { ...restingNoise, motionMv: 0.05 } } }],
])('asystole, %s: no beat, no rate, not a valid ECG', (_, one, mostOfStream = 0) => {
  for (const seed of [...seeds, 4]) {
    const { recording } = heart(one, seed);
    expect(fromFile(recording), `file, seed ${seed}`).toEqual([]);
    expect(fromStream(recording).length, `stream, seed ${seed}`).toBeLessThanOrEqual(mostOfStream);
    const { validity, beats, measurements } = analyzeSignal(recording, { lead: null });
    expect(validity.status).toBe('INVALID');
    expect(validity.reasons.map(({ code }) => code)).toContain('no-beats');
    expect(beats).toEqual([]);
    expect(measurements.heartRateBpm).toBeNull();
    expect(measurements.reasons.heartRateBpm).toBeTruthy();
  }
});
