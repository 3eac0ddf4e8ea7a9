import type { LinesItem } from './displayList.ts';

export interface Box {
  readonly xMm: number;
  readonly yMm: number;
  readonly widthMm: number;
  readonly heightMm: number;
}

const minorStrokeMm = 0.1;
const majorStrokeMm = 0.2;
const majorEvery = 5;

/**
 * Millimetre paper over `box` (whole millimetres, multiples of 5): thin lines each 1 mm, stronger ones each 5 mm; these alone
 * where the thin ones would run into each other.
 */
export const gridLines = (box: Box, thin = true): readonly LinesItem[] => {
  const minor: number[] = [];
  const major: number[] = [];
  const right = box.xMm + box.widthMm;
  const bottom = box.yMm + box.heightMm;
  for (let step = 0; step <= box.widthMm; step += 1) {
    const x = box.xMm + step;
    (step % majorEvery === 0 ? major : minor).push(x, box.yMm, x, bottom);
  }
  for (let step = 0; step <= box.heightMm; step += 1) {
    const y = box.yMm + step;
    (step % majorEvery === 0 ? major : minor).push(box.xMm, y, right, y);
  }
  const line = (segments: number[], ink: LinesItem['ink'], strokeMm: number): LinesItem => ({
    kind: 'lines',
    segmentsMm: Float32Array.from(segments),
    ink,
    strokeMm,
  });
  return [...(thin ? [line(minor, 'gridMinor', minorStrokeMm)] : []), line(major, 'gridMajor', majorStrokeMm)];
};

/** Whether two boxes share more than an edge. */
export const boxesMeet = (a: Box, b: Box): boolean =>
  a.xMm < b.xMm + b.widthMm && b.xMm < a.xMm + a.widthMm && a.yMm < b.yMm + b.heightMm && b.yMm < a.yMm + a.heightMm;
