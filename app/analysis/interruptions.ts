import type { Lead } from '../recording/recording.ts';

/** A stretch in which no lead says anything. */
export interface Interruption {
  readonly fromS: number;
  readonly toS: number;
  /** No samples, or samples that do not move at all, as no electrode on a skin ever gives. */
  readonly kind: 'missing' | 'still';
}

/** Shorter than any RR interval of a living heart: it cannot hide a beat. */
const leastMissingS = 0.2;
/** Longer than the T-P segment that a recorder of coarse resolution draws as one value. */
const leastStillS = 1;

/**
 * Where every lead at once is missing or stands exactly still, in time order. Linear time.
 * A missing stretch may hide beats, so no RR interval is counted across it; a still one may be an asystole or a recorder
 * that dropped out, which nobody can tell, so its RR intervals stand.
 */
export const findInterruptions = (leads: readonly Lead[], sampleRateHz: number): Interruption[] => {
  const sampleCount = leads[0]?.samplesMv.length ?? 0;
  const kindAt = (index: number): Interruption['kind'] | null => {
    let missing = true;
    for (const { samplesMv } of leads) {
      const value = samplesMv[index]!;
      if (!Number.isFinite(value)) continue;
      missing = false;
      if (index === 0 || value !== samplesMv[index - 1]) return null;
    }
    return missing ? 'missing' : 'still';
  };
  const found: Interruption[] = [];
  let start = 0;
  let kind: Interruption['kind'] | null = null;
  for (let index = 0; index <= sampleCount; index++) {
    const now = index < sampleCount ? kindAt(index) : null;
    if (now === kind) continue;
    if (kind !== null) {
      const lengthS = (index - start) / sampleRateHz;
      if (lengthS >= (kind === 'missing' ? leastMissingS : leastStillS))
        found.push({ fromS: start / sampleRateHz, toS: index / sampleRateHz, kind });
    }
    start = index;
    kind = now;
  }
  return found;
};

/** One sentence for the reader: how much, where it begins, what it means. */
export const interruptionText = (interruptions: readonly Interruption[]): string => {
  const totalS = interruptions.reduce((sum, { fromS, toS }) => sum + toS - fromS, 0);
  const [first] = interruptions;
  const what = interruptions.every(({ kind }) => kind === 'missing')
    ? 'All leads are missing'
    : interruptions.every(({ kind }) => kind === 'still')
      ? 'All leads stand exactly still (asystole, or a recorder that dropped out)'
      : 'All leads are missing or stand exactly still';
  return `${what} for ${totalS.toFixed(1)} s in all, first at ${first?.fromS.toFixed(1) ?? '0.0'} s.`;
};
