import { capHeightEm } from './textWidth.ts';
import type { Piece, TracingLayout } from './tracingLayout.ts';

/** From the upper edge of a row to the ticks of its beats, and how long they are. */
export const tickInsetMm = 0.5;
export const tickMm = 2;
/** Half the width that a beat's mark may take: the diamond on its tick, and its stroke. */
export const tickReachMm = 1.05;
export const beatClassSizeMm = 2.6;
const belowMm = 0.5;

/** The pieces that carry what is marked once a beat: the rhythm strips, or the first row. */
export const markedPieces = ({ pieces }: Pick<TracingLayout, 'pieces'>): readonly Piece[] => {
  const strips = pieces.filter((piece) => piece.role === 'rhythm');
  const firstRow = pieces.filter((piece) => piece.rowTopMm === pieces[0]?.rowTopMm);
  return strips.length > 0 ? strips : firstRow;
};

/** Baseline of the classes that stand beside their ticks, from the upper edge of the row. */
export const besideTicksMm = (letterMm: number): number => tickInsetMm + Math.max(tickMm, capHeightEm * letterMm);

/** What beats take at the upper edge of a marked row; no lead name stands there. */
export const headBandMm = (smallestTextMm: number): number =>
  besideTicksMm(Math.max(beatClassSizeMm, smallestTextMm)) + belowMm;

/** What pacing spikes take at its lower edge. */
export const footBandMm = tickInsetMm + tickMm + belowMm;
