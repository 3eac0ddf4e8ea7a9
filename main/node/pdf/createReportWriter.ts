import PDFDocument from 'pdfkit';
import type { ReportInfo, ReportWriter } from '../../../app/ports.ts';
import type { DisplayList } from '../../../app/tracing/displayList.ts';
import { graphemesOf } from '../../../app/tracing/graphemes.ts';
import { drawPage, pointsPerMm, registerFaces } from './drawPage.ts';
import { covers, type Face, facesReader, textsOf } from './fonts.ts';
import { sealPdf } from './seal/sealPdf.ts';

const producer = 'Einthoven';
const relationships = { source: 'Source', data: 'Data', supplement: 'Supplement' } as const;

const write = (pages: readonly DisplayList[], info: ReportInfo, faces: readonly Face[]): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const created = new Date(info.createdAt);
    const document = new PDFDocument({
      autoFirstPage: false,
      pdfVersion: '1.7',
      // Attachments of any kind are allowed in part 3 alone.
      subset: 'PDF/A-3b',
      // Everything that pdfkit would otherwise take from the clock is given: the same pages make the same bytes.
      info: { Title: info.title, Creator: producer, Producer: producer, CreationDate: created, ModDate: created },
      lang: 'en',
      displayTitle: true,
    });
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('error', reject);
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    registerFaces(document, faces);
    for (const page of pages) {
      document.addPage({ size: [page.widthMm * pointsPerMm, page.heightMm * pointsPerMm], margin: 0 });
      drawPage(document, page, faces);
    }
    for (const { name, bytes, mediaType, description, role } of info.attachments) {
      // `relationship` is PDFKit's (PDF/A-3, ISO 19005-3, 6.8), though its published types do not know of it.
      const options = {
        name,
        type: mediaType,
        description,
        relationship: relationships[role],
        creationDate: created,
        modifiedDate: created,
      };
      document.file(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), options);
    }
    document.end();
  });

/**
 * Writes display lists as a vector PDF/A-3b in exact millimetres (1 mm = 72/25.4 pt), with the fonts embedded and a seal over
 * every byte (seal/sealText.ts). The same pages and info give the same bytes.
 */
export const createReportWriter = (): ReportWriter => {
  const facesFor = facesReader();
  return {
    toPdf: async (pages, info) => sealPdf(await write(pages, info, await facesFor(textsOf(pages))), info.signer),
    unprintable: async (texts) => {
      const faces = await facesFor(texts);
      return new Set(texts.flatMap(graphemesOf).filter((letter) => !covers(faces, letter)));
    },
  };
};
