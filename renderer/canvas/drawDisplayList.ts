import type {
  DisplayItem,
  DisplayList,
  LinesItem,
  PolylineItem,
  RectItem,
  TextItem,
} from '../../app/tracing/displayList.ts';
import { smallestTextPx } from '../../app/tracing/textWidth.ts';
import type { Palette } from './palette.ts';
import { crispPositionPx, crispWidthPx } from './scale.ts';
import { createStraightRuns } from './straightRuns.ts';

/** The part of CanvasRenderingContext2D that is used; a test can stand in for it. */
export type Pen = Pick<
  CanvasRenderingContext2D,
  | 'beginPath'
  | 'moveTo'
  | 'lineTo'
  | 'stroke'
  | 'fillRect'
  | 'fillText'
  | 'strokeStyle'
  | 'fillStyle'
  | 'lineWidth'
  | 'lineJoin'
  | 'lineCap'
  | 'globalAlpha'
  | 'font'
  | 'textAlign'
  | 'textBaseline'
>;

const fontFamily = '"IBM Plex Sans", sans-serif';

const drawRect = (pen: Pen, item: RectItem, scale: number, palette: Palette) => {
  pen.globalAlpha = item.opacity;
  pen.fillStyle = palette[item.fill];
  // Whole pixels: neighbouring cells of a band must neither overlap nor leave a seam.
  const left = Math.round(item.xMm * scale);
  const top = Math.round(item.yMm * scale);
  const right = Math.round((item.xMm + item.widthMm) * scale);
  const bottom = Math.round((item.yMm + item.heightMm) * scale);
  pen.fillRect(left, top, right - left, bottom - top);
  pen.globalAlpha = 1;
};

/** Upright and level segments lie on whole pixels, so that no grid line is fainter than its neighbour. */
const drawLines = (pen: Pen, item: LinesItem, scale: number, palette: Palette) => {
  const width = crispWidthPx(item.strokeMm, scale);
  pen.strokeStyle = palette[item.ink];
  pen.lineWidth = width;
  pen.lineCap = 'butt';
  pen.beginPath();
  const points = item.segmentsMm;
  for (let at = 0; at + 3 < points.length; at += 4) {
    let x1 = (points[at] ?? 0) * scale;
    let y1 = (points[at + 1] ?? 0) * scale;
    let x2 = (points[at + 2] ?? 0) * scale;
    let y2 = (points[at + 3] ?? 0) * scale;
    if (x1 === x2) x1 = x2 = crispPositionPx(x1, width);
    if (y1 === y2) y1 = y2 = crispPositionPx(y1, width);
    pen.moveTo(x1, y1);
    pen.lineTo(x2, y2);
  }
  pen.stroke();
};

const roundFromPx = 2.5;
/** A path across the whole page is far dearer to paint than its parts one by one. */
const mostInStroke = 100;
/** What a point may be off the line that is drawn for it: less than a shade of one pixel. */
const tolerancePx = 0.1;
/** Lines of exactly one pixel have a painter of their own, several times as fast. */
const onePixelUpTo = 1.25;

const traceWidthPx = (wantedPx: number): number => (wantedPx <= onePixelUpTo ? 1 : wantedPx);

/** Traces are never moved to whole pixels: their place is the measurement. */
const drawPolyline = (pen: Pen, item: PolylineItem, scale: number, palette: Palette) => {
  pen.strokeStyle = palette[item.ink];
  // Thinner than a pixel it would fade into the grid.
  pen.lineWidth = traceWidthPx(item.strokeMm * scale);
  // Round corners cost most of a frame where thousands of points stand a pixel apart, and none is seen on so fine a line.
  pen.lineJoin = pen.lineWidth < roundFromPx ? 'bevel' : 'round';
  pen.lineCap = 'round';
  pen.beginPath();
  let inStroke = 0;
  const runs = createStraightRuns(
    tolerancePx,
    (x, y) => pen.moveTo(x, y),
    (x, y) => {
      pen.lineTo(x, y);
      inStroke += 1;
      if (inStroke < mostInStroke) return;
      pen.stroke();
      pen.beginPath();
      pen.moveTo(x, y);
      inStroke = 0;
    },
  );
  const points = item.pointsMm;
  let down = false;
  for (let at = 0; at + 1 < points.length; at += 2) {
    const x = points[at] ?? Number.NaN;
    const y = points[at + 1] ?? Number.NaN;
    if (Number.isNaN(x) || Number.isNaN(y)) {
      down = false;
      continue;
    }
    if (down) runs.to(x * scale, y * scale);
    else runs.begin(x * scale, y * scale);
    down = true;
  }
  runs.end();
  pen.stroke();
};

const drawText = (pen: Pen, item: TextItem, scale: number, palette: Palette) => {
  const sizePx = Math.max(smallestTextPx, item.sizeMm * scale);
  pen.fillStyle = palette[item.ink];
  pen.font = `${item.weight === 'semibold' ? 600 : 400} ${sizePx}px ${fontFamily}`;
  pen.textAlign = item.align;
  pen.textBaseline = 'alphabetic';
  pen.fillText(item.text, item.xMm * scale, item.yMm * scale);
};

const drawItem = (pen: Pen, item: DisplayItem, scale: number, palette: Palette) => {
  switch (item.kind) {
    case 'rect':
      return drawRect(pen, item, scale, palette);
    case 'lines':
      return drawLines(pen, item, scale, palette);
    case 'polyline':
      return drawPolyline(pen, item, scale, palette);
    case 'text':
      return drawText(pen, item, scale, palette);
  }
};

/** Draws a list of millimetres at `pxPerMm` device pixels a millimetre, from the canvas's top left corner. */
export const drawDisplayList = (pen: Pen, list: DisplayList, pxPerMm: number, palette: Palette): void => {
  for (const item of list.items) drawItem(pen, item, pxPerMm, palette);
};
