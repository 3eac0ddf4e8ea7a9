import { median } from '../../signal/windows.ts';
import { gridRateHz } from './beatGrid.ts';

/** What of a beat is looked at, from the peak of its QRS, s. */
export const windowFromS = -0.4;
export const windowToS = 0.5;
/** Values of a window on the grid. */
export const windowLength = Math.round((windowToS - windowFromS) * gridRateHz);

/** A beat is moved by at most this much to lie on the others, s. */
export const greatestShiftS = 0.042;

/** Index within a window of a time from the peak. */
export const windowIndex = (timeS: number): number => Math.round((timeS - windowFromS) * gridRateHz);

/** From index (inclusive) and to index (exclusive) within a window. */
export interface Span {
  readonly from: number;
  readonly to: number;
}
const span = (fromS: number, toS: number): Span => ({ from: windowIndex(fromS), to: windowIndex(toS) });

/** Parts of a beat, by time from the peak of its QRS. */
export const parts = {
  before: span(-0.4, -0.25),
  p: span(-0.25, -0.07),
  qrs: span(-0.1, 0.14),
  narrowQrs: span(-0.06, 0.06),
  t: span(0.14, 0.5),
} as const;

/**
 * The window of a beat whose peak lies at grid value `peak`; values outside the recording and missing ones are NaN.
 */
export const cutWindow = (signal: Float32Array, peak: number): Float32Array => {
  const start = peak + Math.round(windowFromS * gridRateHz);
  return Float32Array.from({ length: windowLength }, (_, i) => signal[start + i] ?? Number.NaN);
};

/** The window with its median at 0 and 0 in place of what is missing. */
export const levelled = (window: Float32Array): Float32Array => {
  const middle = median(window);
  const level = Number.isFinite(middle) ? middle : 0;
  return window.map((value) => (Number.isFinite(value) ? value - level : 0));
};

/** Share of the values of a part that are not missing. */
export const presentShare = (window: Float32Array, { from, to }: Span): number =>
  window.subarray(from, to).reduce((count, value) => (Number.isFinite(value) ? count + 1 : count), 0) / (to - from);

/** Pearson's correlation of a part of `a` with `b` moved by `lag` grid values; 0 where one of them is constant. */
export const correlation = (a: Float32Array, b: Float32Array, { from, to }: Span, lag = 0): number => {
  let n = 0;
  let sa = 0;
  let sb = 0;
  let saa = 0;
  let sbb = 0;
  let sab = 0;
  const first = Math.max(from, -lag);
  const last = Math.min(to, b.length - lag);
  for (let i = first; i < last; i++) {
    const va = a[i]!;
    const vb = b[i + lag]!;
    n += 1;
    sa += va;
    sb += vb;
    saa += va * va;
    sbb += vb * vb;
    sab += va * vb;
  }
  const va = saa - (sa * sa) / n;
  const vb = sbb - (sb * sb) / n;
  return n > 0 && va > 1e-9 && vb > 1e-9 ? (sab - (sa * sb) / n) / Math.sqrt(va * vb) : 0;
};

/** Greatest minus least value of a part. */
export const range = (window: Float32Array, { from, to }: Span): number => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i++) {
    low = Math.min(low, window[i]!);
    high = Math.max(high, window[i]!);
  }
  return high - low;
};

/** Root of the mean square of a part. */
export const rootMeanSquare = (window: Float32Array, { from, to }: Span): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += window[i]! ** 2;
  return Math.sqrt(sum / (to - from));
};

/** Mean of a part. */
export const meanOf = (window: Float32Array, { from, to }: Span): number => {
  let sum = 0;
  for (let i = from; i < to; i++) sum += window[i]!;
  return sum / (to - from);
};
