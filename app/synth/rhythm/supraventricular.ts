import { createRandom } from '../random.ts';
import type { SynthSpec } from '../spec.ts';
import { type Beat, type Rhythm, range, regularTimes, rhythmOf, typicalPrMs } from './event.ts';
import { sinusOnsets } from './sinusNode.ts';

const conducted = (spec: SynthSpec, onsets: readonly number[]): Beat[] => {
  const random = createRandom(spec.seed, 'av-node');
  const prMs = typicalPrMs(spec);
  return onsets.map((onsetS) => {
    const beatPrMs = prMs + 1.2 * random.normal();
    return { timeS: onsetS + beatPrMs / 1000, prMs: beatPrMs };
  });
};

export const sinus = (spec: SynthSpec): Rhythm => rhythmOf(spec, conducted(spec, sinusOnsets(spec, 'sinus')));

/** Equal intervals and equal PR; a beat's ventricular activation falls on whole multiples of the interval. */
export const regular = (spec: SynthSpec): Rhythm => {
  const { fromS, toS } = range(spec);
  const intervalS = 60 / spec.heartRateBpm;
  const prMs = Math.round(typicalPrMs(spec));
  const beats: Beat[] = [];
  for (let n = Math.floor(fromS / intervalS); n * intervalS < toS; n++)
    beats.push({ timeS: (n + 0.5) * intervalS, prMs });
  return rhythmOf(spec, beats);
};

/** Sinus arrest: one interval in about twelve seconds is longer by 1.4 to 2.6 s, and nothing escapes. */
export const sinusPause = (spec: SynthSpec): Rhythm => {
  const random = createRandom(spec.seed, 'pause');
  let nextS = Math.min(0.45 * spec.durationS, random.between(3, 5));
  let shiftS = 0;
  const onsets = sinusOnsets(spec, 'sinus').map((onsetS) => {
    if (onsetS + shiftS > nextS) {
      shiftS += random.between(1.4, 2.4);
      nextS += random.between(11, 16);
    }
    return onsetS + shiftS;
  });
  return rhythmOf(spec, conducted(spec, onsets));
};

/** Premature P waves of another shape; they reset the sinus node, so the pause after them does not compensate. */
export const atrialPremature = (spec: SynthSpec): Rhythm => {
  const random = createRandom(spec.seed, 'ectopy');
  const usual = sinusOnsets(spec, 'sinus');
  const draw = () => 2 + Math.floor(random.between(1, 4));
  let untilEctopic = draw();
  let onsetS = usual[0]!;
  const onsets: { readonly onsetS: number; readonly early: boolean }[] = [];
  for (let i = 0; i + 1 < usual.length; i++) {
    const early = --untilEctopic === 0;
    if (early) untilEctopic = draw();
    onsets.push({ onsetS, early });
    const intervalS = usual[i + 1]! - usual[i]!;
    const factor = untilEctopic === 1 ? random.between(0.58, 0.7) : early ? random.between(1.06, 1.16) : 1;
    onsetS += intervalS * factor;
  }
  const beats = conducted(
    spec,
    onsets.map((each) => each.onsetS),
  );
  return rhythmOf(
    spec,
    beats.map((beat, i) => (onsets[i]!.early ? { ...beat, class: 'S', source: 'atrial', pShape: 'ectopic' } : beat)),
  );
};

/**
 * Irregularly irregular: independent, right-skewed intervals (log-normal, coefficient of variation 0.22) that the
 * refractory AV node keeps from being shorter than 360 ms.
 */
export const fibrillation = (spec: SynthSpec): Rhythm => {
  const random = createRandom(spec.seed, 'fibrillation');
  const { fromS, toS } = range(spec);
  const spread = 0.22;
  const beats: Beat[] = [];
  for (let timeS = fromS; timeS < toS; ) {
    beats.push({ timeS, source: 'atrial' });
    const factor = Math.exp(spread * random.normal() - (spread * spread) / 2);
    timeS += Math.max(0.36, (60 / spec.heartRateBpm) * factor);
  }
  return rhythmOf(spec, beats, { atrialActivity: fibrillating(spec) });
};

/** Mean rate of the fibrillatory waves of this recording. */
export const fibrillating = (spec: SynthSpec): NonNullable<Rhythm['atrialActivity']> => ({
  kind: 'fibrillation',
  hz: createRandom(spec.seed, 'f-waves').between(5.6, 6.8),
});

/** The circuit in the right atrium goes on evenly; every second to fourth round is conducted. */
export const flutter =
  (ratio: 2 | 3 | 4 | 'variable') =>
  (spec: SynthSpec): Rhythm => {
    const random = createRandom(spec.seed, 'flutter');
    const { fromS, toS } = range(spec);
    // The rounds conducted in the variable kind are three on average.
    const hz = (spec.heartRateBpm / 60) * (ratio === 'variable' ? 3 : ratio);
    const phase = random.uniform();
    const beats: Beat[] = [];
    for (let round = Math.floor(fromS * hz); round < toS * hz; ) {
      beats.push({ timeS: (round + phase) / hz + 0.002 * random.normal(), source: 'atrial' });
      round += ratio === 'variable' ? 2 + Math.floor(3 * random.uniform()) : ratio;
    }
    return rhythmOf(spec, beats, { atrialActivity: { kind: 'flutter', hz } });
  };

/** Atria and ventricles together: the P wave hides in the QRS. */
export const nodalReentry = (spec: SynthSpec): Rhythm =>
  rhythmOf(
    spec,
    regularTimes(spec, 'reentry', 60 / spec.heartRateBpm, 0.004).map((timeS) => ({
      timeS,
      class: 'S',
      source: 'junctional',
    })),
  );

/** In half of the hearts the atria follow backwards, in the others they are silent or hidden in the QRS. */
export const junctional = (spec: SynthSpec): Rhythm => {
  const retrograde = createRandom(spec.seed, 'retrograde').uniform() < 0.5;
  const beats = regularTimes(spec, 'junction', 60 / spec.heartRateBpm, 0.006);
  return rhythmOf(
    spec,
    beats.map((timeS) => ({ timeS, source: 'junctional' })),
    { blockedP: retrograde ? beats.map((timeS) => ({ onsetS: timeS + 0.115, shape: 'retrograde' })) : [] },
  );
};

export const asystole = (spec: SynthSpec): Rhythm => rhythmOf(spec, []);
