import type {
  DisplayItem,
  DisplayList,
  LinesItem,
  PolylineItem,
  RectItem,
  TextItem,
} from '../../../app/tracing/displayList.ts';
import { paperInks } from './paperInks.ts';

/** PDF points in a millimetre. */
export const pointsPerMm = 72 / 25.4;

/** Names under which the writer registered its two fonts. */
export const fontNames = { regular: 'Regular', semibold: 'SemiBold' } as const;

type Page = PDFKit.PDFDocument;

const drawRect = (page: Page, item: RectItem): void => {
  page
    .fillOpacity(item.opacity)
    .rect(item.xMm, item.yMm, item.widthMm, item.heightMm)
    .fill(paperInks[item.fill])
    .fillOpacity(1);
};

const strokeWith = (page: Page, item: LinesItem | PolylineItem): void => {
  page.lineWidth(item.strokeMm).strokeColor(paperInks[item.ink]).stroke();
};

const drawLines = (page: Page, item: LinesItem): void => {
  const at = item.segmentsMm;
  page.lineCap('butt');
  for (let index = 0; index + 3 < at.length; index += 4) {
    page.moveTo(at[index] ?? 0, at[index + 1] ?? 0).lineTo(at[index + 2] ?? 0, at[index + 3] ?? 0);
  }
  strokeWith(page, item);
};

const drawPolyline = (page: Page, item: PolylineItem): void => {
  const at = item.pointsMm;
  let penIsDown = false;
  page.lineJoin('round').lineCap('round');
  for (let index = 0; index + 1 < at.length; index += 2) {
    const x = at[index] ?? Number.NaN;
    const y = at[index + 1] ?? Number.NaN;
    if (Number.isNaN(x) || Number.isNaN(y)) {
      penIsDown = false;
    } else if (penIsDown) {
      page.lineTo(x, y);
    } else {
      page.moveTo(x, y);
      penIsDown = true;
    }
  }
  strokeWith(page, item);
};

const drawText = (page: Page, item: TextItem): void => {
  page.font(fontNames[item.weight]).fontSize(item.sizeMm).fillColor(paperInks[item.ink]);
  const width = page.widthOfString(item.text);
  const shift = item.align === 'left' ? 0 : item.align === 'right' ? width : width / 2;
  page.text(item.text, item.xMm - shift, item.yMm, { lineBreak: false, baseline: 'alphabetic' });
};

const drawItem = (page: Page, item: DisplayItem): void => {
  if (item.kind === 'rect') drawRect(page, item);
  else if (item.kind === 'lines') drawLines(page, item);
  else if (item.kind === 'polyline') drawPolyline(page, item);
  else drawText(page, item);
};

/** Draws a display list on the current page of the document; its millimetres are the page's. */
export const drawPage = (page: Page, list: DisplayList): void => {
  page.save().scale(pointsPerMm);
  for (const item of list.items) drawItem(page, item);
  page.restore();
};
