/** Mean over 2 * half + 1 finite values, fewer at the ends. Linear time whatever the width. */
export const movingMean = (x: Float64Array, half: number): Float64Array => {
  if (half === 0) return x;
  const n = x.length;
  const out = new Float64Array(n);
  let sum = 0;
  let count = Math.min(half, n);
  for (let i = 0; i < count; i++) sum += x[i]!;
  for (let i = 0; i < n; i++) {
    if (i + half < n) {
      sum += x[i + half]!;
      count += 1;
    }
    if (i - half > 0) {
      sum -= x[i - half - 1]!;
      count -= 1;
    }
    out[i] = sum / count;
  }
  return out;
};
