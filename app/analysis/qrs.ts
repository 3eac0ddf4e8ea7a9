import { bridgeGaps } from '../signal/gaps.ts';
import { combineEnvelopes, type EnvelopeGrid, envelopeGrid, type LeadEnvelope, leadEnvelope } from './qrsEnvelope.ts';
import { type CandidateFeatures, candidateFeatures, featureNames } from './qrsFeatures.ts';
import { atrialBeside, belowQrs, strengthAt, typicalStrength } from './qrsFloor.ts';
import { overlookedBeats } from './qrsOverlooked.ts';
import { chooseBeats, chooseJudged } from './qrsSequence.ts';
import { classifyShapes, leadFidelity, probesAt, type ShapeSpace, shapeSpace, summit } from './qrsShape.ts';
import { type CandidateSurvey, surveyCandidates } from './qrsSurvey.ts';
import { qrsTreesLast } from './qrsTreesLast.ts';
import { qrsTreesSecond } from './qrsTreesSecond.ts';
import { treeSum } from './trees.ts';

/** Nearest distance of two candidates. */
const candidateSpacingS = 0.12;
/** Nothing lower than this part of a usual beat is worth a look. */
const lowestHeight = 0.06;
/** The largest deflection of a QRS lies this near to the middle of its energy. */
const peakReachS = 0.08;
/** A peak nearer than this to the first or last sample may be one of the cut itself and is no beat. */
const edgeS = 0.05;
/** From this likeness on the beat's class says where its peak is. */
const sureOfClass = 0.75;

/**
 * Beats of a recording from all its leads together.
 *
 * `leads`: one or more leads of equal length in millivolts, NaN where missing; any order and polarity.
 * Returns the sample indices of the largest QRS deflections, ascending. Works on leads that carry signal and is blind
 * to flat ones, and to peaks in the first and last 50 ms; returns [] when nothing stands out. Never throws for a positive finite rate; linear time.
 *
 * Method: zero-phase 5-22 Hz band, energy over 100 ms per lead, each lead in units of its own beats and weighted by how
 * clearly they stand out. A first look takes the most plausible sequence of peaks (`chooseBeats`). Twice then the beats
 * found so far are sorted into classes by shape, every peak is judged by shape, size, surroundings and rhythm with a
 * sum of regression trees, and the sequence with the highest total evidence is taken (`chooseJudged`).
 */
export const detectQrs = (leads: readonly Float32Array[], sampleRateHz: number): number[] => {
  const candidates = qrsCandidates(leads, sampleRateHz);
  if (candidates === null) return [];
  const { firstLook } = candidates;
  const before = describe(candidates, firstLook);
  const second = chooseByTrees(candidates, before.rows, judgeSecond);
  const unchanged = second.length === firstLook.length && second.every((i, k) => i === firstLook[k]);
  const described = unchanged ? before : describe(candidates, second);
  const first = edgeS * sampleRateHz;
  const last = (leads[0]?.length ?? 0) - 1 - first;
  const judged = chooseByTrees(candidates, described.rows, judgeLast);
  const chosen = [...judged, ...overlookedBeats(candidates, judged)].sort((a, b) => a - b);
  const strengths = chosen.map((i) => strengthAt(candidates.space, candidates.peaks[i]!));
  if (chosen.length === 0 || belowQrs(typicalStrength(strengths))) return [];
  const isAtrial = atrialBeside(strengths);
  const beats = chosen
    .filter((_, k) => !isAtrial(strengths[k]!))
    .map((i) => Math.round(qrsPosition(candidates, described, i)))
    .filter((sample) => sample >= first && sample <= last);
  return beats.filter((sample, k) => k === 0 || sample > beats[k - 1]!);
};

/**
 * Added to the trees' log-odds: the noisy runs that they were trained on make them too careful for clean recordings. Chosen by
 * cross-validation on the tuning records.
 */
export const beatBias = 1.2;

// Evidence below nothing takes a candidate out of every best sequence, however far below it lies.
const judgeSecond = treeSum(qrsTreesSecond, -beatBias);
const judgeLast = treeSum(qrsTreesLast, -beatBias);

/** The candidates of a recording with the signals they come from; for the detector and for its training. */
export interface QrsCandidates {
  readonly grid: EnvelopeGrid;
  readonly envelopes: readonly LeadEnvelope[];
  /** Combined envelope and the weight of each lead per block. */
  readonly values: Float64Array;
  readonly weights: readonly Float64Array[];
  /** Grid positions of the candidates, ascending. */
  readonly peaks: readonly number[];
  /** Candidates that a look at height and rhythm alone takes for beats. */
  readonly firstLook: readonly number[];
  readonly space: ShapeSpace;
  readonly survey: CandidateSurvey;
}

