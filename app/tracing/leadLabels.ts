import type { TextItem } from './displayList.ts';
import { type Box, boxesMeet } from './gridLines.ts';
import type { Reach } from './rowSpacing.ts';
import { capHeightEm, textWidthMm } from './textWidth.ts';
import type { Piece } from './tracingLayout.ts';

/** Capitals of about 3 mm, as on paper. */
export const leadNameSizeMm = 4.2;
const indentMm = 1.2;
const clearanceMm = 0.8;
/** To a trace with its wave marks: an arrowhead over a summit, an upright at an onset. */
const markedClearanceMm = 2.1;
/** Where a name rests when nothing is in its way: this far above the baseline. */
const restingMm = 5;

/** How far a name may reach into the row above: no nearer to its trace than to its own. */
const aboveRowMm = 5;
const aboveRowShare = 0.15;

/** Where a name may stand. */
export interface LabelRoom {
  readonly sizeMm: number;
  /** Kept free to its right for what follows the name. */
  readonly besideMm: number;
  /** Nothing of it is above or below these. */
  readonly topMm: number;
  readonly bottomMm: number;
  /** Other words: a name never stands on these while there is a place beside them. */
  readonly taken: readonly Box[];
  /** Where the other names would rest: one that gives way to under its baseline leaves these to them. */
  readonly others: readonly Box[];
}

/** The row and a little above it, on paper that begins at `paperTopMm`. */
export const wholeRow = (piece: Piece, paperTopMm: number): LabelRoom => ({
  sizeMm: leadNameSizeMm,
  besideMm: 0,
  topMm: Math.max(paperTopMm + clearanceMm, piece.rowTopMm - Math.min(aboveRowMm, aboveRowShare * piece.rowHeightMm)),
  bottomMm: piece.rowTopMm + piece.rowHeightMm - clearanceMm,
  taken: [],
  others: [],
});

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

const pointsIn = ({ xMm, yMm, widthMm, heightMm }: Box, points: Float32Array): number => {
  let count = 0;
  for (let index = 0; index + 1 < points.length; index += 2) {
    const x = points[index] ?? Number.NaN;
    const y = points[index + 1] ?? Number.NaN;
    if (x >= xMm && x <= xMm + widthMm && y >= yMm && y <= yMm + heightMm) count += 1;
  }
  return count;
};

const badgeGapMm = 0.7;
const badgeMm = 2.2;

/** Size of the sign behind the name of a lead with something wrong. */
export const badgeSizeMm = (smallestTextMm: number): number => Math.max(badgeMm, smallestTextMm);

/** What it takes; kept free whether there is one or not, so that names stay where they are. */
export const badgeRoomMm = (smallestTextMm: number): number => badgeGapMm + badgeSizeMm(smallestTextMm);

/** What a name covers, with all that may follow it. */
export const labelBox = (name: TextItem, besideMm: number): Box => ({
  xMm: name.xMm,
  yMm: name.yMm - name.sizeMm * capHeightEm,
  widthMm: textWidthMm(name.text, name.sizeMm, name.weight) + besideMm,
  heightMm: name.sizeMm * capHeightEm,
});

const nameAt = (piece: Piece, yMm: number, sizeMm: number): TextItem => ({
  kind: 'text',
  xMm: piece.xMm + indentMm,
  yMm,
  sizeMm,
  text: piece.lead,
  ink: 'text',
  weight: 'semibold',
  align: 'left',
});

const restingPlace = (piece: Piece, { topMm, bottomMm, sizeMm }: LabelRoom): number =>
  Math.max(topMm + sizeMm * capHeightEm, Math.min(piece.baselineMm - restingMm, bottomMm));

/** What the name of a piece covers where nothing is in its way. */
export const restingBox = (piece: Piece, room: LabelRoom): Box =>
  labelBox(nameAt(piece, restingPlace(piece, room), room.sizeMm), room.besideMm);

const padded = (box: Box): Box => ({
  ...box,
  yMm: box.yMm - clearanceMm,
  heightMm: box.heightMm + 2 * clearanceMm,
});

/**
 * The name of a piece's lead, above the start of its trace where no trace runs, up to the top of its room. Where all of that is
 * crossed by a trace, the place with the least of it; under the baseline only where other words leave no place above it.
 */
export const leadLabel = (piece: Piece, allPoints: readonly Float32Array[], room: LabelRoom): TextItem => {
  const { sizeMm, besideMm, taken, others } = room;
  const capMm = sizeMm * capHeightEm;
  const highest = room.topMm + capMm;
  const lowest = Math.max(highest, room.bottomMm);
  const resting = restingPlace(piece, room);
  const places: number[] = [];
  for (let y = resting; y >= highest; y -= 0.5) places.push(y);
  for (let y = Math.max(highest, piece.baselineMm + capMm + 2); y <= lowest; y += 0.5) places.push(y);
  const boxAt = (yMm: number): Box => labelBox(nameAt(piece, yMm, sizeMm), besideMm);
  const { xMm, widthMm } = boxAt(resting);
  const kept = taken.map(padded);
  const left = others.map(padded);
  const covered = allPoints.flatMap((points) => {
    const range = coveredBetween(points, xMm - clearanceMm, xMm + widthMm + clearanceMm);
    return range === null ? [] : [range];
  });
  const isAlone = (y: number) =>
    [...kept, ...(y > piece.baselineMm ? left : [])].every((other) => !boxesMeet(boxAt(y), other));
  const isFree = (fromTraceMm: number) => (y: number) =>
    isAlone(y) && covered.every(([top, bottom]) => y + fromTraceMm <= top || y - capMm - fromTraceMm >= bottom);
  const crossings = (y: number): number => allPoints.reduce((sum, points) => sum + pointsIn(boxAt(y), points), 0);
  // Crossed by its own trace a name is read; under it, it would be taken for the lead's of the row below.
  const above = places.filter((y) => y <= piece.baselineMm && isAlone(y));
  const free = [markedClearanceMm, clearanceMm].flatMap((fromTraceMm) => above.find(isFree(fromTraceMm)) ?? []);
  const standing = above.length > 0 ? above : places.filter(isAlone);
  const least = Math.min(...standing.map(crossings));
  return nameAt(piece, free[0] ?? standing.find((y) => crossings(y) === least) ?? resting, sizeMm);
};

/**
 * The name of a lead whose trace moves past it: above the reach of the row where there is room in the row, as on paper; at the top
 * of the row otherwise, where tall beats pass behind it. Never under the baseline: between two rows it would be read as the lower one's.
 */
export const steadyLabel = (piece: Piece, reach: Reach, room: LabelRoom): TextItem => {
  const highest = Math.max(room.topMm, piece.rowTopMm) + room.sizeMm * capHeightEm;
  return nameAt(piece, Math.max(highest, piece.baselineMm - reach.upMm - clearanceMm), room.sizeMm);
};
