import { createRandom } from '../random.ts';
import type { SynthSpec } from '../spec.ts';
import { range } from './event.ts';

export const respirationHz = (spec: SynthSpec): number => createRandom(spec.seed, 'respiration').between(0.2, 0.28);

type Variability = NonNullable<SynthSpec['variability']>;

/** Respiratory arrhythmia fades with age and at high rates. */
const usualVariability = (spec: SynthSpec): Variability => {
  const age = spec.patient.ageYears ?? 50;
  const respiratory = 0.055 * Math.exp(-Math.max(0, age - 20) / 40);
  if (spec.rhythm === 'sinus-arrhythmia') return { respiratory: 0.17, lowFrequency: 0.03, random: 0.008 };
  if (spec.rhythm === 'sinus-tachycardia')
    return { respiratory: 0.2 * respiratory, lowFrequency: 0.003, random: 0.003 };
  return { respiratory, lowFrequency: 0.5 * respiratory + 0.006, random: 0.006 };
};

/** Onsets of P waves: respiratory arrhythmia, the 0.1 Hz wave, and a little chance. */
export const sinusOnsets = (spec: SynthSpec, label: string, rateBpm = spec.heartRateBpm): number[] => {
  const random = createRandom(spec.seed, label);
  const { fromS, toS } = range(spec);
  const variability = spec.variability ?? usualVariability(spec);
  const breathHz = respirationHz(spec);
  const slowPhase = random.between(0, 2 * Math.PI);
  const onsets: number[] = [];
  for (let timeS = fromS + random.between(0, 0.5); timeS < toS; ) {
    onsets.push(timeS);
    const modulation =
      1 +
      variability.respiratory * Math.sin(2 * Math.PI * breathHz * timeS) +
      variability.lowFrequency * Math.sin(2 * Math.PI * 0.1 * timeS + slowPhase) +
      variability.random * random.normal();
    timeS += (60 / rateBpm) * modulation;
  }
  return onsets;
};
