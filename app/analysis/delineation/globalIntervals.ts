import type { Bounds } from './delineate.ts';
import type { DominantBeat } from './dominantBeat.ts';

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
  const { on: qrsOn, off: qrsOff } = qrsEdges(beat);
  const noiseS = perNoiseS * Math.min(mostNoise, beat.noise);
  const beats = Math.sqrt(Math.max(1, beat.atS.length));
  const interval = (
    name: keyof typeof coverage,
    from: Edge,
    to: Edge,
    beatSpreadS: number,
    followed = false,
  ): Interval => {
    const { factor, floorS } = coverage[name];
    const restless = followed ? 0 : perRestlessness * Math.max(0, beatSpreadS - steadyS);
    const doubt = Math.hypot(floorS, noiseS, from.spreadS, to.spreadS, beatSpreadS / beats, restless);
    return { valueS: to.atS - from.atS, uncertaintyS: factor * doubt };
  };
  const p = beat.p && { on: earliest(beat.p), off: by(latest(beat.p), qrsOn.atS) };
  const tOff = beat.t && latest(beat.t);
  return {
    p: p && interval('p', p.on, p.off, beat.pSpreadS, beat.pFollowed),
    pr: p && interval('pr', p.on, qrsOn, beat.pSpreadS, beat.pFollowed),
    qrs: interval('qrs', qrsOn, qrsOff, 0),
    qt: tOff && interval('qt', qrsOn, tOff, beat.tSpreadS),
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
export const globalBounds = (beat: Pick<DominantBeat, 'p' | 'qrs' | 'qrsGlobal' | 't'>): GlobalBounds => ({
  pOnsetS: beat.p && earliest(beat.p).atS,
  pOffsetS: beat.p && by(latest(beat.p), qrsEdges(beat).on.atS).atS,
  qrsOnsetS: qrsEdges(beat).on.atS,
  qrsOffsetS: qrsEdges(beat).off.atS,
  tOffsetS: beat.t && latest(beat.t).atS,
});

const qrsEdges = ({ qrs, qrsGlobal }: Pick<DominantBeat, 'qrs' | 'qrsGlobal'>): { on: Edge; off: Edge } => {
  const [on, off] = [earliest(qrs), latest(qrs)];
  if (qrs.length < manyLeads) return { on, off };
  return { on: { ...on, atS: qrsGlobal.onsetS }, off: { ...off, atS: qrsGlobal.offsetS } };
};

/**
 * What the disagreement of leads and beats, together with a floor for what all leads share, must be multiplied by to cover
 * nine in ten annotated records: set on the odd records of LUDB by validation/intervals.ts, PR, QRS and QT wider than
 * these need, because the bounds were fitted on them too (docs/decisions/0004-delineation.md).
 */
const coverage = {
  p: { factor: 1.29, floorS: 0.008 },
  pr: { factor: 1.4, floorS: 0.008 },
  qrs: { factor: 3.9, floorS: 0.006 },
  qt: { factor: 2.1, floorS: 0.01 },
} as const;

/**
 * A wave that moves from beat to beat by more than `steadyS` (standard deviation), as P does in Wenckebach block, is smeared in the average and
 * followed only part of the way: what moves beyond that counts so many times, however many the beats.
 */
const steadyS = 0.015;
const perRestlessness = 3;

/** What noise as large as the QRS would add to the doubt, s, and up to which noise. */
const perNoiseS = 0.04;
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
