import type { Recording } from '../recording/recording.ts';
import { bridgeGaps } from '../signal/gaps.ts';
import { median } from '../signal/windows.ts';
import { beatMarks } from './rhythm/beatMarks.ts';
import type { Analysis } from './schema.ts';

/** How the line between the beats runs back to zero, over the leads. */
export interface LineEvidence {
  /** Correlation over the leads of the line's slope from T to QRS with how far below the lead's mean it lies; -1..1. */
  readonly likeness: number;
  /** By how much of its distance from the mean the line comes back in a second, by regression; 1/s. */
  readonly returnPerS: number;
}

/** The other limb leads follow from I and II. */
const independent = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const leastLeads = 4;
const leastLines = 3;
const longestRrS = 2;
const leastS = 0.1;
/** Where T is not marked it is over by then. */
const usualQtS = 0.45;

/**
 * Behind a high-pass of one way the line after each beat returns exponentially to the lead's mean, in every lead in proportion to how far
 * the beat has thrown it off; the slope of an unfiltered line has nothing to do with its level. Levels: 40 ms from 20 ms after T on, 20 ms before
 * QRS. null with fewer than four leads of three such lines. Linear time.
 */
export const lineAfterBeats = (
  { leads, sampleRateHz }: Pick<Recording, 'leads' | 'sampleRateHz'>,
  { beats, delineation }: Pick<Analysis, 'beats' | 'delineation'>,
): LineEvidence | null => {
  const spans = linesOf(beatMarks(delineation, beats.length));
  const rows = leads.flatMap(({ name, samplesMv }) => {
    if (!independent.includes(name)) return [];
    const { bridged } = bridgeGaps(samplesMv);
    const level = (fromS: number, lastsS: number): number => {
      const from = Math.round(fromS * sampleRateHz);
      const to = from + Math.max(2, Math.round(lastsS * sampleRateHz));
      return from < 0 || to > bridged.length ? Number.NaN : meanOf(bridged, from, to);
    };
    const lines = spans.flatMap(({ fromS, toS }) => {
      const [first, last] = [level(fromS, 0.04), level(toS - 0.024, 0.02)];
      const slope = (last - first) / (toS - 0.014 - (fromS + 0.02));
      return Number.isFinite(slope) ? [{ slope, levelMv: (first + last) / 2 }] : [];
    });
    if (lines.length < leastLines) return [];
    const of = (key: 'slope' | 'levelMv'): number => median(lines.map((line) => line[key]));
    return [{ slope: of('slope'), belowMv: meanOf(bridged, 0, bridged.length) - of('levelMv') }];
  });
  if (rows.length < leastLeads) return null;
  let [slopes, levels, both] = [0, 0, 0];
  for (const { slope, belowMv } of rows) {
    slopes += slope * slope;
    levels += belowMv * belowMv;
    both += slope * belowMv;
  }
  return { likeness: both / Math.sqrt(slopes * levels + 1e-12), returnPerS: both / (levels + 1e-6) };
};

/** From T to the next QRS, s. */
const linesOf = (marks: ReturnType<typeof beatMarks>): { fromS: number; toS: number }[] =>
  marks.flatMap(({ qrsOnsetS, tOffsetS }, k) => {
    const toS = marks[k + 1]?.qrsOnsetS ?? Number.NaN;
    const fromS = (tOffsetS ?? qrsOnsetS + usualQtS) + 0.02;
    return toS - qrsOnsetS <= longestRrS && toS - fromS - 0.034 >= leastS ? [{ fromS, toS }] : [];
  });

const meanOf = (values: Float64Array, from: number, to: number): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / (to - from);
};
