import { median } from '../signal/windows.ts';

const reachS = 0.12;
/** Marks of like beats may lie a sample apart. */
const jitter = 1;

/**
 * How well each deflection is repeated by another one: 240 ms around each, the best other one, twice the covariance over the sum of
 * the variances (Lin 1989, without the means), so that size counts as well as shape; the median over the deflections in the
 * best lead. One other of its kind is enough, so that several shapes side by side are no noise. Up to 1; null where too few are whole.
 * `beats`: sample indices.
 */
export const repetition = (
  leads: readonly Float32Array[],
  beats: readonly number[],
  sampleRateHz: number,
): number | null => {
  const reach = Math.max(3, Math.round(reachS * sampleRateHz));
  let best: number | null = null;
  for (const samplesMv of leads) {
    const whole = beats.filter((at) => at - reach - jitter >= 0 && at + reach + jitter < samplesMv.length);
    if (whole.length < leastBeats) continue;
    const likest = whole.map(() => -1);
    for (let i = 0; i < whole.length; i++)
      for (let j = 0; j < i; j++) {
        const value = likeness(samplesMv, whole[i]!, whole[j]!, reach);
        likest[i] = Math.max(likest[i]!, value);
        likest[j] = Math.max(likest[j]!, value);
      }
    best = Math.max(best ?? -1, median(likest));
  }
  return best;
};

const leastBeats = 3;

/** -1 where a sample is missing or nothing moves. */
const likeness = (x: Float32Array, a: number, b: number, reach: number): number => {
  let best = -1;
  for (let lag = -jitter; lag <= jitter; lag++) {
    const value = concordance(x, a, b + lag, reach);
    if (value > best) best = value;
  }
  return best;
};

const concordance = (x: Float32Array, a: number, b: number, reach: number): number => {
  let [sa, sb, squares, products] = [0, 0, 0, 0];
  for (let i = -reach; i <= reach; i++) {
    const va = x[a + i]!;
    const vb = x[b + i]!;
    sa += va;
    sb += vb;
    squares += va * va + vb * vb;
    products += va * vb;
  }
  const n = 2 * reach + 1;
  const variances = squares - (sa * sa + sb * sb) / n;
  return variances > 1e-12 ? (2 * (products - (sa * sb) / n)) / variances : -1;
};
