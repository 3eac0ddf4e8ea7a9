import type { MedianBeatLead, MedianBeats } from '../analysis/medianBeats.ts';
import { calibrationPulse, pulseRoomMm } from './calibrationPulse.ts';
import type { DisplayItem, DisplayList, LinesItem, PolylineItem, TextItem } from './displayList.ts';
import { type Box, gridLines } from './gridLines.ts';
import { leadLabel, wholeRow } from './leadLabels.ts';
import { neededMm, type Reach, type RowPlace, spaceRows } from './rowSpacing.ts';
import { capHeightEm, fitText, textWidthMm } from './textWidth.ts';
import { tracePoints } from './tracePoints.ts';
import type { Piece } from './tracingLayout.ts';
import { waveBrackets } from './waveBrackets.ts';

/** What a list of median beats is drawn at; a millimetre of it is one where it is shown. */
export interface MedianScale {
  readonly speedMmPerS: number;
  /** The gain wanted; half of it, and half again, where the heights given are too small for it. The caption says which. */
  readonly gainMmPerMv: number;
}

export interface MedianLayout {
  readonly list: DisplayList;
  /** A time t from the beat's instant lies at xMm + (t - fromS) * mmPerS in each of these, a voltage v at baselineMm - v * mmPerMv. */
  readonly cells: readonly MedianCell[];
  readonly mmPerS: number;
  readonly mmPerMv: number;
}

export interface MedianCell {
  /** null: all leads on one baseline. */
  readonly lead: string | null;
  readonly fromS: number;
  readonly toS: number;
  readonly xMm: number;
  readonly baselineMm: number;
}

const squareMm = 5;
const captionHeightMm = 5;
const captionSizeMm = 2.6;
const boundLabelSizeMm = 2.6;
/** Above the rows, for the letters of the waves. */
const laneMm = 5;
const traceStrokeMm = 0.3;
const fineTraceStrokeMm = 0.18;
const boundStrokeMm = 0.15;
const usualRowMm = 30;
/** Of a page with a given height: two rows fill it. */
const roomyRowMm = 40;
/** Above and below all leads together. */
const togetherAirMm = 10;
/** Shown before the first and after the last bound. */
const padS = 0.08;
const withoutPS = 0.24;
const withoutTS = 0.4;
const noteSizeMm = 2.6;
const noteLineMm = 3.4;
const nameAirMm = 0.4;
const columnChoices = [12, 6, 4, 3, 2, 1];

const downToSquare = (mm: number): number => Math.floor(mm / squareMm + 1e-6) * squareMm;
const upToSquare = (mm: number): number => Math.ceil(mm / squareMm - 1e-6) * squareMm;

interface Span {
  readonly fromS: number;
  readonly widthMm: number;
}

/** The stretch shown: from before P to behind T, the global QRS onset on a strong line of the grid. */
const spanOf = ({ bounds, zero, sampleRateHz, leads }: MedianBeats, mmPerS: number): Span => {
  const firstS = -zero / sampleRateHz;
  const lastS = firstS + ((leads[0]?.samplesMv.length ?? 1) - 1) / sampleRateHz;
  const wantedFromS = Math.max(firstS, (bounds.pOnsetS ?? bounds.qrsOnsetS - withoutPS) - padS);
  const wantedToS = Math.min(lastS, (bounds.tOffsetS ?? bounds.qrsOffsetS + withoutTS) + padS);
  const beforeMm = upToSquare((bounds.qrsOnsetS - wantedFromS) * mmPerS);
  const behindMm = upToSquare((wantedToS - bounds.qrsOnsetS) * mmPerS);
  return { fromS: bounds.qrsOnsetS - beforeMm / mmPerS, widthMm: Math.max(squareMm, beforeMm + behindMm) };
};

const reachOf = (lead: MedianBeatLead | null, median: MedianBeats, span: Span, mmPerS: number, mmPerMv: number) => {
  const reach = { upMm: mmPerMv, downMm: 0 };
  if (lead === null) return reach;
  const from = Math.max(0, Math.ceil(median.zero + span.fromS * median.sampleRateHz));
  const to = Math.min(lead.samplesMv.length, from + Math.ceil((span.widthMm / mmPerS) * median.sampleRateHz));
  for (let i = from; i < to; i += 1) {
    const mm = (lead.samplesMv[i] ?? 0) * mmPerMv;
    if (mm > reach.upMm) reach.upMm = mm;
    if (-mm > reach.downMm) reach.downMm = -mm;
  }
  return reach;
};

