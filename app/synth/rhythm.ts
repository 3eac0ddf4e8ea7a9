import { createRandom } from './random.ts';
import type { SynthSpec } from './spec.ts';
import type { BeatOrigin } from './truth.ts';

export interface VentricularEvent {
  /** Onset of ventricular activation. */
  readonly timeS: number;
  readonly origin: BeatOrigin;
  /** From the P onset to the QRS onset; null without a P wave that leads to this beat. */
  readonly prMs: number | null;
  /** To the ventricular event before. */
  readonly rrS: number;
}

export interface Rhythm {
  readonly ventricular: readonly VentricularEvent[];
  /** Onsets of P waves that no ventricular beat follows. */
  readonly blockedP: readonly number[];
  /** Starts of pacemaker pulses. */
  readonly spikes: readonly number[];
  readonly fibrillating: boolean;
}

/** Events start before the recording so that its first beat has a past, and a T wave may reach in. */
const leadInS = 3;

const range = (spec: SynthSpec): { readonly fromS: number; readonly toS: number } => ({
  fromS: -leadInS,
  toS: spec.durationS + 1,
});

export const respirationHz = (spec: SynthSpec): number => createRandom(spec.seed, 'respiration').between(0.2, 0.28);

/** Sinus node: respiratory arrhythmia that fades with age, the 0.1 Hz wave, and a little chance. */
const sinusOnsets = (spec: SynthSpec, label: string): number[] => {
  const random = createRandom(spec.seed, label);
  const { fromS, toS } = range(spec);
  const age = spec.patient.ageYears ?? 50;
  const respiratory = 0.055 * Math.exp(-Math.max(0, age - 20) / 40);
  const slow = 0.5 * respiratory + 0.006;
  const breathHz = respirationHz(spec);
  const slowPhase = random.between(0, 2 * Math.PI);
  const onsets: number[] = [];
  for (let timeS = fromS + random.between(0, 0.5); timeS < toS; ) {
    onsets.push(timeS);
    const modulation =
      1 +
      respiratory * Math.sin(2 * Math.PI * breathHz * timeS) +
      slow * Math.sin(2 * Math.PI * 0.1 * timeS + slowPhase) +
      0.006 * random.normal();
    timeS += (60 / spec.heartRateBpm) * modulation;
  }
  return onsets;
};

const withIntervals = (events: readonly Omit<VentricularEvent, 'rrS'>[], typicalS: number): VentricularEvent[] =>
  events.map((event, i) => ({ ...event, rrS: i === 0 ? typicalS : event.timeS - events[i - 1]!.timeS }));

/** Longer at low rates, by about 1 ms for each 2 beats a minute. */
const typicalPrMs = (spec: SynthSpec): number =>
  createRandom(spec.seed, 'pr').between(152, 174) - 0.5 * (spec.heartRateBpm - 65);

const sinus = (spec: SynthSpec): Rhythm => {
  const random = createRandom(spec.seed, 'av-node');
  const prMs = typicalPrMs(spec);
  const beats = sinusOnsets(spec, 'sinus').map((onsetS) => {
    const beatPrMs = prMs + 1.2 * random.normal();
    return { timeS: onsetS + beatPrMs / 1000, origin: 'N' as const, prMs: beatPrMs };
  });
  return { ventricular: withIntervals(beats, 60 / spec.heartRateBpm), blockedP: [], spikes: [], fibrillating: false };
};

/**
 * Irregularly irregular: independent, right-skewed intervals (log-normal, coefficient of variation 0.22) that the
 * refractory AV node keeps from being shorter than 360 ms.
 */
const fibrillation = (spec: SynthSpec): Rhythm => {
  const random = createRandom(spec.seed, 'fibrillation');
  const { fromS, toS } = range(spec);
  const spread = 0.22;
  const beats: Omit<VentricularEvent, 'rrS'>[] = [];
  for (let timeS = fromS; timeS < toS; ) {
    beats.push({ timeS, origin: 'N', prMs: null });
    const factor = Math.exp(spread * random.normal() - (spread * spread) / 2);
    timeS += Math.max(0.36, (60 / spec.heartRateBpm) * factor);
  }
  return { ventricular: withIntervals(beats, 60 / spec.heartRateBpm), blockedP: [], spikes: [], fibrillating: true };
};

/** Every second sinus beat is replaced by a premature ventricular one; the sinus node is not reset: full compensatory pause. */
const bigeminy = (spec: SynthSpec): Rhythm => {
  const random = createRandom(spec.seed, 'ectopy');
  const prMs = typicalPrMs(spec);
  const couplingS = Math.min(random.between(0.44, 0.5), 0.75 * (60 / spec.heartRateBpm));
  const beats: Omit<VentricularEvent, 'rrS'>[] = [];
  const blockedP: number[] = [];
  sinusOnsets(spec, 'sinus').forEach((onsetS, i) => {
    if (i % 2 === 1) {
      blockedP.push(onsetS);
      return;
    }
    const timeS = onsetS + prMs / 1000;
    beats.push({ timeS, origin: 'N', prMs });
    beats.push({ timeS: timeS + couplingS + 0.008 * random.normal(), origin: 'V', prMs: null });
  });
  return { ventricular: withIntervals(beats, 60 / spec.heartRateBpm), blockedP, spikes: [], fibrillating: false };
};

/** Atrial tracking (VDD): each P wave starts the ventricular spike after a fixed delay, the ventricle follows within 5 ms. */
const paced = (spec: SynthSpec): Rhythm => {
  const delayMs = Math.round(createRandom(spec.seed, 'pacemaker').between(140, 170));
  const latencyMs = 4;
  const onsets = sinusOnsets(spec, 'sinus');
  const beats = onsets.map((onsetS) => ({
    timeS: onsetS + (delayMs + latencyMs) / 1000,
    origin: 'paced' as const,
    prMs: delayMs + latencyMs,
  }));
  return {
    ventricular: withIntervals(beats, 60 / spec.heartRateBpm),
    blockedP: [],
    spikes: onsets.map((onsetS) => onsetS + delayMs / 1000),
    fibrillating: false,
  };
};

const makers = {
  sinus,
  'atrial-fibrillation': fibrillation,
  'ventricular-bigeminy': bigeminy,
  'ventricular-paced': paced,
} as const satisfies Record<SynthSpec['rhythm'], (spec: SynthSpec) => Rhythm>;

export const makeRhythm = (spec: SynthSpec): Rhythm => makers[spec.rhythm](spec);
