import {
  beatless,
  isAnalytic,
  type Morphology,
  morphologies,
  type Rhythm,
  rhythmCatalogue,
  rhythms,
} from './catalogue.ts';
import { createRandom } from './random.ts';
import { type SynthSpec, synthSpec } from './spec.ts';

/** Shapes of people, without the calibration's. */
export const humanMorphologies: readonly Morphology[] = morphologies.filter((each) => !isAnalytic(each));

const pick = <T>(values: readonly T[], uniform: number): T => values[Math.floor(values.length * uniform)]!;

/** Drawn where none is wished for: the heart beats, or stands still. */
export const drawnRhythms: readonly Rhythm[] = rhythms.filter((each) => each === 'asystole' || !beatless.has(each));

/**
 * A heart of its own for every seed: individual waves, a rate within the rhythm's range, and, where the wish leaves them
 * open, a rhythm and a shape, all equally likely; never flutter or fibrillation of the ventricles unless wished for. Age, sex and U wave are drawn with it.
 */
export const drawSpec = (wish: Partial<SynthSpec> & Pick<SynthSpec, 'seed'>): SynthSpec => {
  const random = createRandom(wish.seed, 'population');
  const [rhythmDraw, morphologyDraw, rateDraw, ageDraw, sexDraw, uDraw] = Array.from({ length: 6 }, random.uniform) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const morphology = wish.morphology ?? pick(humanMorphologies, morphologyDraw);
  const drawnRhythm: Rhythm = isAnalytic(morphology)
    ? 'regular'
    : wish.pacing
      ? 'sinus'
      : pick(drawnRhythms, rhythmDraw);
  const rhythm = wish.rhythm ?? drawnRhythm;
  const [usual, lowest, highest] = rhythmCatalogue[rhythm].bpm;
  return synthSpec({
    morphology,
    rhythm,
    heartRateBpm: isAnalytic(morphology) ? usual : Math.round(lowest + (highest - lowest) * rateDraw),
    variety: !isAnalytic(morphology),
    uWave: !isAnalytic(morphology) && uDraw < 0.3,
    patient: { id: null, ageYears: Math.floor(20 + 70 * ageDraw), sex: sexDraw < 0.5 ? 'F' : 'M' },
    ...wish,
  });
};
