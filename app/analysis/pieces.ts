import type { Lead } from '../recording/recording.ts';

/** A step is alone when it is this many times larger than those of the two samples before and behind it. */
const alone = 3.5;
/** And this large against the steps of QRS (98th percentile) and of the line (median). */
const [qrsShare, lineTimes] = [0.25, 4];
/** So many in ten seconds are no artefact any more; the slope of a QRS is only a few samples long at low rates, and seldom alone. */
const mostAlone = (sampleRateHz: number): number => (sampleRateHz < 250 ? 2 : 10);
const leastS = 5;

/**
 * Is the recording put together from pieces? Where two pieces meet, all leads jump from one sample to the next, at rest as well as in a beat.
 * Steps summed over the leads. Linear time but for two sorts.
 */
export const isOfPieces = (leads: readonly Lead[], sampleRateHz: number): boolean => {
  const count = leads[0]?.samplesMv.length ?? 0;
  if (!(count >= leastS * sampleRateHz)) return false;
  const steps = new Float64Array(count);
  for (const { samplesMv } of leads)
    for (let i = 1; i < count; i++) {
      const step = Math.abs(samplesMv[i]! - samplesMv[i - 1]!);
      if (Number.isFinite(step)) steps[i]! += step;
    }
  const sorted = Float64Array.from(steps).sort();
  const least = Math.max(qrsShare * sorted[Math.floor(0.98 * count)]!, lineTimes * sorted[count >> 1]!);
  let found = 0;
  for (let i = 2; i + 2 < count; i++) {
    const around = Math.max(steps[i - 2]!, steps[i - 1]!, steps[i + 1]!, steps[i + 2]!);
    if (steps[i]! > least && steps[i]! > alone * around) found += 1;
  }
  return (10 * found * sampleRateHz) / count > mostAlone(sampleRateHz);
};
