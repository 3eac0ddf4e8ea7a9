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
 * ten leads and more without the single most extreme one, which is more often noise than heart.
 */
export const globalIntervals = (beat: DominantBeat): GlobalIntervals => {
  const qrsOn = earliest(beat.qrs);
  const qrsOff = latest(beat.qrs);
  const beats = Math.sqrt(Math.max(1, beat.atS.length));
  const interval = (name: keyof typeof coverage, from: Edge, to: Edge, beatSpreadS: number): Interval => {
    const { factor, floorS } = coverage[name];
    const doubt = Math.hypot(floorS, from.spreadS, to.spreadS, beatSpreadS / beats);
    return { valueS: to.atS - from.atS, uncertaintyS: factor * doubt };
  };
  const p = beat.p && { on: earliest(beat.p), off: latest(beat.p) };
  const tOff = beat.t && latest(beat.t);
  return {
    p: p && interval('p', p.on, p.off, beat.pSpreadS),
    pr: p && interval('pr', p.on, qrsOn, beat.pSpreadS),
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
export const globalBounds = (beat: Pick<DominantBeat, 'p' | 'qrs' | 't'>): GlobalBounds => ({
  pOnsetS: beat.p && earliest(beat.p).atS,
  pOffsetS: beat.p && latest(beat.p).atS,
  qrsOnsetS: earliest(beat.qrs).atS,
  qrsOffsetS: latest(beat.qrs).atS,
  tOffsetS: beat.t && latest(beat.t).atS,
});

/**
 * What the disagreement of leads and beats, together with a floor for what all leads share, must be multiplied by to
 * cover the annotations of nine records in ten. Set on the odd records of LUDB by validation/intervals.ts.
 */
const coverage = {
  p: { factor: 1.26, floorS: 0.008 },
  pr: { factor: 1.06, floorS: 0.008 },
  qrs: { factor: 3.3, floorS: 0.006 },
  qt: { factor: 1.55, floorS: 0.01 },
} as const;

interface Edge {
  readonly atS: number;
  /** Standard deviation over the leads. */
  readonly spreadS: number;
}

const outliers = (leads: number): number => (leads >= 10 ? 1 : 0);

const earliest = (leads: readonly Bounds[]): Edge => edge(leads.map((b) => b.onsetS).sort((a, b) => a - b));
const latest = (leads: readonly Bounds[]): Edge => edge(leads.map((b) => b.offsetS).sort((a, b) => b - a));

const edge = (sorted: readonly number[]): Edge => {
  const mean = sorted.reduce((sum, v) => sum + v, 0) / sorted.length;
  const spreadS = Math.sqrt(sorted.reduce((sum, v) => sum + (v - mean) ** 2, 0) / sorted.length);
  return { atS: sorted[outliers(sorted.length)]!, spreadS };
};
