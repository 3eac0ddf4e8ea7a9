import type { Recording } from '../recording/recording.ts';
import { unknownPatient } from '../recording/recording.ts';

export interface PulseTrain {
  readonly rateHz: number;
  readonly durationS: number;
  readonly bpm: number;
  readonly leads: number;
  /** R amplitude, mV. */
  readonly rMv: number;
  /** T amplitude relative to R. */
  readonly t: number;
  /** White noise, mV RMS. */
  readonly noiseMv: number;
  /** Baseline wander, mV. */
  readonly wanderMv: number;
  /** Standard deviation of R, s: 0.012 is a narrow QRS, 0.03 a wide one. */
  readonly rWidthS: number;
  readonly seed: number;
}

export const plainTrain: PulseTrain = {
  rateHz: 500,
  durationS: 10,
  bpm: 72,
  leads: 3,
  rMv: 1,
  t: 0.3,
  noiseMv: 0,
  wanderMv: 0,
  rWidthS: 0.012,
  seed: 1,
};

export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
};

/** A handmade heart for the tests of the detector: P, R, S and T as Gaussian bumps at known times, with dirt on top. */
export const pulseTrain = (
  change: Partial<PulseTrain>,
): { leads: Float32Array[]; beatsS: number[]; rateHz: number } => {
  const train = { ...plainTrain, ...change };
  const { rateHz, durationS } = train;
  const random = seededRandom(train.seed);
  const beatsS: number[] = [];
  for (let t = 0.45; t < durationS - 0.3; t += (60 / train.bpm) * (1 + 0.04 * (random() - 0.5))) beatsS.push(t);
  const n = Math.round(durationS * rateHz);
  const leads = Array.from({ length: train.leads }, (_, l) => {
    const polarity = l % 3 === 1 ? -0.7 : 1 - 0.1 * (l % 4);
    const x = new Float32Array(n);
    const bump = (atS: number, widthS: number, mv: number): void => {
      const from = Math.max(0, Math.floor((atS - 4 * widthS) * rateHz));
      const to = Math.min(n - 1, Math.ceil((atS + 4 * widthS) * rateHz));
      for (let i = from; i <= to; i++) x[i]! += mv * Math.exp(-0.5 * ((i / rateHz - atS) / widthS) ** 2);
    };
    for (const beat of beatsS) {
      bump(beat - 0.16, 0.022, 0.12 * train.rMv * polarity);
      bump(beat, train.rWidthS, train.rMv * polarity);
      bump(beat + 2.6 * train.rWidthS, train.rWidthS, -0.25 * train.rMv * polarity);
      bump(beat + 0.27, 0.045, train.t * train.rMv * polarity);
    }
    for (let i = 0; i < n; i++) {
      const gaussian = random() + random() + random() + random() + random() + random() - 3;
      x[i]! += Math.SQRT2 * train.noiseMv * gaussian + train.wanderMv * Math.sin((2 * Math.PI * 0.3 * i) / rateHz + l);
    }
    return x;
  });
  return { leads, beatsS, rateHz };
};

export const recordingOf = (leads: readonly Float32Array[], rateHz: number): Recording => ({
  leads: leads.map((samplesMv, i) => ({
    name: ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'][i] ?? `lead ${i + 1}`,
    samplesMv,
    derived: false,
  })),
  sampleRateHz: rateHz,
  sampleCount: leads[0]?.length ?? 0,
  startTime: null,
  patient: unknownPatient,
  device: null,
  appliedFilters: [],
  notes: [],
});