const dashed = (xMm: number, fromYMm: number, toYMm: number, dashMm: number, gapMm: number): number[] => {
  const segments: number[] = [];
  for (let y = fromYMm; y < toYMm; y += dashMm + gapMm) segments.push(xMm, y, xMm, Math.min(toYMm, y + dashMm));
  return segments;
};

/** Stretches of an upright that no name stands in. */
const clearOf = (segments: readonly number[], names: readonly TextItem[]): number[] => {
  const kept: number[] = [];
  for (let at = 0; at + 3 < segments.length; at += 4) {
    const x = segments[at]!;
    let stretches: [number, number][] = [[segments[at + 1]!, segments[at + 3]!]];
    for (const { xMm, yMm, text, sizeMm, weight } of names) {
      if (x < xMm - nameAirMm || x > xMm + textWidthMm(text, sizeMm, weight) + nameAirMm) continue;
      const top = yMm - sizeMm * capHeightEm - nameAirMm;
      const bottom = yMm + nameAirMm;
      stretches = stretches.flatMap(([from, to]): [number, number][] => [
        ...(from < top ? [[from, Math.min(to, top)] as [number, number]] : []),
        ...(to > bottom ? [[Math.max(from, bottom), to] as [number, number]] : []),
      ]);
    }
    for (const [from, to] of stretches) kept.push(x, from, x, to);
  }
  return kept;
};

/** The global bounds as uprights from `topMm` to `bottomMm`: P dotted, QRS solid, T dashed, each named above; lead names stay free. */
const boundItems = (
  bounds: MedianBeats['bounds'],
  xAt: (timeS: number) => number,
  topMm: number,
  bottomMm: number,
  leadNames: readonly TextItem[],
): readonly DisplayItem[] => {
  const top = topMm + laneMm - 1;
  const lines: LinesItem[] = [];
  const put = (timesS: readonly (number | null)[], segmentsAt: (x: number) => number[]): void => {
    const segments = timesS.flatMap((timeS) => (timeS === null ? [] : clearOf(segmentsAt(xAt(timeS)), leadNames)));
    if (segments.length > 0)
      lines.push({ kind: 'lines', segmentsMm: Float32Array.from(segments), ink: 'accent', strokeMm: boundStrokeMm });
  };
  put([bounds.pOnsetS, bounds.pOffsetS], (x) => dashed(x, top, bottomMm, 0.5, 0.9));
  put([bounds.qrsOnsetS, bounds.qrsOffsetS], (x) => [x, top, x, bottomMm]);
  put([bounds.tOffsetS], (x) => dashed(x, top, bottomMm, 2, 1));

  const name = (text: string, xMm: number, align: TextItem['align']): TextItem => ({
    kind: 'text',
    xMm,
    yMm: topMm + laneMm - 1.6,
    sizeMm: boundLabelSizeMm,
    text,
    ink: 'accent',
    weight: 'semibold',
    align,
  });
  const qrsX = (xAt(bounds.qrsOnsetS) + xAt(bounds.qrsOffsetS)) / 2;
  const names = [name('QRS', qrsX, 'center')];
  const half = textWidthMm('QRS', boundLabelSizeMm, 'semibold') / 2;
  if (bounds.pOnsetS !== null && bounds.pOffsetS !== null) {
    const pX = (xAt(bounds.pOnsetS) + xAt(bounds.pOffsetS)) / 2;
    // A short PR on slow paper leaves no room for both; the dots of the P bounds say what they are.
    if (qrsX - pX > half + 2) names.push(name('P', pX, 'center'));
  }
  if (bounds.tOffsetS !== null && xAt(bounds.tOffsetS) - qrsX > half + 8)
    names.push(name('T end', xAt(bounds.tOffsetS), 'center'));
  return [...lines, ...names];
};

const plain = (value: number): string => String(Number(value.toFixed(2)));

