import { bridgeGaps } from '../signal/gaps.ts';
import { combineEnvelopes, type EnvelopeGrid, envelopeGrid, type LeadEnvelope, leadEnvelope } from './qrsEnvelope.ts';
import { type CandidateFeatures, candidateFeatures, featureNames } from './qrsFeatures.ts';
import { chooseBeats, chooseJudged } from './qrsSequence.ts';
import { classifyShapes, leadFidelity, shapeSpace, summit } from './qrsShape.ts';
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
  const second = chooseByTrees(candidates, describe(candidates, candidates.firstLook).rows, judgeSecond);
  const described = describe(candidates, second);
  const positions = qrsPositions(candidates, described);
  const first = edgeS * sampleRateHz;
  const last = (leads[0]?.length ?? 0) - 1 - first;
  const beats = chooseByTrees(candidates, described.rows, judgeLast)
    .map((i) => Math.round(positions[i]!))
    .filter((sample) => sample >= first && sample <= last);
  return beats.filter((sample, k) => k === 0 || sample > beats[k - 1]!);
};

/**
 * Added to the trees' log-odds: the noisy runs that they were trained on make them too careful for clean recordings. Chosen by
 * cross-validation on the tuning records.
 */
export const beatBias = 1.2;

const judgeSecond = treeSum(qrsTreesSecond);
const judgeLast = treeSum(qrsTreesLast);

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
  /** How far each lead is trusted per block beyond its prominence; null: all alike. */
  readonly trust: readonly Float64Array[] | null;
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
  if (leads.length === 1) return seen;
  const space = shapeSpace(envelopes, grid);
  const classes = classifyShapes(
    space,
    seen.firstLook.map((i) => seen.peaks[i]!),
  );
  // With few beats nothing is known of the leads that their prominence does not say.
  return seen.firstLook.length < fewBeats ? seen : look(envelopes, grid, leadFidelity(space, classes));
};

const fewBeats = 4;

const look = (
  envelopes: readonly LeadEnvelope[],
  grid: EnvelopeGrid,
  trust: readonly Float64Array[] | null,
): QrsCandidates => {
  const { values, weights } = combineEnvelopes(envelopes, grid, trust);
  const peaks = findCandidates(values, grid);
  const firstLook = chooseBeats(peaks.map((k) => ({ timeS: k / grid.rateHz, height: values[k]! })));
  return { grid, envelopes, values, weights, peaks, firstLook, trust };
};

/** What is known of every candidate, given the beats found so far (`chosen`: indices of candidates). */
export const describe = (
  { envelopes, grid, values, weights, peaks, trust }: QrsCandidates,
  chosen: readonly number[],
): CandidateFeatures => {
  const space = shapeSpace(envelopes, grid, trust);
  const classes = classifyShapes(
    space,
    chosen.map((i) => peaks[i]!),
  );
  return candidateFeatures(space, classes, values, weights, peaks, chosen);
};

const chooseByTrees = (
  { peaks, grid }: QrsCandidates,
  rows: Float32Array,
  judge: (rows: Float32Array, offset: number) => number,
): number[] =>
  chooseJudged(
    peaks.map((k, i) => ({ timeS: k / grid.rateHz, evidence: judge(rows, i * featureNames.length) + beatBias })),
  );

/** Places of the largest deflections of all candidates, native samples with a fraction. */
export const qrsPositions = (
  { peaks, envelopes, weights, grid }: QrsCandidates,
  { fits }: CandidateFeatures,
): number[] =>
  peaks.map((k, i) => {
    const { of, correlation, lag } = fits[i]!;
    const place =
      of !== null && correlation >= sureOfClass
        ? k + lag + of.fiducial
        : largestDeflection(envelopes, weights, k, grid);
    return place * grid.step + grid.centre;
  });

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
