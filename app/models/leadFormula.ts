/** One lead in the words of the training's test vectors; models/training/tasks/rhythm2017/vectors.py has the formula. */
export interface LeadFormula {
  readonly name: string;
  readonly sampleRateHz: number;
  readonly lengthSamples: number;
  readonly offsetMv: number;
  readonly waves: readonly {
    readonly periodS: number;
    readonly centreS: number;
    readonly widthS: number;
    readonly amplitudeMv: number;
  }[];
  readonly sines: readonly { readonly frequencyHz: number; readonly phaseRad: number; readonly amplitudeMv: number }[];
  /** `from` inclusive, `to` exclusive, in samples. */
  readonly missing: readonly { readonly from: number; readonly to: number }[];
}

/** [lengthSamples] mV, missing = NaN; for tests that compare the core with the training. */
export const leadSignal = (formula: LeadFormula): Float32Array => {
  const { sampleRateHz, lengthSamples, offsetMv, waves, sines, missing } = formula;
  return Float32Array.from({ length: lengthSamples }, (_, i) => {
    if (missing.some(({ from, to }) => i >= from && i < to)) return Number.NaN;
    const t = i / sampleRateHz;
    let x = offsetMv;
    for (const { periodS, centreS, widthS, amplitudeMv } of waves)
      x += amplitudeMv * Math.exp(-0.5 * (((t % periodS) - centreS) / widthS) ** 2);
    for (const { frequencyHz, phaseRad, amplitudeMv } of sines)
      x += amplitudeMv * Math.sin(2 * Math.PI * frequencyHz * t + phaseRad);
    return x;
  });
};
