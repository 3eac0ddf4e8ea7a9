import type { LeadMarks } from '../analysis/medianBeats.ts';
import type { Ink, LinesItem } from './displayList.ts';

/** Where a lead's trace runs; null where it has no sample or lies off the paper. */
export interface TracePlace {
  readonly xMm: (timeS: number) => number;
  readonly yMm: (timeS: number) => number | null;
  /** Times outside are not drawn. */
  readonly fromS: number;
  readonly toS: number;
}

const strokeMm = 0.18;
/** Half heights of the upright; the complex has the longest, for its bounds lie at steep places. */
const halfMm = { p: 1.1, qrs: 1.9, t: 1.1 } as const;
const footMm = 0.7;
const peakGapMm = 0.9;
const peakWidthMm = 0.55;
const peakHeightMm = 0.9;
const nearPeakS = 0.014;
/** Width of a dash and of the space behind it, where marks are broken to tell them apart. */
const dashMm = 0.45;

const upright = (xMm: number, fromYMm: number, toYMm: number, broken: boolean): number[] => {
  if (!broken) return [xMm, fromYMm, xMm, toYMm];
  const segments: number[] = [];
  for (let y = fromYMm; y < toYMm; y += 2 * dashMm) segments.push(xMm, y, xMm, Math.min(toYMm, y + dashMm));
  return segments;
};

/** How far the trace reaches around a peak: the arrowhead stands clear of a summit that is sharper than its instant. */
const outermost = (place: TracePlace, peakS: number, peakYMm: number, away: 1 | -1): number => {
  let outer = peakYMm;
  for (let offsetS = -nearPeakS; offsetS <= nearPeakS; offsetS += 0.002) {
    const y = place.yMm(peakS + offsetS);
    if (y !== null && away * (y - outer) > 0) outer = y;
  }
  return outer;
};

const waveSegments = (wave: 'p' | 'qrs' | 't', marks: LeadMarks, place: TracePlace, broken: boolean): number[] => {
  const bounds = marks[wave];
  if (bounds === null) return [];
  const inside = (timeS: number): boolean => timeS >= place.fromS && timeS <= place.toS;
  const segments: number[] = [];
  const half = halfMm[wave];
  for (const [timeS, inward] of [
    [bounds.onsetS, 1],
    [bounds.offsetS, -1],
  ] as const) {
    const y = inside(timeS) ? place.yMm(timeS) : null;
    if (y === null) continue;
    const x = place.xMm(timeS);
    segments.push(...upright(x, y - half, y + half, broken), x, y + half, x + inward * footMm, y + half);
  }
  const y = inside(bounds.peakS) ? place.yMm(bounds.peakS) : null;
  if (y === null) return segments;
  const level = ((place.yMm(bounds.onsetS) ?? y) + (place.yMm(bounds.offsetS) ?? y)) / 2;
  const away = y > level ? 1 : -1;
  const x = place.xMm(bounds.peakS);
  const tip = outermost(place, bounds.peakS, y, away) + away * peakGapMm;
  const back = tip + away * peakHeightMm;
  return [...segments, x - peakWidthMm, back, x, tip, x, tip, x + peakWidthMm, back];
};

/**
 * The marks of one beat in one lead, thin and beside the trace: an upright with a foot that points into the wave at onset and
 * offset, an arrowhead at the peak. `broken`: uprights in dashes, for beats that are not measured.
 */
export const waveBrackets = (marks: LeadMarks, place: TracePlace, ink: Ink, broken: boolean): readonly LinesItem[] => {
  const segments = (['p', 'qrs', 't'] as const).flatMap((wave) => waveSegments(wave, marks, place, broken));
  return segments.length === 0 ? [] : [{ kind: 'lines', segmentsMm: Float32Array.from(segments), ink, strokeMm }];
};
