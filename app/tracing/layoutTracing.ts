import { durationS, type Recording } from '../recording/recording.ts';
import { arrange, type Row } from './arrangement.ts';
import { calibrationPulse, pulseRoomMm } from './calibrationPulse.ts';
import { captionText } from './caption.ts';
import type { DisplayItem, LinesItem, PolylineItem, TextItem } from './displayList.ts';
import { type Box, gridLines } from './gridLines.ts';
import { type Extent, extentOf } from './leadExtent.ts';
import {
  badgeRoomMm,
  type LabelRoom,
  labelBox,
  leadLabel,
  leadNameSizeMm,
  restingBox,
  steadyLabel,
  wholeRow,
} from './leadLabels.ts';
import { footBandMm, headBandMm, markedPieces } from './markBands.ts';
import { neededMm, type Reach, type RowPlace, spaceRows } from './rowSpacing.ts';
import { fitText, smallestTextPx, textWidthMm } from './textWidth.ts';
import { sampleRange, tracePoints } from './tracePoints.ts';
import type { Piece, TracingLayout, TracingOptions } from './tracingLayout.ts';

const traceStrokeMm = 0.3;
const captionHeightMm = 6;
const captionSizeMm = 2.6;
/** Baseline; what hangs below it ends 2 mm above the edge. */
const captionAboveEdgeMm = 2.6;
const noteSizeMm = 3;
const separatorStrokeMm = 0.25;
const squareMm = 5;
const smallestPaperMm = 40;
const fewestPxPerThinLine = 2.5;
const fitPaddingMm = squareMm;
/** Time strips of one or two leads get at least this height before another is put on the page. */
const smallestStripMm = 22;
const mostStripsWhenFit = 6;
/** Up to this length a lead's median and reach are those of the whole lead. */
const wholeLeadS = 60;

const downToSquare = (mm: number): number => Math.floor(mm / squareMm + 1e-6) * squareMm;
const upToSquare = (mm: number): number => Math.ceil(mm / squareMm - 1e-6) * squareMm;

/** Row heights as on paper when the page may be as large as it likes, at 10 mm/mV. */
const usualRowMm = (rows: number): number => (rows <= 4 ? 30 : rows <= 7 ? 24 : 16);

interface Window {
  readonly fromS: number;
  readonly spanS: number;
}

/** Width of the paper that the options ask for. */
export const paperWidthMm = (options: TracingOptions): number =>
  options.area === 'fit'
    ? upToSquare(pulseRoomMm(options.speedMmPerS) + options.windowS * options.speedMmPerS) + 2 * fitPaddingMm
    : Math.max(smallestPaperMm, downToSquare(options.area.widthMm));

const availablePaperMm = (options: TracingOptions): number | null =>
  options.area === 'fit'
    ? null
    : Math.max(smallestPaperMm, downToSquare(options.area.heightMm - captionHeightMm * options.captionScale));

/** The longest window of tenths of a second (in each quarter) that the paper is wide enough for, up to the one asked. */
const windowSpanS = (options: TracingOptions, widthMm: number): number => {
  const roomS = (widthMm - pulseRoomMm(options.speedMmPerS)) / options.speedMmPerS;
  return roomS >= options.windowS ? options.windowS : Math.floor(roomS / 0.4 + 1e-6) * 0.4;
};

const windowFrom = (options: TracingOptions, totalS: number, shownS: number): number => {
  const wanted = Number.isFinite(options.fromS) ? options.fromS : 0;
  return Math.max(0, Math.min(wanted, totalS - shownS));
};

/**
 * Columns follow each other in time. Only where the recording is too short to reach the middle of the last column would
 * that leave leads out: then all columns begin together.
 */
const columnsTogether = (row: Row, window: Window, totalS: number): boolean =>
  row.columns > 1 && totalS - window.fromS < (window.spanS * (row.columns - 0.5)) / row.columns;

interface Slice {
  readonly row: number;
  readonly column: number;
  readonly fromS: number;
  readonly spanS: number;
}

const slicesOf = (rows: readonly Row[], window: Window, totalS: number): Slice[] =>
  rows.flatMap((row, rowIndex) => {
    const spanS = window.spanS / row.columns;
    const together = columnsTogether(row, window, totalS);
    return row.slots.map((_, column) => ({
      row: rowIndex,
      column,
      fromS: window.fromS + row.window * window.spanS + (together ? 0 : column * spanS),
      spanS,
    }));
  });

const nothingThere: Extent = { medianMv: 0, aboveMv: 0, belowMv: 0 };

