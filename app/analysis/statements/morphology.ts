import type { Lead } from '../../recording/recording.ts';
import type { Bounds, Delineation } from '../delineation/delineate.ts';
import { globalBounds } from '../delineation/globalIntervals.ts';
import type { MeasuredBeat } from '../measurements.ts';
import { type QrsShape, qrsShape } from './qrsShape.ts';

/** Shape of one lead's median beat, mV against the PR segment, and ms. A wave that is not there has amplitude 0. */
export interface LeadMorphology extends QrsShape {
  /** Root mean square of what is left between P and QRS, mV: how still the median's own base line is. */
  readonly noiseMv: number;
  /** Most positive and most negative part of the T wave; null without a T wave. */
  readonly tHighestMv: number | null;
  readonly tLowestMv: number | null;
  /** Width of the T wave at half of its larger deflection. */
  readonly tHalfWidthMs: number | null;
  readonly pHighestMv: number | null;
  /** Depth x duration of the terminal negative part of the P wave, mV ms, positive (Morris 1964); null without a P wave. */
  readonly pTerminalMvMs: number | null;
  /** Level just before the QRS against that before P, mV: negative in PR depression; null without a P wave. */
  readonly prLevelMv: number | null;
}

export interface Morphology {
  /** Indices into `beats` of those that the median is of. */
  readonly beats: readonly number[];
  /** Part of the dominant beats that a P wave was seen before. */
  readonly pShare: number;
  readonly leads: Readonly<Record<string, LeadMorphology>>;
}

/** The delineated leads, row for row. */
export interface DelineatedLeads {
  readonly delineation: Delineation;
  readonly leads: readonly Lead[];
  readonly sampleRateHz: number;
}

/** What the statements need of the median beat beside the measurements, from the same medians. Linear in their samples. */
export const measureMorphology = (
  { delineation, leads, sampleRateHz }: DelineatedLeads,
  { beat, rows }: MeasuredBeat,
): Morphology => {
  const { qrsOnsetS, qrsOffsetS } = globalBounds(beat);
  const { dominant } = delineation.inspection.classes;
  const found: Record<string, LeadMorphology> = {};
  leads.forEach((lead, l) => {
    const row = rows[l];
    if (!row) return;
    const view: MedianView = {
      samplesMv: row.samplesMv,
      at: (seconds) => row.zero + seconds * sampleRateHz,
      msPerSample: 1000 / sampleRateHz,
    };
    const onset = Math.min(qrsOnsetS, beat.qrs[l]!.onsetS);
    const shape = qrsShape(view.samplesMv, view.at(onset), view.at(qrsOffsetS), view.msPerSample);
    if (shape === null) return;
    const p = beat.p?.[l] ?? null;
    found[lead.name] = { ...shape, ...pShape(view, p, onset), ...tShape(view, beat.t?.[l] ?? null) };
  });
  return {
    beats: delineation.beats.flatMap(({ beatClass }, k) => (beatClass === dominant ? [k] : [])),
    pShare: beat.pShare,
    leads: found,
  };
};

interface MedianView {
  readonly samplesMv: Float32Array;
  /** Place of an instant, samples, not rounded. */
  readonly at: (seconds: number) => number;
  readonly msPerSample: number;
}

const level = ({ samplesMv, at }: MedianView, fromS: number, toS: number): { mean: number; rms: number } | null => {
  const from = Math.max(0, Math.round(at(fromS)));
  const to = Math.min(samplesMv.length - 1, Math.round(at(toS)));
  let sum = 0;
  let squares = 0;
  for (let i = from; i <= to; i++) {
    sum += samplesMv[i]!;
    squares += samplesMv[i]! ** 2;
  }
  const n = to - from + 1;
  if (n < 1 || !Number.isFinite(sum)) return null;
  const mean = sum / n;
  return { mean, rms: Math.sqrt(Math.max(0, squares / n - mean * mean)) };
};

type PShape = Pick<LeadMorphology, 'noiseMv' | 'pHighestMv' | 'pTerminalMvMs' | 'prLevelMv'>;

const pShape = (view: MedianView, p: Bounds | null, qrsOnsetS: number): PShape => {
  const quiet = level(view, qrsOnsetS - 0.03, qrsOnsetS - 0.006);
  const noiseMv = quiet?.rms ?? 0;
  if (p === null) return { noiseMv, pHighestMv: null, pTerminalMvMs: null, prLevelMv: null };
  const before = level(view, p.onsetS - 0.024, p.onsetS - 0.004);
  const ends = before?.mean ?? 0;
  const { samplesMv, at, msPerSample } = view;
  const from = Math.max(0, Math.round(at(p.onsetS)));
  const to = Math.min(samplesMv.length - 1, Math.round(at(p.offsetS)));
  let highest = Number.NEGATIVE_INFINITY;
  let highestAt = from;
  for (let i = from; i <= to; i++) {
    // The P wave stands on the line between the levels before and behind it; the level behind is zero.
    const value = samplesMv[i]! - ends * (1 - (i - from) / Math.max(1, to - from));
    if (value > highest) {
      highest = value;
      highestAt = i;
    }
  }
  let deepest = 0;
  let count = 0;
  for (let i = highestAt; i <= to; i++) {
    const value = samplesMv[i]! - ends * (1 - (i - from) / Math.max(1, to - from));
    if (value >= 0) continue;
    deepest = Math.min(deepest, value);
    count += 1;
  }
  return {
    noiseMv,
    pHighestMv: Number.isFinite(highest) ? highest : null,
    pTerminalMvMs: -deepest * count * msPerSample,
    prLevelMv: before === null ? null : -before.mean,
  };
};

type TShape = Pick<LeadMorphology, 'tHighestMv' | 'tLowestMv' | 'tHalfWidthMs'>;

const tShape = ({ samplesMv, at, msPerSample }: MedianView, t: Bounds | null): TShape => {
  const none = { tHighestMv: null, tLowestMv: null, tHalfWidthMs: null };
  if (t === null) return none;
  const from = Math.max(0, Math.round(at(t.onsetS)));
  const to = Math.min(samplesMv.length - 1, Math.round(at(t.offsetS)));
  let [high, low] = [from, from];
  for (let i = from; i <= to; i++) {
    if (!Number.isFinite(samplesMv[i]!)) return none;
    if (samplesMv[i]! > samplesMv[high]!) high = i;
    if (samplesMv[i]! < samplesMv[low]!) low = i;
  }
  if (to <= from) return none;
  const sign = samplesMv[high]! >= -samplesMv[low]! ? 1 : -1;
  const peak = sign === 1 ? high : low;
  const half = (sign * samplesMv[peak]!) / 2;
  let [left, right] = [peak, peak];
  while (left > from && sign * samplesMv[left - 1]! > half) left -= 1;
  while (right < to && sign * samplesMv[right + 1]! > half) right += 1;
  return {
    tHighestMv: samplesMv[high]!,
    tLowestMv: samplesMv[low]!,
    tHalfWidthMs: (right - left + 1) * msPerSample,
  };
};
