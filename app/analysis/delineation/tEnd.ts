import { fallsBelow } from './boundaryFeatures.ts';
import { fittedRules } from './fittedRules.ts';
import { fittedTEnd } from './fittedTEnd.ts';
import type { AverageInspection } from './inspectBeats.ts';
import { applyRule } from './pointRules.ts';
import { type Features, slopeMagnitude } from './qrsFeatures.ts';

export interface TEndCandidates {
  /** Where the rules of single leads let the T wave end together: the second latest of many leads, s from the beat's instant. */
  readonly referenceS: number;
  /** Seen from there, seconds, and products of size and width. */
  readonly candidates: Features;
}

/** No candidate counts farther away from the reference than this. */
const farthestS = 0.12;
/** Slopes of the lead that moves most, mV/s: where a wave of any size has come to rest on paper. */
const restingSlopes = [0.25, 0.5, 1, 2] as const;
/** A wave of this size needs no correction for its size, mV. */
const usualMv = 0.3;
const ownCandidates = 7;
/** A lead with a T wave so many times the middle lead's says nothing of the others. */
const mostTimesUsual = 50;

/**
 * Candidates for the end of T over all leads: those of the leads' combination, the second latest and the middle of those of
 * single leads, where the slopes fall below fixed ones, and the wave's width by the logarithm of its size, because a wave
 * twice as high takes longer to sink below what can be seen.
 */
export const tEndCandidates = (average: AverageInspection): TEndCandidates | null => {
  const { t, beat } = average;
  if (t === null) return null;
  const { features, placed } = t;
  const { zero, rateHz, slowMv } = beat;
  const { peak, last, to } = placed.place;
  const referenceS = lateOf(features.offset.map((own) => applyRule(fittedRules.tOffset, own)));
  const slopes = slowMv.map((row) => slopeMagnitude(row, rateHz));
  const fastest = new Float64Array(slopes[0]!.length);
  const tall = slowMv.map((row) => Math.abs(row[peak]! - row[to]!));
  // A lead in other units must not speak for all.
  const most = mostTimesUsual * middle(tall);
  slopes.forEach((row, l) => {
    if (tall[l]! <= most) for (let i = last; i <= to; i++) fastest[i] = Math.max(fastest[i]!, row[i]!);
  });
  const steep = Math.max(last, Math.min(to, zero + Math.round(features.globalOffset[5]! * rateHz)));
  const rest = restingSlopes.map(
    (level) => (fallsBelow(fastest, steep, 1, to, level, Math.max(2, Math.round(0.016 * rateHz))) - zero) / rateHz,
  );
  const heights = tall.filter((height) => height <= most).sort((a, b) => b - a);
  const size = (l: number): number => Math.log(Math.max(0.02, heights[Math.min(l, heights.length - 1)]!) / usualMv);
  const widthS = Math.max(0, referenceS - features.globalPeakS);
  const own = Array.from({ length: ownCandidates }, (_, k) => {
    const values = features.offset.map((list) => list[list.length - ownCandidates + k]!);
    return [lateOf(values), middle(values)];
  }).flat();
  const near = (atS: number): number => Math.max(-farthestS, Math.min(farthestS, atS - referenceS));
  return {
    referenceS,
    candidates: [
      ...features.globalOffset.map(near),
      ...own.map(near),
      ...rest.map(near),
      near((last - zero) / rateHz),
      widthS,
      size(0),
      size(0) * widthS,
      size(3) * widthS,
    ],
  };
};

/** By how much the end over all leads may lie before or behind the reference, s: beyond what was fitted on nothing is known. */
export const correctionS = { least: -0.015, most: 0.04 } as const;
/** From so many leads on, the latest of them is left out as noise and the rule is that of twelve. */
export const manyLeads = 10;

/** End of T over all leads, s from the beat's instant, also where only some of them were recorded; null without a T wave. */
export const tEnd = (average: AverageInspection): number | null => {
  const found = tEndCandidates(average);
  if (found === null) return null;
  const rule = average.beat.slowMv.length >= manyLeads ? fittedTEnd.many : fittedTEnd.few;
  const correction = applyRule(rule, found.candidates);
  return found.referenceS + Math.max(correctionS.least, Math.min(correctionS.most, correction));
};

/** The second latest of many, the latest of few. */
const lateOf = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => b - a);
  return sorted[sorted.length >= manyLeads ? 1 : 0]!;
};

const middle = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
};
