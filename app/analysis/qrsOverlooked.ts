import type { QrsCandidates } from './qrs.ts';
import { clearlyQrs, strengthAt } from './qrsFloor.ts';
import { classifyShapes, probesAt, type ShapeSpace } from './qrsShape.ts';

/** No T wave, however steep, has its spectrum so high; a conducted QRS of low voltage does. */
const sharpFromHz = 10;
/** A lead of noise has no deflection that stands out: it must not make what the others show sharp. */
const clearness = (prominence: number): number => Math.max(0.01, prominence - 2) ** 2;

/** Is there, in the leads that tell, something as steep and sharp in absolute terms as neither P nor T is? */
export const isSharpAt = (space: ShapeSpace, k: number): boolean => {
  const strength = strengthAt(space, k, clearness);
  return clearlyQrs(strength) && strength.frequencyHz >= sharpFromHz;
};

/** From the nearest beat, and from each other, s: what stands nearer may be part of a beat. */
export const aloneS = 0.3;
/** Noise does not come again in the same shape, or far more rarely than a rhythm's beats. */
export const leastAlike = 3;
const leastShare = 0.2;

/**
 * Small beats beside large ones: low voltage with ventricular ectopy. Against their neighbours they look like P waves and the trees
 * leave them out, but in absolute terms they are steep and sharp as no P wave is, they stand alone, and they repeat.
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
    if (!isSharpAt(space, at)) continue;
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
