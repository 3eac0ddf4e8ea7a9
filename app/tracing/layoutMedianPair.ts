import type { MedianBeats } from '../analysis/medianBeats.ts';
import type { AlignedMedians } from '../comparison/alignMedians.ts';
import type { DisplayItem, DisplayList, Ink, PolylineItem, TextItem } from './displayList.ts';
import { type Box, gridLines } from './gridLines.ts';
import type { MedianScale } from './layoutMedian.ts';
import { leadLabel, wholeRow } from './leadLabels.ts';
import { neededMm, type Reach, type RowPlace, spaceRows } from './rowSpacing.ts';
import { fitText, textWidthMm } from './textWidth.ts';
import { tracePoints } from './tracePoints.ts';
import type { Piece } from './tracingLayout.ts';

const squareMm = 5;
const padS = 0.08;
const withoutPS = 0.24;
const withoutTS = 0.4;
const usualRowMm = 25;
const captionHeightMm = 5;
const captionSizeMm = 2.6;
const noteSizeMm = 2.6;
const strokeMm = 0.3;
/** Of the earlier beat, so that the two are told apart without colour. */
const dashMm = 1.4;
const gapMm = 0.8;

export const laterInk: Ink = 'trace';
export const earlierInk: Ink = 'accent';

const upToSquare = (mm: number): number => Math.ceil(mm / squareMm - 1e-6) * squareMm;

/** The same path with gaps: dashes of `dashMm` along its length. */
export const dashedPath = (pointsMm: Float32Array): Float32Array => {
  const out: number[] = [];
  const lift = (): void => {
    if (out.length > 0 && !Number.isNaN(out.at(-1))) out.push(Number.NaN, Number.NaN);
  };
  let walkedMm = 0;
  for (let at = 0; at + 1 < pointsMm.length; at += 2) {
    const x = pointsMm[at]!;
    const y = pointsMm[at + 1]!;
    const fromX = at === 0 ? Number.NaN : pointsMm[at - 2]!;
    const fromY = at === 0 ? Number.NaN : pointsMm[at - 1]!;
    if (Number.isNaN(x) || Number.isNaN(fromX)) {
      lift();
      if (!Number.isNaN(x)) out.push(x, y);
      walkedMm = 0;
      continue;
    }
    const lengthMm = Math.hypot(x - fromX, y - fromY);
    for (let done = 0; lengthMm - done > 1e-9; ) {
      const inPeriod = walkedMm % (dashMm + gapMm);
      const drawing = inPeriod < dashMm - 1e-9;
      const next = Math.min(lengthMm - done, (drawing ? dashMm : dashMm + gapMm) - inPeriod);
      const step = Math.max(next, 1e-3);
      done += step;
      walkedMm += step;
      const share = Math.min(1, done / lengthMm);
      if (drawing) out.push(fromX + share * (x - fromX), fromY + share * (y - fromY));
      else {
        lift();
        if (walkedMm % (dashMm + gapMm) < 2e-3) out.push(fromX + share * (x - fromX), fromY + share * (y - fromY));
      }
    }
  }
  return Float32Array.from(out);
};

interface Span {
  readonly fromS: number;
  readonly widthMm: number;
}

/** From before the earlier P to behind the later T, on the axis of the later beat. */
const spanOf = (before: MedianBeats, after: MedianBeats, shiftS: number, mmPerS: number): Span => {
  const edges = [
    { bounds: before.bounds, shiftS },
    { bounds: after.bounds, shiftS: 0 },
  ];
  const fromS = Math.min(
    ...edges.map(({ bounds, shiftS: by }) => (bounds.pOnsetS ?? bounds.qrsOnsetS - withoutPS) + by),
  );
  const toS = Math.max(
    ...edges.map(({ bounds, shiftS: by }) => (bounds.tOffsetS ?? bounds.qrsOffsetS + withoutTS) + by),
  );
  const zeroS = after.bounds.qrsOnsetS;
  const beforeMm = upToSquare((zeroS - fromS + padS) * mmPerS);
  const behindMm = upToSquare((toS - zeroS + padS) * mmPerS);
  return { fromS: zeroS - beforeMm / mmPerS, widthMm: beforeMm + behindMm };
};

const columnChoices = [12, 6, 4, 3, 2, 1];

const placeInGrid = (index: number, leads: number, columns: number): readonly [row: number, column: number] => {
  const rows = Math.ceil(leads / columns);
  return leads === 12 && (columns === 4 || columns === 2)
    ? [index % rows, Math.floor(index / rows)]
    : [Math.floor(index / columns), index % columns];
};

/**
 * The median beats of two recordings over each other, lead by lead, on millimetre paper and one time axis: the later one solid in
 * the trace's ink, the earlier one dashed in the accent's. At most `widthMm` wide, in fewer columns; as high as the content.
 */
