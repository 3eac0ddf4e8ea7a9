import type { TextItem } from './displayList.ts';
import type { Reach } from './rowSpacing.ts';
import { capHeightEm, textWidthMm } from './textWidth.ts';
import type { Piece } from './tracingLayout.ts';

/** Capitals of about 3 mm, as on paper. */
export const leadNameSizeMm = 4.2;
const capHeightMm = leadNameSizeMm * capHeightEm;
const indentMm = 1.2;
const clearanceMm = 0.8;
/** Where a name rests when nothing is in its way: this far above the baseline. */
const restingMm = 5;

/** The vertical stretch that a piece's trace covers between two x positions; null where it draws nothing. */
const coveredBetween = (points: Float32Array, fromX: number, toX: number): readonly [number, number] | null => {
  let top = Number.POSITIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (let index = 0; index + 1 < points.length; index += 2) {
    const x = points[index] ?? Number.NaN;
    const y = points[index + 1] ?? Number.NaN;
    if (!(x >= fromX && x <= toX)) continue;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
  }
  return bottom >= top ? [top, bottom] : null;
};

/** Where a name stands, as points that another one keeps clear of. */
export const labelBox = ({ xMm, yMm, text }: TextItem): Float32Array => {
  const right = xMm + textWidthMm(text, leadNameSizeMm, 'semibold');
  return Float32Array.of(xMm, yMm - capHeightMm, right, yMm);
};

/**
 * The name of a piece's lead, above the start of its trace where no trace runs: first the places above the baseline up to
 * the top of the row and a little beyond, then those below it. `besideMm` is kept free to its right for what follows the name.
 */
export const leadLabel = (
  piece: Piece,
  allPoints: readonly Float32Array[],
  paperTopMm: number,
  besideMm: number,
): TextItem => {
  const x = piece.xMm + indentMm;
  const width = textWidthMm(piece.lead, leadNameSizeMm, 'semibold') + besideMm;
  const covered = allPoints.flatMap((points) => {
    const range = coveredBetween(points, x - clearanceMm, x + width + clearanceMm);
    return range === null ? [] : [range];
  });
  const isFree = (y: number) =>
    covered.every(([top, bottom]) => y + clearanceMm <= top || y - capHeightMm - clearanceMm >= bottom);
  const resting = piece.baselineMm - restingMm;
  const highest = Math.max(paperTopMm + capHeightMm + clearanceMm, piece.rowTopMm - 2);
  const lowest = piece.rowTopMm + piece.rowHeightMm - clearanceMm;
  const places: number[] = [];
  for (let y = resting; y >= highest; y -= 0.5) places.push(y);
  for (let y = piece.baselineMm + capHeightMm + 2; y <= lowest; y += 0.5) places.push(y);
  return {
    kind: 'text',
    xMm: x,
    yMm: places.find(isFree) ?? Math.max(resting, highest),
    sizeMm: leadNameSizeMm,
    text: piece.lead,
    ink: 'text',
    weight: 'semibold',
    align: 'left',
  };
};

/**
 * The name of a lead whose trace moves past it: above the reach of the row where there is room in the row, as on paper; below it
 * otherwise, and always below where beats are marked above.
 */
export const steadyLabel = (piece: Piece, reach: Reach, paperTopMm: number): TextItem => {
  const under = piece.baselineMm + reach.downMm + clearanceMm + capHeightMm;
  const over = piece.baselineMm - reach.upMm - clearanceMm;
  const highest = Math.max(paperTopMm + capHeightMm + clearanceMm, piece.rowTopMm - 2);
  const fitsOver = piece.role !== 'rhythm' && over - capHeightMm >= Math.max(paperTopMm, piece.rowTopMm);
  const fitsUnder = under <= piece.rowTopMm + piece.rowHeightMm - clearanceMm;
  return {
    kind: 'text',
    xMm: piece.xMm + indentMm,
    yMm: !fitsOver && fitsUnder ? under : Math.max(over, highest),
    sizeMm: leadNameSizeMm,
    text: piece.lead,
    ink: 'text',
    weight: 'semibold',
    align: 'left',
  };
};
