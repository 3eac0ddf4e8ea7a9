import type { PShape } from '../morphology/pWave.ts';
import type { VentricularShape } from '../morphology/ventricular.ts';
import { createRandom } from '../random.ts';
import type { SynthSpec } from '../spec.ts';
import type { BeatClass, BeatSource } from '../truth.ts';

export interface VentricularEvent {
  /** Onset of ventricular activation. */
  readonly timeS: number;
  readonly class: BeatClass;
  readonly source: BeatSource;
  /** `conducted`: the recording's morphology; otherwise where the activation starts. */
  readonly shape: 'conducted' | VentricularShape;
  /** From the P onset to the QRS onset; null without a P wave that leads to this beat. */
  readonly prMs: number | null;
  readonly pShape: PShape;
  /** To the ventricular event before. */
  readonly rrS: number;
}

export interface LoneP {
  readonly onsetS: number;
  readonly shape: PShape;
}

export interface Spike {
  /** Start of the pulse. */
  readonly timeS: number;
  readonly chamber: 'A' | 'V';
  readonly durationMs: number;
  readonly captured: boolean;
}

export interface Activity {
  readonly kind: 'fibrillation' | 'flutter';
  readonly hz: number;
}

export interface Rhythm {
  readonly ventricular: readonly VentricularEvent[];
  /** P waves that no ventricular beat follows. */
  readonly blockedP: readonly LoneP[];
  readonly spikes: readonly Spike[];
  readonly atrialActivity: Activity | null;
  /** What the ventricles do when they have no beats. */
  readonly ventricularActivity: Activity | null;
}

/** Events start before the recording so that its first beat has a past, and a T wave may reach in. */
const leadInS = 3;

export const range = (spec: SynthSpec): { readonly fromS: number; readonly toS: number } => ({
  fromS: -leadInS,
  toS: spec.durationS + 1,
});

export type Beat = Pick<VentricularEvent, 'timeS'> & Partial<VentricularEvent>;

/** A rhythm from its parts; a beat is conducted from the sinus node, without a P wave, if nothing else is said. */
export const rhythmOf = (spec: SynthSpec, beats: readonly Beat[], rest: Partial<Rhythm> = {}): Rhythm => ({
  ventricular: beats.map((beat, i) => ({
    class: 'N',
    source: 'sinus',
    shape: 'conducted',
    prMs: null,
    pShape: 'sinus',
    ...beat,
    rrS: i === 0 ? 60 / spec.heartRateBpm : beat.timeS - beats[i - 1]!.timeS,
  })),
  blockedP: [],
  spikes: [],
  atrialActivity: null,
  ventricularActivity: null,
  ...rest,
});

export const sinusP = (onsetS: number): LoneP => ({ onsetS, shape: 'sinus' });

/** Instants `intervalS` apart with a little chance, from a chance beginning. */
export const regularTimes = (spec: SynthSpec, label: string, intervalS: number, jitter: number): number[] => {
  const random = createRandom(spec.seed, label);
  const { fromS, toS } = range(spec);
  const times: number[] = [];
  for (
    let timeS = fromS + random.between(0, intervalS);
    timeS < toS;
    timeS += intervalS * (1 + jitter * random.normal())
  ) {
    times.push(timeS);
  }
  return times;
};

/** Longer at low rates, by about 1 ms for each 2 beats a minute; shortened by an accessory pathway. */
export const typicalPrMs = (spec: SynthSpec): number => {
  if (spec.morphology === 'wpw') return createRandom(spec.seed, 'pr').between(104, 116);
  const ownMs = spec.variety ? createRandom(spec.seed, 'own-pr').between(-20, 24) : 0;
  const prMs = createRandom(spec.seed, 'pr').between(152, 174) + ownMs - 0.5 * (spec.heartRateBpm - 65);
  return spec.morphology === 'hyperkalaemia' ? prMs + 35 : prMs;
};