/** How many beats made the picture, and how many did not. */
export const averagedText = ({ averaged, alike, beats }: MedianBeats): string => {
  const left = beats - alike;
  return [
    `median of ${averaged} ${averaged === 1 ? 'beat' : 'beats'}`,
    ...(alike > averaged ? [`evenly taken from ${alike} alike`] : []),
    ...(left > 0 ? [`${left} of ${beats} left out`] : []),
  ].join(', ');
};

/** The longest of the wordings that has room in `widthMm`. */
const caption = (box: Box, widthMm: number, wordings: readonly string[]): TextItem => {
  const fits = (text: string): boolean => textWidthMm(text, captionSizeMm, 'regular') <= widthMm;
  return {
    kind: 'text',
    xMm: box.xMm,
    yMm: box.yMm + box.heightMm + captionHeightMm - 1.6,
    sizeMm: captionSizeMm,
    text: fitText(wordings.find(fits) ?? wordings.at(-1) ?? '', widthMm, captionSizeMm, 'regular'),
    ink: 'muted',
    weight: 'regular',
    align: 'left',
  };
};

const paperItems = (box: Box, widthMm: number): DisplayItem[] => [
  {
    kind: 'rect',
    xMm: 0,
    yMm: 0,
    widthMm,
    heightMm: box.heightMm + captionHeightMm,
    fill: 'paper',
    opacity: 1,
  },
  ...gridLines(box),
];

/** `piece.fromS` counts from the first sample of the median here, as `tracePoints` wants it. */
const pieceAt = (median: MedianBeats, span: Span, mmPerS: number, lead: string, xMm: number, row: RowPlace): Piece => {
  const fromS = span.fromS + median.zero / median.sampleRateHz;
  return {
    role: 'grid',
    lead,
    leadIndex: null,
    sign: 1,
    fromS,
    toS: fromS + span.widthMm / mmPerS,
    xMm,
    widthMm: span.widthMm,
    baselineMm: row.baselineMm,
    offsetMv: 0,
    rowTopMm: row.topMm,
    rowHeightMm: row.heightMm,
  };
};

const marksIn = (
  lead: MedianBeatLead,
  median: MedianBeats,
  piece: Piece,
  fromS: number,
  mmPerS: number,
  mmPerMv: number,
  box: Box,
): readonly LinesItem[] =>
  waveBrackets(
    lead.marks,
    {
      fromS,
      toS: fromS + piece.widthMm / mmPerS,
      xMm: (timeS) => piece.xMm + (timeS - fromS) * mmPerS,
      yMm: (timeS) => {
        const value = lead.samplesMv[Math.round(median.zero + timeS * median.sampleRateHz)] ?? Number.NaN;
        const y = piece.baselineMm - value * mmPerMv;
        return y >= box.yMm + 2 && y <= box.yMm + box.heightMm - 2 ? y : null;
      },
    },
    'accent',
    false,
  );

/** Columns that fit, the most first, so that twelve leads stand in the order of the paper: 6 x 2, 4 x 3, 3 x 4, 2 x 6. */
const columnsFor = (leads: number, cellMm: number, roomMm: number): number =>
  columnChoices.find((columns) => columns <= Math.max(1, Math.min(6, leads)) && columns * cellMm <= roomMm) ?? 1;

/** Row and column of the lead with this index: twelve leads in four or two columns run down them, as on the tracing. */
const placeInGrid = (index: number, leads: number, columns: number): readonly [row: number, column: number] => {
  const rows = Math.ceil(leads / columns);
  return leads === 12 && (columns === 4 || columns === 2)
    ? [index % rows, Math.floor(index / rows)]
    : [Math.floor(index / columns), index % columns];
};

const gainFor = (wanted: number, fits: (mmPerMv: number) => boolean): number =>
  [wanted, wanted / 2, wanted / 4].find(fits) ?? wanted / 4;

/**
 * The median beat of each lead on millimetre paper, with its own marks and the global bounds as uprights through all leads.
 * `leadNames`: every lead of the recording, in order; one that was not measured keeps its place and says so. Heights: as
 * large as the content, or at most `heightMm`, where the gain gives way. Widths: at most `widthMm`, in fewer columns.
 * `drawnBounds`: the bounds as a reader moved them, on the paper of those that were found.
 */
