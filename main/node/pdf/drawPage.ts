import type {
  DisplayItem,
  DisplayList,
  LinesItem,
  PolylineItem,
  RectItem,
  TextItem,
} from '../../../app/tracing/displayList.ts';
import { type Face, weights } from './fonts.ts';
import { paperInks } from './paperInks.ts';
import { textRuns } from './textRuns.ts';
import { asSpelt } from './writtenForm.ts';

/** PDF points in a millimetre. */
export const pointsPerMm = 72 / 25.4;

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

const fontName = (face: string, weight: string): string => `${face} ${weight}`;

/** Makes the faces known to the document under the names that `drawPage` uses. */
export const registerFaces = (page: Page, faces: readonly Face[]): void => {
  for (const { name, files } of faces)
    for (const weight of weights) page.registerFont(fontName(name, weight), files[weight]);
};

/**
 * Poppler places the words by the font and the transformation that hold where they end; PDFKit sets both for each text alone, and
 * turns the page over for it.
 */
const endSpelt = (page: Page, sizeMm: number): void => {
  const { id } = (page as unknown as { readonly _font: { readonly id: string } })._font;
  page.save().transform(1, 0, 0, -1, 0, page.page.height);
  page.addContent(`/${id} ${sizeMm} Tf`).endMarkedContent().restore();
};

const drawText = (page: Page, item: TextItem, faces: readonly Face[]): void => {
  page.fontSize(item.sizeMm).fillColor(paperInks[item.ink]);
  const runs = textRuns(item.text, faces).map((run) => {
    // Given features make PDFKit shape the whole run: word by word, words that run to the left would stand in the wrong order.
    const options: PDFKit.Mixins.TextOptions = run.rightToLeft ? { features: ['kern'] } : {};
    const name = fontName(run.face, item.weight);
    return { ...run, options, name, widthMm: page.font(name).widthOfString(run.text, options) };
  });
  const widthMm = runs.reduce((sum, run) => sum + run.widthMm, 0);
  let xMm = item.xMm - (item.align === 'left' ? 0 : item.align === 'right' ? widthMm : widthMm / 2);
  for (const run of runs) {
    // Glyphs of Devanagari and Thai stand in another order than their letters: the words go with them for whoever copies or
    // searches. Words that run to the left are put in order by every reader, some of which would turn these round again.
    const isSpelt = !run.rightToLeft && run.face !== faces[0]?.name;
    if (isSpelt) page.markContent('Span', { actual: asSpelt(run.text) });
    page.font(run.name).text(run.text, xMm, item.yMm, { ...run.options, lineBreak: false, baseline: 'alphabetic' });
    if (isSpelt) endSpelt(page, item.sizeMm);
    xMm += run.widthMm;
  }
};

const drawItem = (page: Page, item: DisplayItem, faces: readonly Face[]): void => {
  if (item.kind === 'rect') drawRect(page, item);
  else if (item.kind === 'lines') drawLines(page, item);
  else if (item.kind === 'polyline') drawPolyline(page, item);
  else drawText(page, item, faces);
};

/** Draws a display list on the current page of the document; its millimetres are the page's. */
export const drawPage = (page: Page, list: DisplayList, faces: readonly Face[]): void => {
  page.save().scale(pointsPerMm);
  for (const item of list.items) drawItem(page, item, faces);
  page.restore();
};
