import type { WidthRule } from './delineation/widths.ts';

const start = { perPart: [1, 1, 1, 0], floorS: [1, 1, 1, 1, 1] };
export const fittedUncertainties = {
  rrMeanMs: start,
  rrSdMs: start,
  pAxisDeg: start,
  qrsAxisDeg: start,
  tAxisDeg: start,
  pMv: start,
  qMv: start,
  rMv: start,
  sMv: start,
  tMv: start,
  stJMv: start,
  stJ60Mv: start,
  stJ80Mv: start,
} satisfies Record<string, WidthRule>;