export const layoutMedianPair = (
  pair: { readonly before: MedianBeats; readonly after: MedianBeats; readonly aligned: AlignedMedians },
  { speedMmPerS: mmPerS, gainMmPerMv: mmPerMv }: MedianScale,
  widthMm: number,
): DisplayList => {
  const { before, after, aligned } = pair;
  const { leads, shiftS } = aligned;
  const span = spanOf(before, after, shiftS, mmPerS);
  const columns =
    columnChoices.find((each) => each <= Math.max(1, leads.length) && each * span.widthMm <= widthMm) ?? 1;
  const rows = Math.max(1, Math.ceil(leads.length / columns));
  const place = (index: number): readonly [number, number] => placeInGrid(index, leads.length, columns);

  /** Samples of both beats with the time of their first one, on the common axis. */
  const beats = leads.map((lead) => [
    { lead: lead.before, of: before, startS: shiftS - before.zero / before.sampleRateHz, earlier: true },
    { lead: lead.after, of: after, startS: -after.zero / after.sampleRateHz, earlier: false },
  ]);
  const reaches: Reach[] = Array.from({ length: rows }, () => ({ upMm: 5, downMm: 5 }));
  leads.forEach((_, index) => {
    const row = place(index)[0];
    for (const { lead, of, startS } of beats[index] ?? []) {
      const from = Math.max(0, Math.ceil((span.fromS - startS) * of.sampleRateHz));
      const shown = lead?.samplesMv.subarray(from, from + Math.ceil((span.widthMm / mmPerS) * of.sampleRateHz)) ?? [];
      let { upMm, downMm } = reaches[row]!;
      for (const mv of shown) {
        if (mv * mmPerMv > upMm) upMm = mv * mmPerMv;
        if (-mv * mmPerMv > downMm) downMm = -mv * mmPerMv;
      }
      reaches[row] = { upMm, downMm };
    }
  });
  const box: Box = {
    xMm: 0,
    yMm: 0,
    widthMm: columns * span.widthMm,
    heightMm: upToSquare(reaches.reduce((sum, reach) => sum + Math.max(usualRowMm, neededMm(reach)), 0)),
  };
  const places = spaceRows(reaches, 0, box.heightMm);
  const pieceOf = (index: number, row: RowPlace, column: number, fromS: number): Piece => ({
    role: 'grid',
    lead: leads[index]?.name ?? '',
    leadIndex: null,
    sign: 1,
    fromS,
    toS: fromS + span.widthMm / mmPerS,
    xMm: column * span.widthMm,
    widthMm: span.widthMm,
    baselineMm: row.baselineMm,
    offsetMv: 0,
    rowTopMm: row.topMm,
    rowHeightMm: row.heightMm,
  });
  const traces: PolylineItem[] = [];
  const notes: TextItem[] = [];
  const pieces = leads.map((_, index) => {
    const [row, column] = place(index);
    return pieceOf(index, places[row]!, column, span.fromS);
  });
  leads.forEach((_, index) => {
    const [row, column] = place(index);
    for (const { lead, of, startS, earlier } of beats[index] ?? []) {
      if (lead === null) {
        notes.push(missing(pieces[index]!, earlier));
        continue;
      }
      const piece = pieceOf(index, places[row]!, column, span.fromS - startS);
      const points = tracePoints(lead.samplesMv, {
        piece,
        sampleRateHz: of.sampleRateHz,
        mmPerS,
        mmPerMv,
        topMm: 0,
        bottomMm: box.heightMm,
        columns: null,
      });
      traces.push({
        kind: 'polyline',
        pointsMm: earlier ? dashedPath(points) : points,
        ink: earlier ? earlierInk : laterInk,
        strokeMm,
      });
    }
  });
  const allPoints = traces.map(({ pointsMm }) => pointsMm);
  const captionText = `${mmPerS} mm/s  ·  ${mmPerMv} mm/mV  ·  ${aligned.by === 'shape' ? 'aligned by QRS' : 'aligned by the onset of QRS'}`;
  const width = Math.max(box.widthMm, textWidthMm(captionText, captionSizeMm, 'regular'));
  const items: DisplayItem[] = [
    {
      kind: 'rect',
      xMm: 0,
      yMm: 0,
      widthMm: width,
      heightMm: box.heightMm + captionHeightMm,
      fill: 'paper',
      opacity: 1,
    },
    ...gridLines(box),
    ...traces.filter(({ pointsMm }) => pointsMm.length > 0),
    ...pieces.map((piece) => leadLabel(piece, allPoints, wholeRow(piece, 0))),
    ...notes,
    {
      kind: 'text',
      xMm: 0,
      yMm: box.heightMm + captionHeightMm - 1.6,
      sizeMm: captionSizeMm,
      text: captionText,
      ink: 'muted',
      weight: 'regular',
      align: 'left',
    },
  ];
  return { widthMm: width, heightMm: box.heightMm + captionHeightMm, items };
};

const missing = (piece: Piece, earlier: boolean): TextItem => ({
  kind: 'text',
  xMm: piece.xMm + 1.2,
  yMm: piece.rowTopMm + piece.rowHeightMm - (earlier ? 1.2 : 4.6),
  sizeMm: noteSizeMm,
  text: fitText(earlier ? 'earlier: none' : 'later: none', piece.widthMm - 2, noteSizeMm, 'regular'),
  ink: 'muted',
  weight: 'regular',
  align: 'left',
});
