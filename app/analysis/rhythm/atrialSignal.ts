import { movingMean } from '../../signal/movingMean.ts';
import { median } from '../../signal/windows.ts';
import type { BeatMarks } from './beatMarks.ts';
import type { WorkingSignal } from './workingSignal.ts';

/** What is left for the atria when the ventricles are taken out. */
export interface AtrialSignal {
  readonly rateHz: number;
  /** Per lead, mV: QRS bridged, P waves and flutter waves as bumps, drift gone; T waves still there. */
  readonly bumpsMv: readonly Float64Array[];
  /** The same less the usual T wave of beats of the same shape. */
  readonly restMv: readonly Float64Array[];
  /** 1 where no QRS hides the atria. */
  readonly open: Uint8Array;
  /** From a beat to the end of its T wave, s. */
  readonly tReachS: number;
}

/** Around the marks of a QRS, and what stands for the marks where there are none, s. */
const marginS = 0.015;
const unmarkedS = [-0.06, 0.08] as const;
/** A bump is the mean over the first less the mean over the second, s. */
const narrowS = 0.03;
const wideS = 0.2;
/** From the QRS on where no T is marked, as a part of the root of RR in s. */
const usualQtS = 0.42;
const behindTS = 0.04;
const longestTS = 0.6;
const leastAveraged = 3;

/** `shapes`: for each beat the group of its QRS shape. Linear time. */
export const atrialSignal = (
  { rateHz, leads }: WorkingSignal,
  beatTimesS: readonly number[],
  marks: readonly BeatMarks[],
  shapes: readonly number[],
): AtrialSignal => {
  const length = leads[0]?.mv.length ?? 0;
  const qrs = beatTimesS.map((timeS, k): readonly [number, number] => [
    Math.max(0, Math.floor(((marks[k]?.qrsOnsetS ?? timeS + unmarkedS[0]) - marginS) * rateHz)),
    Math.min(length - 1, Math.ceil(((marks[k]?.qrsOffsetS ?? timeS + unmarkedS[1]) + marginS) * rateHz)),
  ]);
  const open = new Uint8Array(length).fill(1);
  for (const [from, to] of qrs) open.fill(0, from, to + 1);
  const bumpsMv = leads.map(({ mv }) => bumps(bridged(mv, qrs), rateHz));
  const usualRrS = median(beatTimesS.slice(1).map((timeS, k) => timeS - beatTimesS[k]!));
  const tEndS = marks.map(({ tOffsetS }, k) => (tOffsetS === null ? Number.NaN : tOffsetS - beatTimesS[k]!));
  const middleTS = median(tEndS);
  const tReachS = Math.min(
    Number.isFinite(middleTS) ? middleTS + behindTS : usualQtS * Math.sqrt(Number.isFinite(usualRrS) ? usualRrS : 1),
    longestTS,
  );
  const reach = Math.round(tReachS * rateHz);
  return {
    rateHz,
    open,
    tReachS,
    bumpsMv,
    restMv: bumpsMv.map((x) => withoutUsual(x, beatTimesS, shapes, rateHz, reach)),
  };
};

const bridged = (mv: Float64Array, qrs: readonly (readonly [number, number])[]): Float64Array => {
  const out = mv.slice();
  for (const [from, to] of qrs) {
    const start = out[from]!;
    const step = to > from ? (out[to]! - start) / (to - from) : 0;
    for (let i = from + 1; i < to; i++) out[i] = start + step * (i - from);
  }
  return out;
};

const bumps = (mv: Float64Array, rateHz: number): Float64Array => {
  const narrow = movingMean(mv, Math.round((narrowS * rateHz - 1) / 2));
  const wide = movingMean(mv, Math.round((wideS * rateHz - 1) / 2));
  return narrow.map((value, i) => value - wide[i]!);
};

/** Takes the average of beats of one shape, from the QRS to the end of T, off each of them. */
const withoutUsual = (
  x: Float64Array,
  beatTimesS: readonly number[],
  shapes: readonly number[],
  rateHz: number,
  reach: number,
): Float64Array => {
  const out = x.slice();
  for (const shape of new Set(shapes)) {
    const members = shapes.flatMap((own, k) => (own === shape ? [k] : []));
    if (members.length < leastAveraged) continue;
    for (let d = 0; d <= reach; d++) {
      const values: number[] = [];
      for (const k of members) {
        const i = Math.round(beatTimesS[k]! * rateHz) + d;
        const next = beatTimesS[k + 1];
        // Where the next beat begins earlier than usual there is nothing of this one's T wave to be averaged.
        if (i < x.length && (next === undefined || i < (next - 0.06) * rateHz)) values.push(x[i]!);
      }
      if (values.length < leastAveraged) continue;
      const usual = median(values);
      for (const k of members) {
        const i = Math.round(beatTimesS[k]! * rateHz) + d;
        const next = beatTimesS[k + 1];
        if (i < x.length && (next === undefined || i < (next - 0.06) * rateHz)) out[i]! -= usual;
      }
    }
  }
  return out;
};
