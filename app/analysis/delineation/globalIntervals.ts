import type { Bounds } from './delineate.ts';
import type { DominantBeat } from './dominantBeat.ts';
import { fittedWidths } from './fittedWidths.ts';
import { type Doubts, halfWidthS } from './widths.ts';

export interface Interval {
  readonly valueS: number;
  /** Half width of the 90 % interval. */
  readonly uncertaintyS: number;
}

export interface GlobalIntervals {
  readonly p: Interval | null;
  readonly pr: Interval | null;
  readonly qrs: Interval;
  readonly qt: Interval | null;
}

/**
 * Global intervals of the dominant beat: from the earliest onset to the latest offset over the leads (IEC 60601-2-25), in
 * ten leads and more without the single most extreme one, which is more often noise than heart. The bounds of the QRS over ten leads
 * and more come from a rule of their own that sees all leads at once.
 */
export const globalIntervals = (beat: DominantBeat): GlobalIntervals => {
  const stated = (name: IntervalName): Interval | null => {
    const found = measuredWith(beat, name);
    return found && { valueS: found.valueS, uncertaintyS: halfWidthS(found.doubts, fittedWidths[name]) };
  };
  return { p: stated('p'), pr: stated('pr'), qrs: stated('qrs')!, qt: stated('qt') };
};

export type IntervalName = 'p' | 'pr' | 'qrs' | 'qt';

/** An interval with what may be said of how sure it is; null without its wave. What `validation/fitWidths.ts` weighs. */
export const measuredWith = (
  beat: DominantBeat,
  name: IntervalName,
): { readonly valueS: number; readonly doubts: Doubts } | null => {
  const { on: qrsOn, off: qrsOff } = qrsEdges(beat);
  const between = (from: Edge, to: Edge, beatSpreadS: number, widthS: number) => ({
    valueS: to.atS - from.atS,
    doubts: doubtsOf(beat, Math.hypot(from.spreadS, to.spreadS), beatSpreadS, widthS),
  });
  if (name === 'qrs') return between(qrsOn, qrsOff, 0, qrsOff.atS - qrsOn.atS);
  if (name === 'qt') {
    const tOff = tEdge(beat);
    const peaks = beat.t?.map(({ peakS }) => peakS).sort((a, b) => a - b);
    return tOff && peaks ? between(qrsOn, tOff, beat.tSpreadS, tOff.atS - peaks[peaks.length >> 1]!) : null;
  }
  if (beat.p === null) return null;
  const on = earliest(beat.p);
  const off = by(latest(beat.p), qrsOn.atS);
  const found = between(on, name === 'p' ? off : qrsOn, beat.pSpreadS, off.atS - on.atS);
  // Followed from beat to beat, a moving P is not smeared: its movement is no doubt.
  return beat.pFollowed
    ? { ...found, doubts: { ...found.doubts, parts: found.doubts.parts.with(restlessPart, 0) } }
    : found;
};

/** Which of the parts of the doubt stands for restlessness. */
const restlessPart = 4;

const doubtsOf = (beat: DominantBeat, leadSpreadS: number, beatSpreadS: number, widthS: number): Doubts => {
  const beats = Math.max(1, beat.atS.length);
  return {
    leads: beat.qrs.length,
    parts: [
      leadSpreadS,
      Math.min(mostNoise, beat.noise),
      1 / Math.sqrt(beats),
      beatSpreadS / Math.sqrt(beats),
      Math.max(0, beatSpreadS - steadyS),
      widthS,
    ],
  };
};

/** Where the global intervals begin and end, s from the beat's instant; null for a wave that is not there. */
export interface GlobalBounds {
  readonly pOnsetS: number | null;
  readonly pOffsetS: number | null;
  readonly qrsOnsetS: number;
  readonly qrsOffsetS: number;
  readonly tOffsetS: number | null;
}

/** The bounds that `globalIntervals` measures between. */
export const globalBounds = (beat: Pick<DominantBeat, 'p' | 'qrs' | 'qrsGlobal' | 't' | 'tEndS'>): GlobalBounds => ({
  pOnsetS: beat.p && earliest(beat.p).atS,
  pOffsetS: beat.p && by(latest(beat.p), qrsEdges(beat).on.atS).atS,
  qrsOnsetS: qrsEdges(beat).on.atS,
  qrsOffsetS: qrsEdges(beat).off.atS,
  tOffsetS: tEdge(beat)?.atS ?? null,
});

const qrsEdges = ({ qrs, qrsGlobal }: Pick<DominantBeat, 'qrs' | 'qrsGlobal'>): { on: Edge; off: Edge } => {
  const [on, off] = [earliest(qrs), latest(qrs)];
  if (qrs.length < manyLeads) return { on, off };
  return { on: { ...on, atS: qrsGlobal.onsetS }, off: { ...off, atS: qrsGlobal.offsetS } };
};

const tEdge = ({ t, tEndS }: Pick<DominantBeat, 't' | 'tEndS'>): Edge | null => {
  const off = t && latest(t);
  return off && { ...off, atS: tEndS ?? off.atS };
};

/**
 * A wave that moves from beat to beat by more than this (standard deviation, s), as P does in Wenckebach block, is smeared in the
 * average and followed only part of the way: what moves beyond that counts by itself, however many the beats.
 */
const steadyS = 0.015;
/** Noise in units of the QRS beyond which nothing more is known. */
const mostNoise = 0.5;

interface Edge {
  readonly atS: number;
  /** Standard deviation over the leads. */
  readonly spreadS: number;
}

/** The global rule was fitted to twelve leads. */
const manyLeads = 10;
const outliers = (leads: number): number => (leads >= manyLeads ? 1 : 0);

/** P waves of single leads end behind the beginning of the QRS over all leads; the atria's wave is over by then. */
const by = (e: Edge, latestS: number): Edge => ({ ...e, atS: Math.min(e.atS, latestS) });

const earliest = (leads: readonly Bounds[]): Edge => edge(leads.map((b) => b.onsetS).sort((a, b) => a - b));
const latest = (leads: readonly Bounds[]): Edge => edge(leads.map((b) => b.offsetS).sort((a, b) => b - a));

const edge = (sorted: readonly number[]): Edge => {
  const mean = sorted.reduce((sum, v) => sum + v, 0) / sorted.length;
  const spreadS = Math.sqrt(sorted.reduce((sum, v) => sum + (v - mean) ** 2, 0) / sorted.length);
  return { atS: sorted[outliers(sorted.length)]!, spreadS };
};