export const layoutMedianGrid = (
  median: MedianBeats,
  leadNames: readonly string[],
  scale: MedianScale,
  room: { readonly widthMm: number; readonly heightMm: number | 'fit' },
  drawnBounds = median.bounds,
): MedianLayout => {
  const { speedMmPerS: mmPerS } = scale;
  const span = spanOf(median, mmPerS);
  const pulseMm = pulseRoomMm(mmPerS);
  const columns = columnsFor(leadNames.length, span.widthMm, room.widthMm - pulseMm);
  const rows = Math.max(1, Math.ceil(leadNames.length / columns));
  const found = leadNames.map((name) => median.leads.find((lead) => lead.name === name) ?? null);
  const reachesAt = (mmPerMv: number): Reach[] => {
    const reaches = Array.from({ length: rows }, () => ({ upMm: mmPerMv, downMm: 0 }));
    found.forEach((lead, index) => {
      const reach = reaches[placeInGrid(index, leadNames.length, columns)[0]]!;
      const own = reachOf(lead, median, span, mmPerS, mmPerMv);
      reach.upMm = Math.max(reach.upMm, own.upMm);
      reach.downMm = Math.max(reach.downMm, own.downMm);
    });
    return reaches;
  };
  const needed = (mmPerMv: number): number => reachesAt(mmPerMv).reduce((sum, reach) => sum + neededMm(reach), laneMm);
  const { heightMm } = room;
  const roomForRows = heightMm === 'fit' ? null : downToSquare(heightMm - captionHeightMm);
  const mmPerMv =
    roomForRows === null ? scale.gainMmPerMv : gainFor(scale.gainMmPerMv, (gain) => needed(gain) <= roomForRows);
  const reaches = reachesAt(mmPerMv);
  const usualMm = roomForRows === null ? usualRowMm : roomyRowMm;
  const box: Box = {
    xMm: 0,
    yMm: 0,
    widthMm: pulseMm + columns * span.widthMm,
    heightMm: Math.min(
      roomForRows ?? Number.POSITIVE_INFINITY,
      upToSquare(laneMm + reaches.reduce((sum, reach) => sum + Math.max(usualMm, neededMm(reach)), 0)),
    ),
  };
  const places = spaceRows(reaches, laneMm, box.heightMm - laneMm);
  const pieces = leadNames.map((name, index) => {
    const [row, column] = placeInGrid(index, leadNames.length, columns);
    return pieceAt(median, span, mmPerS, name, pulseMm + column * span.widthMm, places[row]!);
  });
  const frame = { sampleRateHz: median.sampleRateHz, mmPerS, mmPerMv, topMm: 0, bottomMm: box.heightMm };
  const points = pieces.map((piece, index) => {
    const lead = found[index] ?? null;
    return lead === null ? new Float32Array() : tracePoints(lead.samplesMv, { ...frame, piece, columns: null });
  });
  const notes = pieces.flatMap((piece, index) => (found[index] === null ? notMeasured(piece) : []));
  const names = pieces.map((piece) => leadLabel(piece, points, wholeRow(piece, laneMm)));
  const lastColumn = Math.min(columns, leadNames.length);
  const bounds = Array.from({ length: lastColumn }, (_, column) =>
    boundItems(
      drawnBounds,
      (timeS) => pulseMm + column * span.widthMm + (timeS - span.fromS) * mmPerS,
      0,
      Math.max(
        ...pieces.filter((p) => p.xMm === pulseMm + column * span.widthMm).map((p) => p.rowTopMm + p.rowHeightMm),
      ),
      [...names, ...notes],
    ),
  ).flat();
  const drawnAt = `${plain(mmPerS)} mm/s  ·  ${plain(mmPerMv)} mm/mV  ·  ${averagedText(median)}`;
  // One or two leads are narrower than their caption.
  const captionMm = Math.max(box.widthMm, room.widthMm);
  const said = caption(box, captionMm, [`${drawnAt}  ·  as recorded, not filtered`, drawnAt]);
  const widthMm = Math.max(box.widthMm, textWidthMm(said.text, captionSizeMm, 'regular'));
  return {
    mmPerS,
    mmPerMv,
    cells: pieces.map((piece) => cellOf(piece, span, mmPerS, piece.lead)),
    list: {
      widthMm,
      heightMm: box.heightMm + captionHeightMm,
      items: [
        ...paperItems(box, widthMm),
        ...bounds,
        ...places.map(({ baselineMm }) =>
          calibrationPulse(0, baselineMm, { mmPerS, mmPerMv }, { strokeMm: traceStrokeMm }),
        ),
        ...traces(points, traceStrokeMm),
        ...pieces.flatMap((piece, index) => {
          const lead = found[index];
          return lead ? marksIn(lead, median, piece, span.fromS, mmPerS, mmPerMv, box) : [];
        }),
        ...names,
        ...notes,
        said,
      ],
    },
  };
};

