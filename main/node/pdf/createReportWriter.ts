import PDFDocument from 'pdfkit';
import type { ReportWriter } from '../../../app/ports.ts';
import type { DisplayList } from '../../../app/tracing/displayList.ts';
import { drawPage, fontNames, pointsPerMm } from './drawPage.ts';
import { type Fonts, readFonts } from './fonts.ts';

const producer = 'Einthoven';

const write = (
  pages: readonly DisplayList[],
  info: { readonly title: string; readonly createdAt: string },
  fonts: Fonts,
): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const created = new Date(info.createdAt);
    const document = new PDFDocument({
      autoFirstPage: false,
      // Everything that pdfkit would otherwise take from the clock is given: the same pages make the same bytes.
      info: { Title: info.title, Creator: producer, Producer: producer, CreationDate: created, ModDate: created },
      lang: 'en',
      displayTitle: true,
    });
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('error', reject);
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.registerFont(fontNames.regular, fonts.regular);
    document.registerFont(fontNames.semibold, fonts.semibold);
    for (const page of pages) {
      document.addPage({ size: [page.widthMm * pointsPerMm, page.heightMm * pointsPerMm], margin: 0 });
      drawPage(document, page);
    }
    document.end();
  });

/**
 * Writes display lists as a vector PDF in exact millimetres (1 mm = 72/25.4 pt), with IBM Plex Sans embedded. The same pages
 * and info give the same bytes.
 */
export const createReportWriter = (): ReportWriter => {
  let fonts: Promise<Fonts> | null = null;
  return {
    toPdf: async (pages, info) => {
      fonts ??= readFonts();
      return write(pages, info, await fonts);
    },
  };
};
