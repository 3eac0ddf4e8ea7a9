import type { Bounds, Delineation } from './delineate.ts';

/** The waves of the beats of the dominant class, with what is needed to judge how sure they are. Seconds from the beat's instant. */
export interface DominantBeat {
  /** Instants of the beats that made it, s, ascending. */
  readonly atS: readonly number[];
  readonly qrs: readonly Bounds[];
  /** Bounds of the QRS over all leads together. */
  readonly qrsGlobal: { readonly onsetS: number; readonly offsetS: number };
  /** Slopes of the noise left in the average beat, in units of those of the QRS; the median over the beats. */
  readonly noise: number;
  /** null: absent in most of the beats. */
  readonly p: readonly Bounds[] | null;
  readonly t: readonly Bounds[] | null;
  /** End of T over all leads together; null: absent. */
  readonly tEndS: number | null;
  /** Part of the beats before which a P wave was surely seen, 0..1. */
  readonly pShare: number;
  /** Standard deviation from beat to beat of where the wave comes, s. */
  readonly pSpreadS: number;
  readonly tSpreadS: number;
  /** P was followed from beat to beat, see `movingP`: that it moves does not smear it. */
  readonly pFollowed: boolean;
}

/** One beat of the dominant class, lead by lead at the medians over its members; null without beats. Linear time. */
export const dominantBeat = ({ beats, inspection }: Delineation): DominantBeat | null => {
  const { dominant } = inspection.classes;
  const members = beats.flatMap((beat, k) =>
    beat.beatClass === dominant
      ? [{ beat, atS: inspection.beats[k]!.atS, noise: inspection.beats[k]!.average.qrs.noise }]
      : [],
  );
  if (members.length === 0) return null;
  const withP = members.flatMap(({ beat, atS }) => (beat.p === null || !beat.pSure ? [] : [{ bounds: beat.p, atS }]));
  const withT = members.flatMap(({ beat, atS }) => (beat.t === null ? [] : [{ bounds: beat.t, atS }]));
  const ends = members.flatMap(({ beat, atS }) => (beat.t === null || beat.tEndS === null ? [] : [beat.tEndS - atS]));
  const pShare = withP.length / members.length;
  return {
    atS: members.map(({ atS }) => atS),
    qrs: middleBounds(members.map(({ beat, atS }) => ({ bounds: beat.qrs, atS }))),
    qrsGlobal: {
      onsetS: middle(members.map(({ beat, atS }) => beat.qrsGlobal.onsetS - atS)),
      offsetS: middle(members.map(({ beat, atS }) => beat.qrsGlobal.offsetS - atS)),
    },
    noise: middle(members.map(({ noise }) => noise)),
    p: pShare >= 0.5 ? middleBounds(withP) : null,
    t: withT.length > 0 ? middleBounds(withT) : null,
    tEndS: ends.length > 0 ? middle(ends) : null,
    pShare,
    pSpreadS: spread(withP),
    tSpreadS: spread(withT),
    pFollowed: inspection.beats.some(({ beatClass, average }) => beatClass === dominant && average.p?.moving != null),
  };
};

interface Placed {
  readonly bounds: readonly Bounds[];
  readonly atS: number;
}

const middleBounds = (list: readonly Placed[]): Bounds[] =>
  list[0]!.bounds.map((_, l) => {
    const of = (pick: (b: Bounds) => number): number => middle(list.map(({ bounds, atS }) => pick(bounds[l]!) - atS));
    return { onsetS: of((b) => b.onsetS), peakS: of((b) => b.peakS), offsetS: of((b) => b.offsetS) };
  });

/** All leads move together, so the first one tells. */
const spread = (list: readonly Placed[]): number => {
  if (list.length < 2) return 0;
  const values = list.map(({ bounds, atS }) => bounds[0]!.peakS - atS);
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1));
};

const middle = (values: number[]): number => {
  const sorted = values.sort((a, b) => a - b);
  const n = sorted.length;
  return (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2;
};
