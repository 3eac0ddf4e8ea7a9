import { bridgeGaps } from '../signal/gaps.ts';
import { companionsOf } from './pacingCompanions.ts';

/** A pacing pulse as recorded: the sample where it is sharpest, and the leads (indices) in which it stands out. */
export interface PacingSpike {
  readonly sample: number;
  readonly leads: readonly number[];
  /** Beyond what the corners of a QRS can look like; a spike that is not may still be told by its company. */
  readonly clear: boolean;
}

/**
 * What a spike is, in milliseconds, millivolts and ratios. `bend` is the second difference 2x(t) - x(t - h) - x(t + h),
 * root mean square over the leads: twice the height of a spike shorter than h, the height of a step, and hardly anything on
 * a smooth curve, where it grows with the square of h.
 */
const shape = {
  fineMs: 2,
  coarseMs: 8,
  /** Spike and its own slopes reach this far; nothing further away may be as sharp. */
  innerMs: 16,
  outerMs: 100,
  /** A pulse leaps out of a quiet line, so the time before it is judged more severely than the QRS after it. */
  quietCoarseMs: 70,
  /** Of the coarse bend at the spike, what the time before may hold at most. */
  quietCoarseShare: 0.5,
  swingMs: 20,
  swingReachMs: 90,
  /** No swing of a QRS just before: the end of a QRS that a device has held flat is no pulse. */
  swingMv: 0.12,
  swingShare: 0.7,
  floorMv: 0.01,
  coarseFloorMv: 0.02,
} as const;

/**
 * Either is enough. Fine bend over coarse bend is about 1 for a pulse of 2 ms, 1/16 for a smooth curve; a pulse behind a
 * recorder with less bandwidth is blunter, and must then be higher and further above what surrounds it.
 */
const kinds = [
  { leastMv: 0.045, sharpness: 0.35, overBefore: 4.5, overAfter: 0.8 },
  { leastMv: 0.1, sharpness: 0.19, overBefore: 6, overAfter: 1 },
] as const;

/** The fewer samples a second, the sharper a smooth curve seems: per millisecond of the finest step that there is. */
const sharpnessPerMs = 0.07;

/** A sharp one so high and so far above the line before it is clear; a blunt one always is: it had to be high already. */
const clear = { leastMv: 0.12, overBefore: 9 } as const;

/** A lead shows the spike when its own bend there is at least this much, and this part of the mean over the leads. */
const leadBendMv = 0.03;
const leadShare = 0.4;
/** Of many leads, one alone is an electrode. */
const severalFrom = 3;
const leastOfSeveral = 2;

/** So many clear spikes vouch for weaker ones beside them. */
const leastForCompany = 3;

/**
 * Narrow, steep, simultaneous deflections that leap out of a quiet line: pacing pulses and what looks like them.
 *
 * `leads`: unfiltered samples in millivolts, equal length, NaN where missing; any polarity. Ascending. Linear time.
 * Own method; how its figures were set stands in validation/pacing.ts.
 */
export const findPacingSpikes = (leads: readonly Float32Array[], sampleRateHz: number): PacingSpike[] => {
  const length = leads[0]?.length ?? 0;
  const samples = (ms: number): number => Math.max(1, Math.round((ms / 1000) * sampleRateHz));
  const fineStep = samples(shape.fineMs);
  const coarseStep = Math.max(fineStep + 2, samples(shape.coarseMs));
  const leastSharpness = (sharpnessPerMs * 1000 * fineStep) / sampleRateHz;
  const inner = samples(shape.innerMs);
  const outer = samples(shape.outerMs);
  if (leads.length === 0 || length < 2 * outer) return [];

  const whole = leads.map(bridgeGaps);
  const bridged = whole.map((lead) => lead.bridged);
  const fineOf = whole.map((lead) => bend(lead, fineStep, inner));
  const fine = meanOf(fineOf);
  const coarse = meanOf(whole.map((lead) => bend(lead, coarseStep, inner)));

  const leadsShowing = (at: number, height: number): number[] =>
    fineOf.flatMap((one, l) => {
      const bendMv = highest(one, at - fineStep, at + fineStep);
      return bendMv >= leadBendMv && bendMv >= leadShare * height ? [l] : [];
    });
  const least = leads.length >= severalFrom ? leastOfSeveral : 1;

  const spikes: PacingSpike[] = [];
  for (let i = outer; i < length - inner; i++) {
    const height = fine[i]!;
    if (height < kinds[0].leastMv || height < fine[i - 1]! || height <= fine[i + 1]!) continue;
    if (height < highest(fine, i - inner, i + inner)) continue;
    const before = height / Math.max(shape.floorMv, highest(fine, i - outer, i - inner));
    const after = height / Math.max(shape.floorMv, highest(fine, i + inner, i + outer));
    const own = highest(coarse, i - coarseStep, i + coarseStep);
    const sharpness = height / own;
    const [sharp, blunt] = kinds.map(
      (kind) =>
        height >= kind.leastMv &&
        sharpness >= Math.max(kind.sharpness, leastSharpness) &&
        before >= kind.overBefore &&
        after >= kind.overAfter,
    );
    if (!sharp && !blunt) continue;
    const quiet = Math.max(shape.coarseFloorMv, highest(coarse, i - samples(shape.quietCoarseMs), i - inner));
    if (quiet > shape.quietCoarseShare * own) continue;
    const swing = highestSwing(bridged, i - samples(shape.swingReachMs), i - inner, samples(shape.swingMs));
    if (swing > Math.max(shape.swingMv, shape.swingShare * height)) continue;
    const seenIn = leadsShowing(i, height);
    if (seenIn.length < least) continue;
    if (isStep(bridged, i, samples)) continue;
    spikes.push({
      sample: peakNear(bridged, i, fineStep),
      leads: seenIn,
      clear: blunt === true || (height >= clear.leastMv && before >= clear.overBefore),
    });
  }
  if (spikes.filter((spike) => spike.clear).length < leastForCompany) return spikes;
  const companions = companionsOf(bridged, fine, sampleRateHz, spikes).flatMap(({ sample, bendMv }): PacingSpike[] => {
    const seenIn = leadsShowing(sample, bendMv);
    return seenIn.length < least ? [] : [{ sample: peakNear(bridged, sample, fineStep), leads: seenIn, clear: false }];
  });
  return [...spikes, ...companions].sort((a, b) => a.sample - b.sample);
};

