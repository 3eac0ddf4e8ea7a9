import type { QrsCandidates } from './qrs.ts';
import { belowQrs, strengthAt } from './qrsFloor.ts';
import { classifyShapes, probesAt, type ShapeSpace } from './qrsShape.ts';

/** P waves stay below 6 mV/s. A sharp one is a QRS of low voltage ... */
const sharpMvPerS = 9;
const sharpFromHz = 10;
/** ... and a steeper, smooth one a wide beat, if it comes too late to be the T wave of the beat before, s. */
const wideMvPerS = 11;
const beyondTS = 0.4;
/** A lead of noise has no deflection that stands out: it must not make what the others show steep. */
const clearness = (prominence: number): number => Math.max(0.01, prominence - 2) ** 2;

/**
 * Is there, in the leads that tell, something too steep for P and T waves?
 * @param kind what is looked for: sharp ones alone, or wide ones too, where no T wave can be.
 */
export const isVentricularAt = (space: ShapeSpace, k: number, kind: 'sharp' | 'wide'): boolean => {
  const strength = strengthAt(space, k, clearness);
  if (belowQrs(strength)) return false;
  const { slopeMvPerS, frequencyHz } = strength;
  return frequencyHz >= sharpFromHz ? slopeMvPerS >= sharpMvPerS : kind === 'wide' && slopeMvPerS >= wideMvPerS;
};

/** From the nearest beat, and from each other, s: what stands nearer may be part of a beat. */
export const aloneS = 0.3;
/** Noise does not come again in the same shape, or far more rarely than a rhythm's beats. */
export const leastAlike = 3;
const leastShare = 0.2;

/**
 * Small beats beside large ones: low voltage with ventricular ectopy, or ectopy beside the tall beats of hypertrophy. Against their
 * neighbours they look like P or T waves and the trees leave them out, but in absolute terms they are too steep for these, they stand
 * alone, and they repeat.
 * @param chosen indices of the candidates taken for beats, ascending.
 * @returns indices of candidates to take as well, ascending.
 */
export const overlookedBeats = ({ peaks, space, grid, values }: QrsCandidates, chosen: readonly number[]): number[] => {
  const apart = aloneS * grid.rateHz;
  const beats = chosen.map((i) => peaks[i]!);
  const found: number[] = [];
  let nearest = 0;
  for (const [i, at] of peaks.entries()) {
    while (nearest + 1 < beats.length && Math.abs(beats[nearest + 1]! - at) <= Math.abs(beats[nearest]! - at))
      nearest += 1;
    if (beats.length > 0 && Math.abs(beats[nearest]! - at) < apart) continue;
    const before = beats[nearest] !== undefined && beats[nearest]! < at ? beats[nearest] : beats[nearest - 1];
    const behindT = before === undefined || at - before >= beyondTS * grid.rateHz;
    if (!isVentricularAt(space, at, behindT ? 'wide' : 'sharp')) continue;
    const last = found.at(-1);
    if (last === undefined || at - peaks[last]! >= apart) found.push(i);
    else if (values[at]! > values[peaks[last]!]!) found[found.length - 1] = i;
  }
  const enough = Math.max(leastAlike, leastShare * chosen.length);
  if (found.length < enough) return [];
  const { members } = classifyShapes(
    space,
    probesAt(
      space,
      found.map((i) => peaks[i]!),
    ),
  );
  return found.filter((i) => (members.get(peaks[i]!)?.of.count ?? 0) >= enough);
};
