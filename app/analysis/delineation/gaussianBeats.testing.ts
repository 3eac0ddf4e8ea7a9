/** A wave as a bell: `atS` from the R peak, `sigmaS` its width, mV per lead. */
export interface Bell {
  readonly atS: number;
  readonly sigmaS: number;
  readonly mv: number;
}

export interface BeatShape {
  readonly p: readonly Bell[];
  readonly qrs: readonly Bell[];
  readonly t: readonly Bell[];
}

export const normalBeat: BeatShape = {
  p: [{ atS: -0.16, sigmaS: 0.02, mv: 0.15 }],
  qrs: [
    { atS: -0.022, sigmaS: 0.006, mv: -0.12 },
    { atS: 0, sigmaS: 0.01, mv: 1.1 },
    { atS: 0.024, sigmaS: 0.007, mv: -0.25 },
  ],
  t: [{ atS: 0.27, sigmaS: 0.04, mv: 0.35 }],
};

const gains = [0.6, 1, 0.5, -0.8, 0.3, 0.75, -0.4, 0.9, 1.2, 1.3, 1.1, 0.8] as const;

export interface BeatsOptions {
  readonly durationS?: number;
  readonly rateHz?: number;
  readonly leads?: number;
  readonly rrS?: (k: number) => number;
  readonly shape?: (k: number) => BeatShape;
  readonly noiseMv?: number;
}

/** Leads made of bells, each lead a multiple of the same heart, with seeded noise; and the instants of R. */
export const gaussianBeats = ({
  durationS = 10,
  rateHz = 500,
  leads = 12,
  rrS = () => 0.9,
  shape = () => normalBeat,
  noiseMv = 0.005,
}: BeatsOptions = {}): { leads: Float32Array[]; beatsS: number[]; beats: number[]; rateHz: number } => {
  const n = Math.round(durationS * rateHz);
  const heart = new Float64Array(n);
  const beatsS: number[] = [];
  for (let t = 0.5, k = 0; t < durationS - 0.1; t += rrS(k), k++) {
    beatsS.push(t);
    const { p, qrs, t: repolarisation } = shape(k);
    for (const { atS, sigmaS, mv } of [...p, ...qrs, ...repolarisation]) {
      const from = Math.max(0, Math.floor((t + atS - 5 * sigmaS) * rateHz));
      const to = Math.min(n - 1, Math.ceil((t + atS + 5 * sigmaS) * rateHz));
      for (let i = from; i <= to; i++) heart[i]! += mv * Math.exp(-0.5 * ((i / rateHz - t - atS) / sigmaS) ** 2);
    }
  }
  let state = 12345;
  const random = (): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 4_294_967_296 - 0.5;
  };
  const rows = Array.from({ length: leads }, (_, l) =>
    Float32Array.from(heart, (mv) => mv * gains[l % gains.length]! + noiseMv * 2 * (random() + random() + random())),
  );
  return { leads: rows, beatsS, beats: beatsS.map((t) => Math.round(t * rateHz)), rateHz };
};
