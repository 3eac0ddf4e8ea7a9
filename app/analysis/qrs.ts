import { bridgeGaps } from '../signal/gaps.ts';
import { combineEnvelopes, type EnvelopeGrid, envelopeGrid, type LeadEnvelope, leadEnvelope } from './qrsEnvelope.ts';
import { type Candidate, chooseBeats } from './qrsSequence.ts';

/** Nearest distance of two candidates. */
const candidateSpacingS = 0.12;
/** Nothing lower than this part of a usual beat is worth a look. */
const lowestHeight = 0.06;
/** The largest deflection of a QRS lies this near to the middle of its energy. */
const peakReachS = 0.08;

/**
 * Beats of a recording from all its leads together.
 *
 * `leads`: one or more leads of equal length in millivolts, NaN where missing; any order and polarity.
 * Returns the sample indices of the largest QRS deflections, ascending. Works on leads that carry signal and is blind
 * to flat ones; returns [] when nothing stands out. Never throws for a positive finite rate; linear time.
 *
 * Method: zero-phase 5-22 Hz band, energy over 100 ms per lead, each lead in units of its own beats and weighted by how
 * clearly they stand out, then the most plausible sequence of peaks (see `chooseBeats`).
 */
export const detectQrs = (leads: readonly Float32Array[], sampleRateHz: number): number[] => {
  const sampleCount = leads[0]?.length ?? 0;
  if (sampleCount < 0.3 * sampleRateHz || sampleRateHz < 30) return [];
  const grid = envelopeGrid(sampleRateHz);
  const envelopes = leads.map((samplesMv) => {
    const { bridged, gaps } = bridgeGaps(samplesMv);
    return leadEnvelope(bridged, gaps, sampleRateHz, grid);
  });
  const { values, weights } = combineEnvelopes(envelopes, grid);
  const peaks = findCandidates(values, grid);
  const candidates: Candidate[] = peaks.map((k) => ({ timeS: k / grid.rateHz, height: values[k]! }));
  const beats = chooseBeats(candidates).map((index) =>
    largestDeflection(envelopes, weights, peaks[index]!, grid, sampleRateHz),
  );
  return beats.filter((sample, k) => k === 0 || sample > beats[k - 1]!);
};

/** Local maxima of the envelope, none nearer to a higher one than the spacing. */
const findCandidates = (values: Float64Array, grid: EnvelopeGrid): number[] => {
  const spacing = Math.max(1, Math.round(candidateSpacingS * grid.rateHz));
  const kept: number[] = [];
  for (let k = 0; k < values.length; k++) {
    const value = values[k]!;
    if (value < lowestHeight || value < (values[k - 1] ?? 0) || value <= (values[k + 1] ?? 0)) continue;
    const last = kept.at(-1);
    if (last !== undefined && k - last < spacing) {
      if (value > values[last]!) kept[kept.length - 1] = k;
    } else kept.push(k);
  }
  return kept;
};

/** Where the weighted energy of the band-passed leads is greatest near an envelope peak, in native samples. */
const largestDeflection = (
  envelopes: readonly LeadEnvelope[],
  weights: readonly Float64Array[],
  peak: number,
  grid: EnvelopeGrid,
  sampleRateHz: number,
): number => {
  const centre = peak * grid.step;
  const reach = Math.round(peakReachS * sampleRateHz);
  const length = envelopes[0]!.bandMv.length;
  const block = Math.min(envelopes[0]!.scaleMv.length - 1, Math.floor(peak / grid.blockValues));
  const factors = envelopes.map((lead, l) => weights[l]![block]! / lead.scaleMv[block]! ** 2);
  let best = Math.min(centre, length - 1);
  let bestEnergy = -1;
  for (let i = Math.max(0, centre - reach); i <= Math.min(length - 1, centre + reach); i++) {
    let energy = 0;
    for (let l = 0; l < envelopes.length; l++) energy += factors[l]! * envelopes[l]!.bandMv[i]! ** 2;
    if (energy > bestEnergy) {
      bestEnergy = energy;
      best = i;
    }
  }
  return best;
};
