import type { MedianBeats } from '../../analysis/medianBeats.ts';
import { findLead, type Recording } from '../../recording/recording.ts';
import type { Feature } from './leadFeatures.ts';

/** Leads in which the atria are looked at. */
const looked = ['II', 'V1', 'V5'] as const;

/** RR intervals, and what the beats leave over. Beats in s. */
export const rhythmFeatures = (
  recording: Recording,
  beatTimesS: readonly number[],
  beats: MedianBeats | null,
): Feature[] => {
  const rr = beatTimesS.slice(1).map((timeS, i) => timeS - beatTimesS[i]!);
  const steps = rr.slice(1).map((value, i) => value - rr[i]!);
  const meanRr = mean(rr);
  return [
    ['rrMeanMs', 1000 * meanRr],
    ['rrCv', spread(rr) / meanRr],
    ['rrStepCv', Math.sqrt(mean(steps.map((step) => step * step))) / meanRr],
    ['rrLeastPart', Math.min(...rr) / meanRr],
    ['rrMostPart', Math.max(...rr) / meanRr],
    ['rrStepsBeyond50Part', mean(steps.map((step) => (Math.abs(step) > 0.05 ? 1 : 0)))],
    ...looked.map((name): Feature => {
      const x = findLead(recording, name)?.samplesMv;
      return [`${name}.restMv`, x === undefined ? Number.NaN : restMv(x, recording.sampleRateHz, beatTimesS, beats)];
    }),
  ];
};

const mean = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;

const spread = (values: readonly number[]): number => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

/** Root mean square between the end of T and the next P or QRS, each stretch about its own mean: what no beat explains. */
const restMv = (x: Float32Array, rateHz: number, beatTimesS: readonly number[], beats: MedianBeats | null): number => {
  if (beats === null) return Number.NaN;
  const { tOffsetS, qrsOffsetS, pOnsetS, qrsOnsetS } = beats.bounds;
  let sum = 0;
  let count = 0;
  for (let k = 0; k + 1 < beatTimesS.length; k++) {
    const from = Math.round((beatTimesS[k]! + (tOffsetS ?? qrsOffsetS + 0.25)) * rateHz);
    const to = Math.round((beatTimesS[k + 1]! + (pOnsetS ?? qrsOnsetS) - 0.02) * rateHz);
    const stretch = x.subarray(Math.max(0, from), Math.max(0, to)).filter(Number.isFinite);
    if (stretch.length < 0.04 * rateHz) continue;
    const middle = stretch.reduce((total, value) => total + value, 0) / stretch.length;
    sum += stretch.reduce((total, value) => total + (value - middle) ** 2, 0);
    count += stretch.length;
  }
  return count === 0 ? Number.NaN : Math.sqrt(sum / count);
};
