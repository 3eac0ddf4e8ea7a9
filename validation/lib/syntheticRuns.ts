import { createRandom } from '../../app/synth/random.ts';
import { makeRhythm } from '../../app/synth/rhythm/rhythm.ts';
import { restingNoise, type SynthSpec, synthSpec } from '../../app/synth/spec.ts';
import { synthesiseRhythm } from '../../app/synth/synthesise.ts';
import type { TrainingRun } from './trainingRuns.ts';

const pacing = { mode: 'VVI', fault: 'none', pulseMs: 1 } as const;

/** What the tuning records hold too little of: ventricles that are slow, silent or paced in vain, and shapes that mislead single leads. */
const hearts: readonly Partial<SynthSpec>[] = [
  { rhythm: 'av-block-3-ventricular' },
  { rhythm: 'av-block-3-ventricular', heartRateBpm: 24 },
  { rhythm: 'av-block-3-junctional' },
  { rhythm: 'av-block-2-mobitz' },
  { rhythm: 'av-block-2-wenckebach' },
  { rhythm: 'sinus-pause' },
  { rhythm: 'sinus-bradycardia' },
  { rhythm: 'idioventricular' },
  { rhythm: 'ventricular-bigeminy' },
  { rhythm: 'ventricular-r-on-t' },
  { rhythm: 'atrial-flutter-variable' },
  { pacing: { ...pacing, fault: 'capture' } },
  { pacing: { ...pacing, mode: 'DDD', fault: 'capture' } },
  { pacing: { ...pacing, fault: 'sense' } },
  { pacing: { ...pacing, mode: 'AAI' } },
  { pacing: { ...pacing, mode: 'DDD' } },
  { morphology: 'lbbb' },
  { morphology: 'hyperkalaemia' },
  { morphology: 'long-qt' },
];

/** Seeds of synthetic hearts for tuning begin here; figures are of others. */
const firstSeed = 2_000_001;
export const syntheticHearts = 20;
const durationS = 30;
const weight = 0.5;

/** One heart a record: `y00` and so on, so that cross-validation leaves whole hearts out. */
export function* syntheticRuns(): Generator<TrainingRun> {
  for (let heart = 0; heart < syntheticHearts; heart++) {
    const seed = firstSeed + heart;
    const record = `y${String(heart).padStart(2, '0')}`;
    const random = createRandom(seed, 'training-runs');
    for (const [h, change] of [...hearts, null].entries()) {
      const spec = synthSpec({
        seed: seed + 1000 * h,
        durationS,
        sampleRateHz: [250, 360, 500][Math.floor(3 * random.uniform())]!,
        variety: true,
        noise: { ...restingNoise, muscleMv: random.between(0.001, 0.04), motionMv: random.uniform() < 0.2 ? 0.05 : 0 },
        ...change,
      });
      // The ventricles fall silent for a while, the atria go on.
      const stopS = random.between(8, 12);
      const silentS = random.between(4, 14);
      const whole = makeRhythm(spec);
      const silent = whole.ventricular.filter(({ timeS }) => timeS > stopS && timeS < stopS + silentS);
      const rhythm =
        change === null
          ? {
              ...whole,
              ventricular: whole.ventricular.filter((beat) => !silent.includes(beat)),
              blockedP: silent.map(({ timeS, prMs }) => ({
                onsetS: timeS - (prMs ?? 160) / 1000,
                shape: 'sinus' as const,
              })),
            }
          : whole;
      const { recording, truth } = synthesiseRhythm(spec, rhythm);
      const leads = recording.leads.filter(({ derived }) => !derived).map(({ samplesMv }) => samplesMv);
      const draw = (): Float32Array => leads[Math.floor(leads.length * random.uniform())]!;
      const run = (kind: string, of: readonly Float32Array[]): TrainingRun => ({
        record,
        kind,
        weight,
        leads: of,
        rateHz: spec.sampleRateHz,
        reference: { timesS: truth.beats.map(({ timeS }) => timeS), flutterS: [] },
        startS: 0,
      });
      yield run('synthetic twelve', leads);
      yield run('synthetic one', [draw()]);
      yield run('synthetic two', [draw(), draw()]);
    }
  }
}
