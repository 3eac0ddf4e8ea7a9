import { createHash } from 'node:crypto';
import type { ReportSigner } from '../../../../app/ports.ts';
import { pdfParts } from './pdfParts.ts';
import { noHash, type SealPart, sealLines, sealStart, signedText } from './sealText.ts';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const closing = /\n>>\nstartxref\n(\d+)\n%%EOF\n$/;

/** The PDF with its seal in the trailer dictionary. Throws when it isn't one that PDFKit has just written. */
export const sealPdf = async (pdf: Uint8Array, sign: ReportSigner | null): Promise<Uint8Array> => {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const tail = closing.exec(bytes.toString('latin1', Math.max(0, bytes.length - 200)));
  if (tail === null) throw new Error('the report does not end as a PDF of ours does');
  const xrefAt = Number(tail[1]);
  const openAt = bytes.length - tail[0].length + 1;
  const trailer = bytes.toString('latin1', xrefAt, openAt);
  if (!trailer.startsWith('xref\n')) throw new Error('the report has no cross-reference table');
  const before = Buffer.concat([bytes.subarray(0, openAt), Buffer.from(sealStart)]);
  const parts: SealPart[] = [
    ...pdfParts(bytes, xrefAt),
    { from: xrefAt, to: before.length, label: 'list of objects' },
  ].map(({ from, to, label }) => ({ bytes: to - from, sha256: hashOf(before.subarray(from, to)), label }));
  const key = sign?.publicKey ?? null;
  const lines = sealLines(parts, key);
  const signature = sign === null ? [] : [`signature ${await sign.sign(signedText(lines))}`];
  const text = [...lines, ...signature].map((line) => `(${line})\n`).join('');
  const head = Buffer.concat([before, Buffer.from(`${text}(whole `)]);
  const end = Buffer.from(`)\n]${tail[0]}`);
  const whole = hashOf(Buffer.concat([head, Buffer.from(noHash), end]));
  return new Uint8Array(Buffer.concat([head, Buffer.from(whole), end]));
};