const extentsOf = (
  recording: Recording,
  slices: readonly Slice[],
  rows: readonly Row[],
  screen: TracingOptions['screen'],
): Extent[] => {
  const whole = durationS(recording) <= wholeLeadS;
  return slices.map((slice) => {
    const leadIndex = rows[slice.row]?.slots[slice.column]?.leadIndex ?? null;
    const samples = leadIndex === null ? undefined : recording.leads[leadIndex]?.samplesMv;
    if (samples === undefined || leadIndex === null) return nothingThere;
    const survey = screen?.leads[leadIndex];
    if (survey !== undefined) return survey.extentAt(slice.fromS + slice.spanS / 2);
    const [from, to] = whole
      ? [0, samples.length]
      : sampleRange({ fromS: slice.fromS, toS: slice.fromS + slice.spanS }, recording.sampleRateHz, samples.length);
    return extentOf(samples, from, to);
  });
};

const reachesOf = (
  rows: readonly Row[],
  slices: readonly Slice[],
  extents: readonly Extent[],
  mmPerMv: number,
): Reach[] =>
  rows.map((row, rowIndex) => {
    // The calibration pulse, 1 mV, stands in every row: no row is lower than that.
    let upMm = mmPerMv;
    let downMm = 0;
    slices.forEach((slice, index) => {
      const extent = extents[index];
      if (slice.row !== rowIndex || extent === undefined) return;
      const turned = row.slots[slice.column]?.sign === -1;
      upMm = Math.max(upMm, (turned ? extent.belowMv : extent.aboveMv) * mmPerMv);
      downMm = Math.max(downMm, (turned ? extent.aboveMv : extent.belowMv) * mmPerMv);
    });
    return { upMm, downMm };
  });

const separatorLines = (pieces: readonly Piece[], rows: readonly Row[]): LinesItem | null => {
  const segments: number[] = [];
  for (const piece of pieces) {
    const first = pieces.find((other) => other.rowTopMm === piece.rowTopMm);
    if (piece === first) continue;
    for (const [near, far] of [
      [-2.5, -5],
      [2.5, 5],
    ] as const) {
      segments.push(piece.xMm, piece.baselineMm + near, piece.xMm, piece.baselineMm + far);
    }
  }
  return rows.length === 0 || segments.length === 0
    ? null
    : { kind: 'lines', segmentsMm: Float32Array.from(segments), ink: 'trace', strokeMm: separatorStrokeMm };
};

const note = (piece: Piece, text: string, sizeMm: number): TextItem => ({
  kind: 'text',
  xMm: piece.xMm + 1.2,
  yMm: piece.baselineMm + 1,
  sizeMm,
  text: fitText(text, piece.widthMm - 2.4, sizeMm, 'regular'),
  ink: 'muted',
  weight: 'regular',
  align: 'left',
});

/** No name with what stands beside it is wider. */
const labelReachMm = 40;
const stripTimeGapMm = 1.5;
const stripTimeText = (piece: Piece): string => `${Number(piece.fromS.toFixed(2))} s`;

interface Beside {
  /** The time at which this row starts, where a strip goes on from a row above. */
  readonly time: string | null;
  readonly sizeMm: number;
  /** Taken by the time and the place for a sign. */
  readonly widthMm: number;
}

const besideName = (piece: Piece, goesOn: boolean, smallestTextMm: number): Beside => {
  const sizeMm = Math.max(noteSizeMm, smallestTextMm);
  const time = goesOn ? stripTimeText(piece) : null;
  const timeMm = time === null ? 0 : stripTimeGapMm + textWidthMm(time, sizeMm, 'regular');
  return { time, sizeMm, widthMm: timeMm + badgeRoomMm(smallestTextMm) };
};

const timeItems = (name: TextItem, { time, sizeMm }: Beside): TextItem[] => {
  if (time === null) return [];
  const xMm = name.xMm + textWidthMm(name.text, name.sizeMm, name.weight) + stripTimeGapMm;
  return [{ ...name, xMm, sizeMm, text: time, ink: 'muted', weight: 'regular' }];
};

/** Smaller where rows are low: a name is never higher than a third of the lowest row while it can be read. */
const nameSizeMm = (rowHeightMm: number, smallestTextMm: number): number =>
  Math.max(Math.min(leadNameSizeMm, rowHeightMm * 0.45), smallestTextMm);

/** The row without the bands of the beats and spikes, its own and those of the row above. */
const labelRoom = (
  piece: Piece,
  pieces: readonly Piece[],
  marked: readonly Piece[],
  paper: Box,
  smallestTextMm: number,
): LabelRoom => {
  const lowestRowMm = Math.min(...pieces.map(({ rowHeightMm }) => rowHeightMm));
  const room = { ...wholeRow(piece, paper.yMm), sizeMm: nameSizeMm(lowestRowMm, smallestTextMm) };
  if (marked.includes(piece))
    return {
      ...room,
      topMm: piece.rowTopMm + headBandMm(smallestTextMm),
      bottomMm: piece.rowTopMm + piece.rowHeightMm - footBandMm,
    };
  const isUnderMarked = marked.some((other) => Math.abs(other.rowTopMm + other.rowHeightMm - piece.rowTopMm) < 0.01);
  return isUnderMarked ? { ...room, topMm: Math.max(room.topMm, piece.rowTopMm) } : room;
};