/** The edge of a rectangle, as of a calibration: for so long after it nothing moves by this part of its height. */
const step = { fromMs: 5, toMs: 45, mostShare: 0.12, leastMv: 0.1 } as const;

const isStep = (leads: readonly Float64Array[], at: number, samples: (ms: number) => number): boolean => {
  const before = at - samples(step.fromMs);
  const from = at + samples(step.fromMs);
  const heightMv = distanceMv(leads, before, from);
  if (heightMv < step.leastMv) return false;
  for (let i = from + 1; i <= at + samples(step.toMs); i++)
    if (distanceMv(leads, from, i) > step.mostShare * heightMv) return false;
  return true;
};

/** Root mean square over the leads. */
const distanceMv = (leads: readonly Float64Array[], i: number, j: number): number => {
  let sum = 0;
  for (const lead of leads) sum += ((lead[i] ?? 0) - (lead[j] ?? 0)) ** 2;
  return Math.sqrt(sum / leads.length);
};

/** |second difference| over `step`; 0 at the ends and within `guard` of missing samples, whose bridge is invented. */
const bend = ({ bridged, gaps }: ReturnType<typeof bridgeGaps>, step: number, guard: number): Float32Array => {
  const out = new Float32Array(bridged.length);
  for (let i = step; i < bridged.length - step; i++)
    out[i] = Math.abs(2 * bridged[i]! - bridged[i - step]! - bridged[i + step]!);
  for (const { start, end } of gaps) out.fill(0, Math.max(0, start - guard), Math.min(out.length, end + guard));
  return out;
};

/** Root mean square over the leads. */
const meanOf = (leads: readonly Float32Array[]): Float32Array => {
  const out = new Float32Array(leads[0]!.length);
  for (const lead of leads) for (let i = 0; i < out.length; i++) out[i]! += lead[i]! * lead[i]!;
  for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(out[i]! / leads.length);
  return out;
};

const highest = (values: Float32Array, from: number, to: number): number => {
  let high = 0;
  for (let i = Math.max(0, from); i <= Math.min(values.length - 1, to); i++) if (values[i]! > high) high = values[i]!;
  return high;
};

/** A pulse split over two samples bends as much at its neighbours: its peak is where it is furthest from the line before. */
const peakNear = (leads: readonly Float64Array[], sample: number, reach: number): number => {
  const before = sample - 2 * reach - 1;
  let best = sample;
  let most = 0;
  for (let i = sample - reach; i <= sample + reach; i++) {
    let sum = 0;
    for (const lead of leads) sum += (lead[i]! - lead[before]!) ** 2;
    if (sum > most) {
      most = sum;
      best = i;
    }
  }
  return best;
};

/** Largest change within `width` samples between `from` and `to`, root mean square over the leads. */
const highestSwing = (leads: readonly Float64Array[], from: number, to: number, width: number): number => {
  let high = 0;
  for (let i = Math.max(width, from); i <= to; i++) {
    let sum = 0;
    for (const lead of leads) sum += (lead[i]! - lead[i - width]!) ** 2;
    if (sum > high) high = sum;
  }
  return Math.sqrt(high / leads.length);
};