/**
 * All leads on one baseline with the global bounds: where the last of them comes to rest is the end of T. `heightMm`: at
 * most so high, and the gain gives way; 'fit': as high as the content.
 */
export const layoutMedianTogether = (
  median: MedianBeats,
  scale: MedianScale,
  heightMm: number | 'fit',
  drawnBounds = median.bounds,
): MedianLayout => {
  const { speedMmPerS: mmPerS } = scale;
  const span = spanOf(median, mmPerS);
  const reachAt = (mmPerMv: number): Reach => {
    const reaches = median.leads.map((lead) => reachOf(lead, median, span, mmPerS, mmPerMv));
    return {
      upMm: Math.max(mmPerMv, ...reaches.map(({ upMm }) => upMm)),
      downMm: Math.max(0, ...reaches.map(({ downMm }) => downMm)),
    };
  };
  const roomMm = heightMm === 'fit' ? null : downToSquare(heightMm - captionHeightMm);
  const mmPerMv =
    roomMm === null
      ? scale.gainMmPerMv
      : gainFor(scale.gainMmPerMv, (gain) => laneMm + neededMm(reachAt(gain)) <= roomMm);
  const reach = reachAt(mmPerMv);
  const drawnAt = `${plain(mmPerS)} mm/s, ${plain(mmPerMv)} mm/mV`;
  const box: Box = {
    xMm: 0,
    yMm: 0,
    widthMm: span.widthMm,
    heightMm: Math.min(
      roomMm ?? Number.POSITIVE_INFINITY,
      upToSquare(laneMm + Math.max(usualRowMm, neededMm(reach) + togetherAirMm)),
    ),
  };
  const [place] = spaceRows([reach], laneMm, box.heightMm - laneMm);
  const piece = pieceAt(median, span, mmPerS, '', 0, place!);
  const frame = { sampleRateHz: median.sampleRateHz, mmPerS, mmPerMv, topMm: laneMm, bottomMm: box.heightMm };
  const points = median.leads.map((lead) => tracePoints(lead.samplesMv, { ...frame, piece, columns: null }));
  return {
    mmPerS,
    mmPerMv,
    cells: [cellOf(piece, span, mmPerS, null)],
    list: {
      widthMm: box.widthMm,
      heightMm: box.heightMm + captionHeightMm,
      items: [
        ...paperItems(box, box.widthMm),
        ...boundItems(drawnBounds, (timeS) => (timeS - span.fromS) * mmPerS, 0, box.heightMm, []),
        ...traces(points, fineTraceStrokeMm),
        caption(box, box.widthMm, [`All leads, ${drawnAt}`, drawnAt]),
      ],
    },
  };
};

const cellOf = (piece: Piece, span: Span, mmPerS: number, lead: string | null): MedianCell => ({
  lead,
  fromS: span.fromS,
  toS: span.fromS + span.widthMm / mmPerS,
  xMm: piece.xMm,
  baselineMm: piece.baselineMm,
});

const traces = (points: readonly Float32Array[], strokeMm: number): readonly PolylineItem[] =>
  points
    .filter((each) => each.length > 0)
    .map((pointsMm): PolylineItem => ({ kind: 'polyline', pointsMm, ink: 'trace', strokeMm }));

const notMeasured = (piece: Piece): readonly TextItem[] =>
  ['not measured:', 'no usable signal'].map((line, index) => ({
    kind: 'text',
    xMm: piece.xMm + 1.2,
    yMm: piece.baselineMm + index * noteLineMm,
    sizeMm: noteSizeMm,
    text: fitText(line, piece.widthMm - 2, noteSizeMm, 'regular'),
    ink: 'muted',
    weight: 'regular',
    align: 'left',
  }));
