import { select } from './select.ts';

/** Value at quantile `q` (0..1) of the finite values, by nearest rank; NaN when there is none. */
export const quantile = (values: ArrayLike<number>, q: number): number => {
  const finite = finiteOf(values);
  const last = finite.length - 1;
  return last < 0 ? Number.NaN : select(finite, Math.min(last, Math.max(0, Math.round(q * last))));
};

/** Median (mean of the middle two) of the finite values; NaN when there is none. */
export const median = (values: ArrayLike<number>): number => {
  const finite = finiteOf(values);
  const n = finite.length;
  if (n === 0) return Number.NaN;
  const lower = select(finite, (n - 1) >> 1);
  return n % 2 === 1 ? lower : (lower + select(finite, 0, n >> 1)) / 2;
};

const finiteOf = (values: ArrayLike<number>): Float64Array => {
  const finite = new Float64Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) finite[count++] = values[i]!;
  return finite.subarray(0, count);
};

/**
 * Median over the `2 * half + 1` values around each one; at the ends over those that exist; missing values are left
 * out. O(n log w) comparisons with a sorted window: meant for windows up to some hundred values.
 */
export const movingMedian = (values: ArrayLike<number>, half: number): Float64Array => {
  const n = values.length;
  const out = new Float64Array(n);
  const window = new Float64Array(2 * half + 2);
  let size = 0;
  const place = (value: number): number => {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (window[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const enter = (value: number): void => {
    if (!Number.isFinite(value)) return;
    const at = place(value);
    for (let i = size; i > at; i--) window[i] = window[i - 1]!;
    window[at] = value;
    size += 1;
  };
  const leave = (value: number): void => {
    if (!Number.isFinite(value)) return;
    const at = place(value);
    size -= 1;
    for (let i = at; i < size; i++) window[i] = window[i + 1]!;
  };
  for (let i = 0; i < Math.min(half, n); i++) enter(values[i]!);
  for (let i = 0; i < n; i++) {
    if (i + half < n) enter(values[i + half]!);
    if (i - half - 1 >= 0) leave(values[i - half - 1]!);
    out[i] =
      size === 0
        ? Number.NaN
        : size % 2 === 1
          ? window[size >> 1]!
          : (window[(size >> 1) - 1]! + window[size >> 1]!) / 2;
  }
  return out;
};