const noteFor = (piece: Piece, points: Float32Array, totalS: number, smallestTextMm: number): TextItem[] => {
  const sizeMm = Math.max(noteSizeMm, smallestTextMm);
  if (piece.leadIndex === null) return [note(piece, 'not recorded', sizeMm)];
  return points.length === 0 && piece.fromS < totalS ? [note(piece, 'no signal', sizeMm)] : [];
};

const paperItems = (page: Box, paper: Box, { grid, screen }: TracingOptions): DisplayItem[] => [
  { kind: 'rect', xMm: 0, yMm: 0, widthMm: page.widthMm, heightMm: page.heightMm, fill: 'paper', opacity: 1 },
  ...(grid ? gridLines(paper, screen === null || screen.pxPerMm >= fewestPxPerThinLine) : []),
];

const pulses = (places: readonly RowPlace[], xMm: number, options: TracingOptions): PolylineItem[] => {
  const scale = { mmPerS: options.speedMmPerS, mmPerMv: options.gainMmPerMv };
  const apart = places.every((place, row) => {
    const above = row === 0 ? 0 : (places[row - 1]?.baselineMm ?? 0);
    return place.baselineMm - above >= options.gainMmPerMv + (row === 0 ? 0 : 1);
  });
  // Rows closer than a pulse is high would draw pulses into each other: then one stands for all.
  const shown = apart ? places : places.slice(-1).filter((place) => place.baselineMm >= options.gainMmPerMv);
  return shown.map((place) => calibrationPulse(xMm, place.baselineMm, scale, { strokeMm: traceStrokeMm }));
};

/**
 * Puts a recording on millimetre paper: traces at `speedMmPerS` and `gainMmPerMv` on baselines at each lead's median, lead
 * names, calibration pulses, grid, and a caption with scale and filters under it. Only the window shown is laid out.
 * `pieces` tells where each stretch of each lead lies, for whatever a host draws over or behind it.
 */
