import type { Piece } from './tracingLayout.ts';

/** Where a stretch of samples is drawn: x and baseline from the piece, limits that no point may pass. */
export interface TraceFrame {
  readonly piece: Piece;
  readonly sampleRateHz: number;
  readonly mmPerS: number;
  readonly mmPerMv: number;
  readonly topMm: number;
  readonly bottomMm: number;
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

/**
 * The piece's samples as x, y pairs in millimetres. Missing samples lift the pen (one NaN pair), and so does what lies above
 * `topMm` or below `bottomMm`: the line is cut where it crosses, never bent along the edge.
 */
export const tracePoints = (samplesMv: Float32Array, frame: TraceFrame): Float32Array => {
  const { piece, topMm, bottomMm } = frame;
  const [from, to] = sampleRange(piece, frame.sampleRateHz, samplesMv.length);
  const points: number[] = [];
  let down = false;
  let lastX = Number.NaN;
  let lastY = Number.NaN;
  const lift = () => {
    if (down) points.push(Number.NaN, Number.NaN);
    down = false;
  };
  const pushCrossing = (x: number, y: number, edge: number) => {
    points.push(lastX + ((x - lastX) * (edge - lastY)) / (y - lastY), edge);
  };
  for (let index = from; index < to; index += 1) {
    const value = samplesMv[index] ?? Number.NaN;
    if (!Number.isFinite(value)) {
      lift();
      lastY = Number.NaN;
      continue;
    }
    const x = Math.min(
      Math.max(piece.xMm + (index / frame.sampleRateHz - piece.fromS) * frame.mmPerS, piece.xMm),
      piece.xMm + piece.widthMm,
    );
    const y = piece.baselineMm - piece.sign * (value - piece.offsetMv) * frame.mmPerMv;
    const edges = lastY < y ? [topMm, bottomMm] : [bottomMm, topMm];
    for (const edge of edges) {
      const crosses = (lastY < edge && y > edge) || (lastY > edge && y < edge);
      if (!crosses) continue;
      pushCrossing(x, y, edge);
      if (down) lift();
      else down = true;
    }
    if (y >= topMm && y <= bottomMm) {
      points.push(x, y);
      down = true;
    } else {
      lift();
    }
    lastX = x;
    lastY = y;
  }
  if (points.length > 0 && Number.isNaN(points[points.length - 1])) points.length -= 2;
  return Float32Array.from(points);
};
