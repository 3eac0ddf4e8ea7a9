/** Middle and reach of a lead's samples, in millivolts. */
export interface Extent {
  readonly medianMv: number;
  readonly aboveMv: number;
  readonly belowMv: number;
}

const mostSorted = 4096;
/** Beyond this a lead is artefact or pacing spike, and no reason to push the rows apart. */
const largestReachMv = 2.5;

/**
 * Median of the finite samples in [from, to), and how far the largest and smallest lie from it, at most 2.5 mV; all zero
 * when there is no finite sample. The median of long stretches is taken over evenly spaced samples, 4,096 unless said otherwise.
 */
export const extentOf = (samplesMv: Float32Array, from: number, to: number, mostRead = mostSorted): Extent => {
  const stride = Math.max(1, Math.ceil((to - from) / mostRead));
  const sorted: number[] = [];
  let largest = Number.NEGATIVE_INFINITY;
  let smallest = Number.POSITIVE_INFINITY;
  for (let index = from; index < to; index += 1) {
    const value = samplesMv[index] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    if (value > largest) largest = value;
    if (value < smallest) smallest = value;
    if ((index - from) % stride === 0) sorted.push(value);
  }
  if (sorted.length === 0) return { medianMv: 0, aboveMv: 0, belowMv: 0 };
  const ordered = Float32Array.from(sorted).sort();
  const medianMv = ordered[ordered.length >> 1] ?? 0;
  return {
    medianMv,
    aboveMv: Math.min(largest - medianMv, largestReachMv),
    belowMv: Math.min(medianMv - smallest, largestReachMv),
  };
};