export const qrsCandidates = (leads: readonly Float32Array[], sampleRateHz: number): QrsCandidates | null => {
  const sampleCount = leads[0]?.length ?? 0;
  if (sampleCount < 0.3 * sampleRateHz || sampleRateHz < 30) return null;
  const grid = envelopeGrid(sampleRateHz);
  const envelopes = leads.map((samplesMv) => {
    const { bridged, gaps } = bridgeGaps(samplesMv);
    return leadEnvelope(bridged, gaps, grid);
  });
  const seen = look(envelopes, grid, null);
  // With few beats nothing is known of the leads that their prominence does not say.
  if (leads.length === 1 || seen.firstLook.length < fewBeats) return surveyed(seen);
  const places = seen.firstLook.map((i) => seen.peaks[i]!);
  const classes = classifyShapes(seen.space, probesAt(seen.space, places));
  return surveyed(look(envelopes, grid, leadFidelity(seen.space, classes)));
};

const fewBeats = 4;

const surveyed = (seen: Omit<QrsCandidates, 'survey'>): QrsCandidates => ({
  ...seen,
  survey: surveyCandidates(seen.space, seen.values, seen.weights, seen.peaks),
});

/** `trust`: how far each lead is trusted per block beyond its prominence; null: all alike. */
const look = (
  envelopes: readonly LeadEnvelope[],
  grid: EnvelopeGrid,
  trust: readonly Float64Array[] | null,
): Omit<QrsCandidates, 'survey'> => {
  const { values, weights } = combineEnvelopes(envelopes, grid, trust);
  const peaks = findCandidates(values, grid);
  const firstLook = chooseBeats(peaks.map((k) => ({ timeS: k / grid.rateHz, height: values[k]! })));
  return { grid, envelopes, values, weights, peaks, firstLook, space: shapeSpace(envelopes, grid, trust) };
};

/** What is known of every candidate, given the beats found so far (`chosen`: indices of candidates). */
export const describe = (
  { space, survey, values, peaks }: QrsCandidates,
  chosen: readonly number[],
): CandidateFeatures => candidateFeatures(space, survey, values, peaks, chosen);

const chooseByTrees = (
  { peaks, grid }: QrsCandidates,
  rows: Float32Array,
  judge: (rows: Float32Array, offset: number) => number,
): number[] =>
  chooseJudged(
    peaks.map((k, i) => ({ timeS: k / grid.rateHz, evidence: judge(rows, i * featureNames.length) + beatBias })),
  );

/** Place of the largest deflection of a candidate, native samples with a fraction. */
export const qrsPosition = (
  { peaks, survey, envelopes, weights, grid }: QrsCandidates,
  { fits, fitter }: CandidateFeatures,
  candidate: number,
): number => {
  const k = peaks[candidate]!;
  const fit = fits[candidate]!;
  const place =
    fit.of !== null && fit.correlation >= sureOfClass
      ? k + fitter.lag(survey.probes[candidate]!, fit) + fit.of.fiducial
      : largestDeflection(envelopes, weights, k, grid);
  return place * grid.step + grid.centre;
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

/** Where the weighted energy of the band-passed leads is greatest near an envelope peak, grid values with a fraction. */
const largestDeflection = (
  envelopes: readonly LeadEnvelope[],
  weights: readonly Float64Array[],
  peak: number,
  grid: EnvelopeGrid,
): number => {
  const reach = Math.round(peakReachS * grid.rateHz);
  const length = envelopes[0]!.bandMv.length;
  const block = Math.min(envelopes[0]!.scaleMv.length - 1, Math.floor(peak / grid.blockValues));
  const factors = envelopes.map((lead, l) => weights[l]![block]! / lead.scaleMv[block]! ** 2);
  const from = Math.max(0, peak - reach);
  const to = Math.min(length - 1, peak + reach);
  const energy = new Float64Array(to - from + 1);
  for (let i = from; i <= to; i++)
    for (let l = 0; l < envelopes.length; l++) energy[i - from]! += factors[l]! * envelopes[l]!.bandMv[i]! ** 2;
  return from + summit(energy, 0, energy.length - 1);
};
