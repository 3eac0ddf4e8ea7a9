import { createCutPath } from './cutPath.ts';
import type { SamplePyramid } from './samplePyramid.ts';
import type { Piece } from './tracingLayout.ts';

/** Where a stretch of samples is drawn: x and baseline from the piece, limits that no point may pass. */
export interface TraceFrame {
  readonly piece: Piece;
  readonly sampleRateHz: number;
  readonly mmPerS: number;
  readonly mmPerMv: number;
  readonly topMm: number;
  readonly bottomMm: number;
  /** null: each sample is drawn, as on paper. Otherwise no more than a column of pixels can show. */
  readonly columns: { readonly pxPerMm: number; readonly pyramid: SamplePyramid } | null;
}

/** A hundredth of a sample: times such as 2.5 s x 360 Hz must not miss their sample by rounding. */
const sampleTolerance = 0.01;

/** First sample of the piece and the one after its last; the sample on its right edge belongs to it too. */
export const sampleRange = (
  piece: Pick<Piece, 'fromS' | 'toS'>,
  sampleRateHz: number,
  sampleCount: number,
): readonly [number, number] => [
  Math.max(0, Math.ceil(piece.fromS * sampleRateHz - sampleTolerance)),
  Math.min(sampleCount, Math.floor(piece.toS * sampleRateHz + sampleTolerance) + 1),
];

/** A column has up to four points: with fewer samples than that they are drawn themselves. */
const fewestInColumn = 4;

/** Whole samples in a column of pixels, rounded down so that no column is wider than a pixel; 1: draw the samples. */
const samplesPerColumn = ({ sampleRateHz, mmPerS, columns }: TraceFrame): number => {
  const samples = columns === null ? 1 : Math.floor(sampleRateHz / (mmPerS * columns.pxPerMm));
  return samples < fewestInColumn ? 1 : samples;
};

/**
 * The piece's samples as x, y pairs in millimetres. Missing samples lift the pen (one NaN pair), and so does what lies above
 * `topMm` or below `bottomMm`. With `columns`, where a pixel holds four samples and more, each column has its first, smallest,
 * largest and last sample: no spike is hidden, and the columns belong to the samples, so that nothing shimmers as the page moves.
 */
export const tracePoints = (samplesMv: Float32Array, frame: TraceFrame): Float32Array => {
  const { piece, columns, sampleRateHz, mmPerS, mmPerMv } = frame;
  const [from, to] = sampleRange(piece, sampleRateHz, samplesMv.length);
  const column = samplesPerColumn(frame);
  const room = column === 1 ? to - from : (4 * (to - from)) / column;
  const path = createCutPath(frame.topMm, frame.bottomMm, Math.ceil(room) + 8);
  const right = piece.xMm + piece.widthMm;
  const xOf = (index: number): number =>
    Math.min(Math.max(piece.xMm + (index / sampleRateHz - piece.fromS) * mmPerS, piece.xMm), right);
  const yOf = (value: number): number => piece.baselineMm - piece.sign * (value - piece.offsetMv) * mmPerMv;
  const drawSamples = (start: number, end: number) => {
    for (let index = start; index < end; index += 1) {
      const value = samplesMv[index] ?? Number.NaN;
      if (Number.isFinite(value)) path.to(xOf(index), yOf(value));
      else path.lift();
    }
  };
  if (columns === null || column === 1) {
    drawSamples(from, to);
    return path.points();
  }
  for (let start = Math.floor(from / column) * column; start < to; start += column) {
    const first = Math.max(from, start);
    const end = Math.min(to, start + column);
    const { minMv, maxMv, missing } = columns.pyramid.range(first, end);
    if (missing) {
      drawSamples(first, end);
      continue;
    }
    const firstMv = samplesMv[first] ?? Number.NaN;
    const lastMv = samplesMv[end - 1] ?? Number.NaN;
    const middle = xOf((first + end - 1) / 2);
    const rising = firstMv - minMv <= maxMv - firstMv;
    const [near, far] = rising ? [minMv, maxMv] : [maxMv, minMv];
    path.to(xOf(first), yOf(firstMv));
    if (near !== firstMv) path.to(middle, yOf(near));
    if (far !== firstMv && far !== lastMv) path.to(middle, yOf(far));
    path.to(xOf(end - 1), yOf(lastMv));
  }
  return path.points();
};
