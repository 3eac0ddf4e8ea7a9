import { median } from '../signal/windows.ts';
import { type SlowLead, slowRateHz } from './slowLead.ts';

/** Points of a beat's course on each side of its QRS complex, 16 ms apart. */
export const courseReach = 30;
const stride = 2;
/** What is left when the average is taken away, in pieces of the course. */
const scatterPieces = 6;
const mostBeats = 60;
const fewestBeats = 4;
/** Times the usual RR interval. */
const longestRr = 2.2;

/** Length of what `beatCourse` gives: the average's points, the scatter of the pieces, and the RR interval with its unevenness. */
export const courseLength = 2 * courseReach + 1 + scatterPieces + 2;

/**
 * How one lead goes from 480 ms before its beats to 480 ms after, on average, and how much the beats scatter about that; both against
 * the average's largest value. Null with fewer than four beats, or where the lead shows nothing.
 */
export const beatCourse = ({ mv }: SlowLead, beatTimesS: readonly number[]): Float32Array | null => {
  const reach = courseReach * stride;
  const inside = beatTimesS
    .map((timeS) => Math.round(timeS * slowRateHz))
    .filter((at) => at >= reach && at + reach < mv.length);
  const step = Math.max(1, Math.ceil(inside.length / mostBeats));
  const places = inside.filter((_, i) => i % step === 0);
  if (places.length < fewestBeats) return null;
  const points = 2 * courseReach + 1;
  const out = new Float32Array(courseLength);
  const squares = new Float64Array(points);
  for (const at of places)
    for (let k = 0; k < points; k++) {
      const value = mv[at - reach + k * stride]!;
      out[k]! += value / places.length;
      squares[k]! += value ** 2 / places.length;
    }
  let largest = 0;
  for (let k = 0; k < points; k++) largest = Math.max(largest, Math.abs(out[k]!));
  if (!(largest > 0.01)) return null;
  const left = new Float64Array(scatterPieces);
  for (let k = 0; k < points; k++)
    left[Math.floor((k * scatterPieces) / points)]! +=
      Math.max(0, squares[k]! - out[k]! ** 2) / (points / scatterPieces);
  for (let k = 0; k < points; k++) out[k]! /= largest;
  left.forEach((power, piece) => {
    out[points + piece] = Math.min(3, Math.sqrt(power) / largest);
  });
  const all = beatTimesS.slice(1).map((timeS, i) => timeS - beatTimesS[i]!);
  const usual = median(all);
  // A pause, or a stretch that is missing, is nobody's pace.
  const intervals = all.filter((rrS) => rrS <= longestRr * usual);
  const mean = intervals.reduce((sum, rr) => sum + rr, 0) / intervals.length;
  const sd = Math.sqrt(intervals.reduce((sum, rr) => sum + (rr - mean) ** 2, 0) / intervals.length);
  out[courseLength - 2] = Math.min(2, mean);
  out[courseLength - 1] = Math.min(1, sd / mean);
  return out;
};
