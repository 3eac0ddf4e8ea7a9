/**
 * Made-up hearts that DS1 has too few of: very frequent premature atrial beats in all patterns, and atrial fibrillation. Their
 * truth is known by construction; nothing of a patient is in them.
 */
import { foci } from '../../../../app/synth/morphology/ventricular.ts';
import { createRandom, type Random } from '../../../../app/synth/random.ts';
import { type Beat, type Rhythm, range, rhythmOf, typicalPrMs } from '../../../../app/synth/rhythm/event.ts';
import { makeRhythm } from '../../../../app/synth/rhythm/rhythm.ts';
import { fibrillating } from '../../../../app/synth/rhythm/supraventricular.ts';
import { type SynthSpec, synthSpec } from '../../../../app/synth/spec.ts';
import { synthesiseRhythm } from '../../../../app/synth/synthesise.ts';

export interface MadeHeart {
  readonly record: string;
  readonly sampleRateHz: number;
  /** Two leads, as a Holter recording has. */
  readonly leads: readonly Float32Array[];
  readonly beats: readonly { readonly timeS: number; readonly class: 'N' | 'S' | 'V' }[];
}

export const madeHeartCount = 96;
const durationS = 150;
const sampleRateHz = 250;
const leadPairs: readonly (readonly [string, string])[] = [
  ['II', 'V1'],
  ['II', 'V5'],
  ['V5', 'V1'],
  ['V2', 'II'],
  ['I', 'V4'],
  ['V1', 'II'],
];
const morphologies: readonly SynthSpec['morphology'][] = [
  'normal',
  'normal',
  'rbbb',
  'lvh',
  'lafb',
  'low-voltage',
  'lbbb',
];

const pick = <T>(values: readonly T[], random: Random): T => values[Math.floor(values.length * random.uniform())]!;

/** Beats of the atria one after the other: `next` gives what comes after the sinus interval it is told. */
interface Step {
  readonly intervalS: number;
  readonly kind: 'sinus' | 'premature' | 'escape';
}

const atrial = (spec: SynthSpec, random: Random, next: (sinusS: number) => Step): Rhythm => {
  const { fromS, toS } = range(spec);
  const prMs = typicalPrMs(spec);
  const longerMs = random.between(-15, 45);
  const beats: Beat[] = [];
  const breathS = random.between(3, 5);
  const wander = random.between(0.01, 0.08);
  for (let timeS = fromS; timeS < toS; ) {
    const sinusS =
      (60 / spec.heartRateBpm) * (1 + wander * Math.sin((2 * Math.PI * timeS) / breathS) + 0.012 * random.normal());
    const { intervalS, kind } = next(sinusS);
    timeS += Math.max(0.3, intervalS);
    const conductedMs = prMs + 2 * random.normal();
    if (kind === 'sinus') beats.push({ timeS, prMs: conductedMs });
    else if (kind === 'escape') beats.push({ timeS, source: 'junctional' });
    else beats.push({ timeS, class: 'S', source: 'atrial', pShape: 'ectopic', prMs: conductedMs + longerMs });
  }
  return rhythmOf(spec, beats);
};

/** Premature beats by chance, each with the same probability after a sinus beat, sometimes in pairs. */
const frequent = (spec: SynthSpec, random: Random): Rhythm => {
  const share = random.between(0.1, 0.65);
  const coupling = random.between(0.48, 0.82);
  const spread = random.between(0.02, 0.08);
  const back = random.between(1, 1.35);
  let premature = false;
  return atrial(spec, random, (sinusS) => {
    const again = random.uniform() < (premature ? 0.4 * share : share);
    const intervalS = again ? sinusS * (coupling + spread * random.normal()) : sinusS * (premature ? back : 1);
    premature = again;
    return { intervalS, kind: again ? 'premature' : 'sinus' };
  });
};

/** Every second, third or fourth beat premature, with breaks. */
const patterned = (spec: SynthSpec, random: Random): Rhythm => {
  const period = pick([2, 2, 3, 3, 4], random);
  const coupling = random.between(0.5, 0.8);
  const spread = random.between(0.01, 0.05);
  const back = random.between(1, 1.35);
  let place = 0;
  return atrial(spec, random, (sinusS) => {
    const early = place === period - 1;
    const after = place === 0;
    place = random.uniform() < 0.06 ? 1 : (place + 1) % period;
    if (early) return { intervalS: sinusS * (coupling + spread * random.normal()), kind: 'premature' };
    return { intervalS: sinusS * (after ? back : 1), kind: 'sinus' };
  });
};

