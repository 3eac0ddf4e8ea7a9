import type { Recording } from '../../app/recording/recording.ts';
import { drawSpec } from '../../app/synth/population.ts';
import { noNoise, type Rhythm, restingNoise, type SynthSpec } from '../../app/synth/spec.ts';
import { synthesise } from '../../app/synth/synthesise.ts';

/** Rhythms in which no ventricular beat follows from a P wave. */
export const withoutConductedP = [
  'atrial-fibrillation',
  'atrial-flutter-2to1',
  'atrial-flutter-3to1',
  'atrial-flutter-4to1',
  'atrial-flutter-variable',
  'supraventricular-tachycardia',
  'junctional',
  'av-block-3-junctional',
  'av-block-3-ventricular',
  'ventricular-tachycardia',
  'idioventricular',
  'VVI',
  'VVI in fibrillation',
] as const;

/** Rhythms in which every beat of the dominant kind follows a P wave. */
export const withConductedP = [
  'sinus',
  'sinus-bradycardia',
  'sinus-tachycardia',
  'sinus-arrhythmia',
  'sinus-pause',
  'atrial-premature',
  'av-block-1',
  'av-block-2-wenckebach',
  'av-block-2-mobitz',
  'ventricular-premature',
  'ventricular-paced',
] as const satisfies Rhythm[];

export type RhythmHeart = (typeof withoutConductedP)[number] | (typeof withConductedP)[number];

const vvi = { mode: 'VVI', fault: 'none', pulseMs: 0.5 } as const;

const rhythmOf = (name: RhythmHeart): Partial<SynthSpec> =>
  name === 'VVI'
    ? { rhythm: 'sinus', pacing: vvi, heartRateBpm: 65 }
    : name === 'VVI in fibrillation'
      ? { rhythm: 'atrial-fibrillation', pacing: vvi, heartRateBpm: 65 }
      : { rhythm: name };

/** 10 s of a heart of its own for each seed; without noise, as at rest, and with muscle at 12 dB by turns. */
export const rhythmHeart = (name: RhythmHeart, seed: number): Recording =>
  synthesise(
    drawSpec({
      seed,
      ...rhythmOf(name),
      noise: seed % 3 === 0 ? noNoise : restingNoise,
      snr: seed % 3 === 2 ? [{ kind: 'muscle', db: 12 }] : [],
    }),
  ).recording;
