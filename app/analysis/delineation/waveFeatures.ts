import { areaEnd, type Direction, fallsBelow } from './boundaryFeatures.ts';
import { combinedActivity, type Features, slopeMagnitude } from './qrsFeatures.ts';
import { combine } from './strongestCombination.ts';

/** Where a P or T wave was seen in the combination of all leads, indices into the average beat. */
export interface WavePlace {
  readonly peak: number;
  /** First and last summit: the same as `peak` unless the wave has two phases. */
  readonly first: number;
  readonly last: number;
  /** The wave lies inside. */
  readonly from: number;
  readonly to: number;
}

export interface WaveFeatures {
  readonly peakS: readonly number[];
  readonly globalPeakS: number;
  readonly onset: readonly Features[];
  readonly offset: readonly Features[];
  readonly globalOnset: Features;
  readonly globalOffset: Features;
}

const slopeLevels = [0.5, 0.25, 0.12] as const;

/**
 * Candidates of onset and offset of a slow wave, from the leads' combination, from all slopes together and per lead.
 * `reachS`: how far from its summit the wave's steepest slope may lie; `areaS`: width of the area method.
 */
export const waveFeatures = (
  rows: readonly Float64Array[],
  weights: Float64Array,
  place: WavePlace,
  zero: number,
  rateHz: number,
  reachS: number,
  areaS: number,
  departureS: number,
): WaveFeatures => {
  const slopes = rows.map((row) => slopeMagnitude(row, rateHz));
  const combined = combine(rows, weights);
  const all = combinedActivity(slopes, place.from, place.to);
  const combinedSlope = slopeMagnitude(combined, rateHz);
  const reach = Math.round(reachS * rateHz);
  const area = Math.max(3, Math.round(areaS * rateHz));
  const toS = (values: readonly number[]): number[] => values.map((value) => (value - zero) / rateHz);

  const side = (direction: Direction): { global: number[]; single: number[][] } => {
    const summit = direction > 0 ? place.last : place.first;
    const limit = direction > 0 ? place.to : place.from;
    const at = (curve: Float64Array, slope: Float64Array, top: number): number[] =>
      outer(curve, slope, top, limit, direction, reach, area);
    const global = [
      ...at(combined, combinedSlope, summit),
      ...crossings(all, steepest(all, summit, limit, reach, direction), limit, direction),
      summit,
    ];
    const common = global.slice(0, outerCount);
    const single = rows.map((row, l) => {
      const top = summitNear(row, summit, place, rateHz);
      const own = at(row, slopes[l]!, top);
      const far = departureS * rateHz;
      return [...own, top].map((value, k) => {
        const reference = k < outerCount ? common[k]! : summit;
        return Math.max(reference - far, Math.min(reference + far, value));
      });
    });
    const middle = Array.from({ length: outerCount }, (_, k) => {
      const values = single.map((list) => list[k]!).sort((a, b) => a - b);
      return (values[(values.length - 1) >> 1]! + values[values.length >> 1]!) / 2;
    });
    return { global: [...global, ...middle, limit], single };
  };
  const before = side(-1);
  const after = side(1);
  return {
    globalPeakS: (place.peak - zero) / rateHz,
    peakS: toS(rows.map((row) => summitNear(row, place.peak, place, rateHz))),
    onset: before.single.map((own) => toS([...before.global, ...own])),
    offset: after.single.map((own) => toS([...after.global, ...own])),
    globalOnset: toS(before.global),
    globalOffset: toS(after.global),
  };
};

const outerCount = slopeLevels.length + 3;

/** Crossings of the slope, tangent, area and steepest place outside of one summit. */
const outer = (
  curve: Float64Array,
  slope: Float64Array,
  summit: number,
  limit: number,
  direction: Direction,
  reach: number,
  area: number,
): number[] => {
  const steep = steepest(slope, summit, limit, reach, direction);
  const polarity = Math.sign(curve[summit]! - curve[steep]!) || 1;
  const places = crossings(slope, steep, limit, direction);
  return [...places, tangent(curve, steep, limit), areaEnd(curve, steep, limit, direction, area, polarity), steep];
};

const crossings = (slope: Float64Array, steep: number, limit: number, direction: Direction): number[] =>
  slopeLevels.map((level) => fallsBelow(slope, steep, direction, limit, level * slope[steep]!, 2));

const steepest = (slope: Float64Array, summit: number, limit: number, reach: number, direction: Direction): number => {
  let best = summit;
  for (let k = 0; k <= reach; k++) {
    const i = summit + direction * k;
    if (direction > 0 ? i > limit : i < limit) break;
    if (slope[i]! > slope[best]!) best = i;
  }
  return best;
};

/** Where the tangent of the steepest place meets the level at `limit` (Lepeschkin & Surawicz 1952). */
const tangent = (curve: Float64Array, steep: number, limit: number): number => {
  const rise = ((curve[steep + 1] ?? curve[steep]!) - (curve[steep - 1] ?? curve[steep]!)) / 2;
  if (rise === 0) return steep;
  const cross = steep + (curve[limit]! - curve[steep]!) / rise;
  return limit > steep ? Math.max(steep, Math.min(limit, cross)) : Math.min(steep, Math.max(limit, cross));
};

/** The deflection farthest from the line between the ends of the wave, near to where the leads together have theirs. */
const summitNear = (row: Float64Array, summit: number, place: WavePlace, rateHz: number): number => {
  const half = Math.round(0.05 * rateHz);
  const from = Math.max(place.from, summit - half);
  const to = Math.min(place.to, summit + half);
  const base = Math.max(place.from, summit - 3 * half);
  const end = Math.min(place.to, summit + 3 * half);
  let best = summit;
  let most = -1;
  for (let i = from; i <= to; i++) {
    const line = row[base]! + ((row[end]! - row[base]!) * (i - base)) / Math.max(1, end - base);
    const away = Math.abs(row[i]! - line);
    if (away > most) {
      most = away;
      best = i;
    }
  }
  return best;
};