export const layoutTracing = (recording: Recording, options: TracingOptions): TracingLayout => {
  const totalS = durationS(recording);
  const widthMm = paperWidthMm(options);
  const spanS = windowSpanS(options, widthMm);
  const availableMm = availablePaperMm(options);
  const mostRows = availableMm === null ? mostStripsWhenFit : Math.floor(availableMm / smallestStripMm);
  const rows = arrange(
    recording.leads.map((lead) => lead.name),
    options.layout,
    options.rhythmLead,
    Math.max(1, Math.ceil(totalS / spanS - 1e-6)),
    mostRows,
  );
  const windows = 1 + Math.max(0, ...rows.map((row) => row.window));
  const window = { fromS: windowFrom(options, totalS, windows * spanS), spanS };

  const slices = slicesOf(rows, window, totalS);
  const extents = extentsOf(recording, slices, rows, options.screen);
  const reaches = reachesOf(rows, slices, extents, options.gainMmPerMv);
  const usualMm = usualRowMm(rows.length);
  const paperHeightMm =
    availableMm ??
    Math.max(smallestPaperMm, upToSquare(reaches.reduce((sum, each) => sum + Math.max(usualMm, neededMm(each)), 0)));
  const paper: Box = { xMm: 0, yMm: 0, widthMm, heightMm: paperHeightMm };
  const places = spaceRows(reaches, paper.yMm, paper.heightMm);

  const pulseMm = pulseRoomMm(options.speedMmPerS);
  const contentMm = pulseMm + spanS * options.speedMmPerS;
  const leftMm = paper.xMm + Math.max(0, downToSquare((widthMm - contentMm) / 2));
  const pieces = slices.map((slice, index): Piece => {
    const row = rows[slice.row];
    const slot = row?.slots[slice.column];
    const place = places[slice.row];
    const columnMm = slice.spanS * options.speedMmPerS;
    return {
      role: row?.role ?? 'grid',
      lead: slot?.name ?? '',
      leadIndex: slot?.leadIndex ?? null,
      sign: slot?.sign ?? 1,
      fromS: slice.fromS,
      toS: slice.fromS + slice.spanS,
      xMm: leftMm + pulseMm + slice.column * columnMm,
      widthMm: columnMm,
      baselineMm: place?.baselineMm ?? 0,
      offsetMv: extents[index]?.medianMv ?? 0,
      rowTopMm: place?.topMm ?? 0,
      rowHeightMm: place?.heightMm ?? 0,
    };
  });

  const frame = {
    sampleRateHz: recording.sampleRateHz,
    mmPerS: options.speedMmPerS,
    mmPerMv: options.gainMmPerMv,
    topMm: paper.yMm,
    bottomMm: paper.yMm + paper.heightMm,
  };
  const points = pieces.map((piece) => {
    const samples = piece.leadIndex === null ? undefined : recording.leads[piece.leadIndex]?.samplesMv;
    const survey = piece.leadIndex === null ? undefined : options.screen?.leads[piece.leadIndex];
    const columns =
      survey === undefined || options.screen === null
        ? null
        : { pxPerMm: options.screen.pxPerMm, pyramid: survey.pyramid };
    return samples === undefined ? new Float32Array() : tracePoints(samples, { ...frame, piece, columns });
  });
  const traces = points
    .filter((each) => each.length > 0)
    .map((pointsMm): PolylineItem => ({ kind: 'polyline', pointsMm, ink: 'trace', strokeMm: traceStrokeMm }));
  // A name that gave way to each beat that passes would jump up and down as the page moves.
  const moves = options.screen !== null && totalS > windows * spanS + 0.05;
  const pointsNear = (piece: Piece): readonly Float32Array[] =>
    points.filter((_, other) => {
      const { xMm, widthMm } = pieces[other] ?? piece;
      return xMm < piece.xMm + labelReachMm && xMm + widthMm > piece.xMm;
    });
  const marked = markedPieces({ pieces });
  const smallestTextMm = options.screen === null ? 0 : smallestTextPx / options.screen.pxPerMm;
  const notes = pieces.flatMap((piece, index) =>
    noteFor(piece, points[index] ?? new Float32Array(), totalS, smallestTextMm),
  );
  const taken: Box[] = notes.map((each) => labelBox(each, 0));
  const labels: Box[] = [];
  const labelPlaces = pieces.map((piece, index) => {
    const beside = besideName(piece, (rows[slices[index]?.row ?? 0]?.window ?? 0) > 0, smallestTextMm);
    const room = { ...labelRoom(piece, pieces, marked, paper, smallestTextMm), besideMm: beside.widthMm };
    return { piece, beside, room, restingBox: restingBox(piece, room) };
  });
  const names = labelPlaces.flatMap(({ piece, beside, room }, index): TextItem[] => {
    const reach = reaches[slices[index]?.row ?? 0];
    const others = labelPlaces.filter((other) => other.piece !== piece).map((other) => other.restingBox);
    const name =
      moves && reach !== undefined
        ? steadyLabel(piece, reach, room)
        : leadLabel(piece, pointsNear(piece), { ...room, taken, others });
    const box = labelBox(name, beside.widthMm);
    labels.push(box);
    taken.push(box);
    return [name, ...timeItems(name, beside)];
  });
  const separators = separatorLines(pieces, rows);

  const toS = Math.min(totalS, Math.max(window.fromS, ...pieces.map((piece) => piece.toS)));
  const caption = captionText(recording, {
    mmPerS: options.speedMmPerS,
    mmPerMv: options.gainMmPerMv,
    fromS: window.fromS,
    toS,
    totalS,
    columnsTogether: rows.some((row) => columnsTogether(row, window, totalS)),
    toScale: options.toScale,
  });
  const page: Box = {
    xMm: 0,
    yMm: 0,
    widthMm: options.area === 'fit' ? widthMm : Math.max(widthMm, options.area.widthMm),
    heightMm: paper.heightMm + captionHeightMm * options.captionScale,
  };
  const behind = paperItems(page, paper, options);
  return {
    list: {
      widthMm: page.widthMm,
      heightMm: page.heightMm,
      items: [
        ...behind,
        ...pulses(places, leftMm, options),
        ...(separators === null ? [] : [separators]),
        ...traces,
        ...names,
        ...notes,
        {
          kind: 'text',
          xMm: paper.xMm + options.captionInsetMm,
          yMm: paper.heightMm + (captionHeightMm - captionAboveEdgeMm) * options.captionScale,
          sizeMm: captionSizeMm * options.captionScale,
          text: fitText(caption, widthMm - 2 * options.captionInsetMm, captionSizeMm * options.captionScale, 'regular'),
          ink: 'muted',
          weight: 'regular',
          align: 'left',
        },
      ],
    },
    behindTracesIndex: behind.length,
    pieces,
    labels,
    smallestTextMm,
    mmPerS: options.speedMmPerS,
    mmPerMv: options.gainMmPerMv,
    fromS: window.fromS,
    toS,
    paper,
  };
};
