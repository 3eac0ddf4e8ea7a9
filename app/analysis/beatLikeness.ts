import { median } from '../signal/windows.ts';

/** Beats looked at, spread over the recording: enough to tell an ECG from noise. */
const mostBeats = 120;
const reachS = 0.12;

/**
 * How much the beats resemble each other: the median correlation of neighbouring beats (200 ms around each, the better
 * of next and next but one, so that bigeminy counts as alike), in the best lead. 0..1; null below four beats.
 * Noise, whose peaks only share a summit, stays below about 0.5.
 */
export const beatLikeness = (
  leads: readonly Float32Array[],
  beats: readonly number[],
  sampleRateHz: number,
): number | null => {
  if (beats.length < 4) return null;
  const reach = Math.max(3, Math.round(reachS * sampleRateHz));
  const step = Math.max(1, Math.floor((beats.length - 2) / mostBeats));
  let best: number | null = null;
  for (const samplesMv of leads) {
    const values: number[] = [];
    for (let k = 0; k + 2 < beats.length; k += step) {
      const next = correlation(samplesMv, beats[k]!, beats[k + 1]!, reach);
      const second = correlation(samplesMv, beats[k]!, beats[k + 2]!, reach);
      const value = next === null ? second : second === null ? next : Math.max(next, second);
      if (value !== null) values.push(value);
    }
    if (values.length >= 2) best = Math.max(best ?? 0, median(values));
  }
  return best;
};

/** Pearson's correlation of two windows; null at the edges and where a sample is missing. */
const correlation = (x: Float32Array, a: number, b: number, reach: number): number | null => {
  if (Math.min(a, b) < reach || Math.max(a, b) + reach >= x.length) return null;
  let sa = 0;
  let sb = 0;
  let saa = 0;
  let sbb = 0;
  let sab = 0;
  const n = 2 * reach + 1;
  for (let i = -reach; i <= reach; i++) {
    const va = x[a + i]!;
    const vb = x[b + i]!;
    sa += va;
    sb += vb;
    saa += va * va;
    sbb += vb * vb;
    sab += va * vb;
  }
  const va = saa - (sa * sa) / n;
  const vb = sbb - (sb * sb) / n;
  if (!(va > 1e-12 && vb > 1e-12)) return null;
  return (sab - (sa * sb) / n) / Math.sqrt(va * vb);
};
