import { welch } from './spectrum.ts';

export interface LeadSpectrum {
  readonly frequencyHz: readonly number[];
  /** Power density, dB of 1 mV^2/Hz. */
  readonly levelDb: readonly number[];
}

const segmentS = 4;
const leastS = 1;
/** What an electrocardiograph is made for, and a little beyond. */
const highestHz = 160;
const leastDensity = 1e-12;

/** The longest stretch without a missing sample: first index and the one after its last. */
const longestStretch = (samples: Float32Array): readonly [number, number] => {
  let best: [number, number] = [0, 0];
  let from = 0;
  for (let i = 0; i <= samples.length; i++) {
    if (i < samples.length && Number.isFinite(samples[i])) continue;
    if (i - from > best[1] - best[0]) best = [from, i];
    from = i + 1;
  }
  return best;
};

/**
 * Power density of a lead's longest uninterrupted stretch (Welch, windows of 4 s), up to 160 Hz or half the sampling rate. null
 * when no second of it is uninterrupted.
 */
export const leadSpectrum = (samplesMv: Float32Array, sampleRateHz: number): LeadSpectrum | null => {
  const [from, to] = longestStretch(samplesMv);
  if (!(sampleRateHz > 0) || to - from < leastS * sampleRateHz) return null;
  const { density, binHz } = welch(Float64Array.from(samplesMv.subarray(from, to)), sampleRateHz, segmentS);
  // The mean was taken out of every window: the first bin says nothing.
  const last = Math.min(density.length - 1, Math.floor(highestHz / binHz));
  const bins = Array.from({ length: Math.max(0, last) }, (_, k) => k + 1);
  return {
    frequencyHz: bins.map((k) => k * binHz),
    levelDb: bins.map((k) => 10 * Math.log10(Math.max(leastDensity, density[k]!))),
  };
};
