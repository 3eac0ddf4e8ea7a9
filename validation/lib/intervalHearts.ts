import type { Recording } from '../../app/recording/recording.ts';
import type { Rhythm } from '../../app/synth/catalogue.ts';
import { drawSpec } from '../../app/synth/population.ts';
import { noNoise, restingNoise } from '../../app/synth/spec.ts';
import { synthesise } from '../../app/synth/synthesise.ts';
import type { Truth } from '../../app/synth/truth.ts';

/** All rhythms in which every dominant beat has its P wave (not bigeminy, in which either kind of beat may be the dominant one). */
export const intervalRhythms = [
  'sinus',
  'av-block-1',
  'ventricular-premature',
  'ventricular-trigeminy',
  'sinus-bradycardia',
  'sinus-tachycardia',
  'sinus-arrhythmia',
  'sinus-pause',
  'atrial-premature',
  'av-block-2-wenckebach',
  'av-block-2-mobitz',
  'ventricular-couplets',
  'ventricular-runs',
  'ventricular-r-on-t',
  'ventricular-paced',
] as const satisfies Rhythm[];
const kinds = ['baseline', 'muscle', 'mains'] as const;

export interface IntervalHeart {
  readonly recording: Recording;
  readonly truth: Truth;
  readonly rhythm: Rhythm;
  readonly shape: string;
  readonly kind: (typeof kinds)[number];
}

/**
 * The heart of a seed, 10 s at 500 Hz: fifteen rhythms and three kinds of noise by turns (the kind moves on with every round of the
 * rhythms), without noise where `snrDb` is null. null where ventricular beats are in the majority.
 */
export const intervalHeart = (seed: number, snrDb: number | null): IntervalHeart | null => {
  const kind = kinds[(seed + Math.floor(seed / intervalRhythms.length)) % kinds.length]!;
  const rhythm = intervalRhythms[seed % intervalRhythms.length]!;
  const spec = drawSpec({
    seed,
    rhythm,
    noise: snrDb === null ? noNoise : restingNoise,
    snr: snrDb === null ? [] : [{ kind, db: snrDb }],
  });
  const { recording, truth } = synthesise(spec);
  const usual = truth.beats.filter((beat) => beat.class === 'N' || beat.class === 'paced').length;
  return 2 * usual <= truth.beats.length ? null : { recording, truth, rhythm, shape: spec.morphology, kind };
};
