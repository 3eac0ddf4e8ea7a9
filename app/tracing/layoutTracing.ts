import { durationS, type Recording } from '../recording/recording.ts';
import { arrange, type Row } from './arrangement.ts';
import { calibrationPulse, pulseRoomMm } from './calibrationPulse.ts';
import { captionText } from './caption.ts';
import type { DisplayItem, LinesItem, PolylineItem, TextItem } from './displayList.ts';
import { type Box, gridLines } from './gridLines.ts';
import { type Extent, extentOf } from './leadExtent.ts';
import { labelBox, leadLabel, leadNameSizeMm, steadyLabel } from './leadLabels.ts';
import { neededMm, type Reach, type RowPlace, spaceRows } from './rowSpacing.ts';
import { fitText, textWidthMm } from './textWidth.ts';
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

const note = (piece: Piece, text: string): TextItem => ({
  kind: 'text',
  xMm: piece.xMm + 1.2,
  yMm: piece.baselineMm + 1,
  sizeMm: noteSizeMm,
  text: fitText(text, piece.widthMm - 2.4, noteSizeMm, 'regular'),
  ink: 'muted',
  weight: 'regular',
  align: 'left',
});

/** No name with what stands beside it is wider. */
const labelReachMm = 40;
const stripTimeGapMm = 1.5;
const stripTimeText = (piece: Piece): string => `${Number(piece.fromS.toFixed(2))} s`;

/** The name of a piece's lead; beside it, where a strip goes on from a row above, the time at which this row starts. */
const labelItems = (piece: Piece, goesOn: boolean, place: (besideMm: number) => TextItem): TextItem[] => {
  if (!goesOn) return [place(0)];
  const time = stripTimeText(piece);
  const label = place(stripTimeGapMm + textWidthMm(time, noteSizeMm, 'regular'));
  const nameMm = textWidthMm(label.text, leadNameSizeMm, 'semibold');
  const xMm = label.xMm + nameMm + stripTimeGapMm;
  return [label, { ...label, xMm, sizeMm: noteSizeMm, text: time, ink: 'muted', weight: 'regular' }];
};

const noteFor = (piece: Piece, points: Float32Array, totalS: number): TextItem[] => {
  if (piece.leadIndex === null) return [note(piece, 'not recorded')];
  return points.length === 0 && piece.fromS < totalS ? [note(piece, 'no signal')] : [];
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
  const named: Float32Array[] = [];
  const labels = pieces.flatMap((piece, index): TextItem[] => {
    const goesOn = (rows[slices[index]?.row ?? 0]?.window ?? 0) > 0;
    const notes = noteFor(piece, points[index] ?? new Float32Array(), totalS);
    const reach = reaches[slices[index]?.row ?? 0];
    const place = (besideMm: number): TextItem =>
      moves && reach !== undefined
        ? steadyLabel(piece, reach, paper.yMm)
        : leadLabel(piece, [...pointsNear(piece), ...named], paper.yMm, besideMm);
    const items = labelItems(piece, goesOn, place);
    named.push(...items.map(labelBox));
    return [...items, ...notes];
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
        ...labels,
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
    mmPerS: options.speedMmPerS,
    mmPerMv: options.gainMmPerMv,
    fromS: window.fromS,
    toS,
    paper,
  };
};