/** Runs of 2 to 14 atrial beats, then a pause that a sinus beat or a junctional escape ends: the sick sinus node. */
const runs = (spec: SynthSpec, random: Random): Rhythm => {
  const cycleS = random.between(0.45, 0.62 * (60 / spec.heartRateBpm) + 0.12);
  const spread = random.between(0.02, 0.12);
  const longest = random.between(3, 14);
  const sinusBeats = random.between(1.2, 6);
  const pauseS = random.between(1, 1.8) * (60 / spec.heartRateBpm);
  const escapes = random.uniform() < 0.4 ? random.between(0.05, 0.4) : 0;
  let left = 0;
  let premature = false;
  return atrial(spec, random, (sinusS) => {
    if (left > 0) {
      left -= 1;
      premature = true;
      return { intervalS: cycleS * (1 + spread * random.normal()), kind: 'premature' };
    }
    const after = premature;
    premature = false;
    if (random.uniform() < 1 / sinusBeats) left = 1 + Math.floor(random.uniform() * longest);
    if (!after) return { intervalS: sinusS, kind: 'sinus' };
    const escaping = random.uniform() < escapes;
    return {
      intervalS: Math.max(pauseS, sinusS) * random.between(0.9, escaping ? 1.6 : 1.2),
      kind: escaping ? 'escape' : 'sinus',
    };
  });
};

/** Without any order; perhaps with ventricular beats. */
const fibrillation = (spec: SynthSpec, random: Random): Rhythm => {
  const { fromS, toS } = range(spec);
  const spread = random.between(0.13, 0.32);
  const ventricular = random.uniform() < 0.4 ? random.between(0.02, 0.15) : 0;
  const shape = pick(foci, random);
  const beats: Beat[] = [];
  for (let timeS = fromS; timeS < toS; ) {
    const ectopic = random.uniform() < ventricular;
    const factor = ectopic ? random.between(0.6, 0.8) : Math.exp(spread * random.normal() - (spread * spread) / 2);
    timeS += Math.max(0.34, (60 / spec.heartRateBpm) * factor);
    beats.push(ectopic ? { timeS, class: 'V', source: 'ventricular', shape } : { timeS, source: 'atrial' });
  }
  return rhythmOf(spec, beats, { atrialActivity: fibrillating(spec) });
};

const kinds = ['fibrillation', 'frequent', 'runs', 'fibrillation', 'patterned', 'runs', 'others', 'frequent'] as const;
const makers = { frequent, patterned, runs, fibrillation } as const;
/** Irregular and not premature, or premature and not atrial. */
const otherRhythms = [
  'sinus-arrhythmia',
  'sinus-pause',
  'av-block-2-wenckebach',
  'ventricular-premature',
  'ventricular-trigeminy',
  'sinus',
] as const;

/** Heart number `n` of `madeHeartCount`; always the same. */
export const madeHeart = (n: number): MadeHeart => {
  const random = createRandom(n, 'beats-training');
  const kind = kinds[n % kinds.length]!;
  const rhythm =
    kind === 'others' ? pick(otherRhythms, random) : kind === 'fibrillation' ? 'atrial-fibrillation' : 'sinus';
  const spec = synthSpec({
    seed: 70_000 + n,
    durationS,
    sampleRateHz,
    resolutionUv: 5,
    rhythm,
    morphology: pick(morphologies, random),
    heartRateBpm: Math.round(kind === 'fibrillation' ? random.between(50, 140) : random.between(38, 88)),
    variety: true,
    noise: {
      baselineMv: random.between(0.01, 0.08),
      muscleMv: random.between(0.003, 0.03),
      mainsMv: 0.001,
      mainsHz: 60,
      motionMv: 0,
    },
    patient: { id: null, ageYears: Math.round(random.between(25, 88)), sex: null },
  });
  const { recording, truth } = synthesiseRhythm(
    spec,
    kind === 'others' ? makeRhythm(spec) : makers[kind](spec, random),
  );
  const names = pick(leadPairs, random);
  return {
    record: `made-${String(n).padStart(2, '0')}-${kind === 'others' ? rhythm : kind}`,
    sampleRateHz,
    leads: names.map((name) => recording.leads.find((lead) => lead.name === name)!.samplesMv),
    beats: truth.beats.flatMap(({ timeS, class: name }) =>
      name === 'N' || name === 'S' || name === 'V' ? [{ timeS, class: name }] : [],
    ),
  };
};
