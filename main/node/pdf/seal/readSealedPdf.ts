import { createHash, createPublicKey, verify } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import type { ReadReport, ReportReader } from '../../../../app/ports.ts';
import { accept, refuse } from '../../../../app/result.ts';
import { noHash, parseSeal, sealStart } from './sealText.ts';

const mostBytes = 512 * 1024 * 1024;
const mostAttachedBytes = 128 * 1024 * 1024;
const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** Readers of PDF look for its beginning this far (ISO 32000-1, annex H, 3.4.1). */
const headBytes = 1024;

/** What the bytes behind the seal say of the end of the file. */
const endingOf = (after: string): ReadReport['ending'] => {
  const digits = /startxref\n(\d{1,12})/.exec(after)?.[1] ?? '';
  const end = `)\n]\n>>\nstartxref\n${digits}\n%%EOF\n`;
  if (end.startsWith(after)) return after.length < end.length || digits === '' ? 'cut' : 'whole';
  return digits !== '' && after.startsWith(end) ? 'followed' : 'changed';
};
const attachmentLabel = /^attachment (.+)$/;

/** The content of an embedded file as PDFKit writes one; null when the object was changed too much to be read. */
const contentOf = (object: Buffer): Uint8Array | null => {
  const mark = '\nstream\n';
  const at = object.indexOf(mark, 0, 'latin1');
  if (at < 0) return null;
  const head = object.toString('latin1', 0, at);
  const length = Number(/\/Length (\d{1,12})\b/.exec(head)?.[1]);
  const data = object.subarray(at + mark.length, at + mark.length + length);
  if (!(length >= 0) || data.length !== length) return null;
  if (!head.includes('/Filter /FlateDecode')) return new Uint8Array(data);
  try {
    return new Uint8Array(inflateSync(data, { maxOutputLength: mostAttachedBytes }));
  } catch {
    return null;
  }
};

const signatureOf = (found: NonNullable<ReturnType<typeof parseSeal>>['signature']): ReadReport['signature'] => {
  if (found === null) return null;
  const der = Buffer.from(found.key, 'base64');
  const keySha256 = hashOf(der);
  try {
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return { keySha256, valid: verify(null, Buffer.from(found.over), key, Buffer.from(found.value, 'base64')) };
  } catch {
    return { keySha256, valid: false };
  }
};

/**
 * Reads the seal and the attachments of a report, never anything else of the PDF: what a stranger's file says is not
 * followed. Errors: `unknown-format` not a PDF, or none of ours; `truncated`; `header-invalid` when the seal is damaged;
 * `too-large`.
 */
export const readSealedPdf: ReportReader['read'] = (given) => {
  if (given.byteLength > mostBytes)
    return refuse('too-large', `The file has more than ${mostBytes / 1024 / 1024} MiB.`);
  const pdf = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
  const leadingBytes = pdf.subarray(0, headBytes).indexOf('%PDF-', 0, 'latin1');
  if (leadingBytes < 0) return refuse('unknown-format', 'This is not a PDF.');
  const startAt = pdf.lastIndexOf(sealStart, undefined, 'latin1');
  const isOurs = pdf.includes('/Einthoven') || pdf.includes('(Einthoven)') || pdf.includes('einthoven-manifest.json');
  if (startAt < 0) {
    // The name of the program stands near the end of a report: of one cut off before that, this alone can be said.
    if (!pdf.subarray(-1024).includes('%%EOF'))
      return refuse('truncated', 'This PDF is cut off: its end is missing, where a report of Einthoven has its seal.');
    return isOurs
      ? refuse(
          'header-invalid',
          'The seal of this report is missing or damaged: it was changed or saved anew by another program.',
        )
      : refuse('unknown-format', 'This PDF is no report of Einthoven: it has no seal.');
  }
  const linesAt = startAt + sealStart.length;
  const wholeMark = pdf.indexOf('(whole ', linesAt, 'latin1');
  const hashAt = wholeMark + '(whole '.length;
  const endAt = hashAt + noHash.length;
  if (wholeMark < 0 || endAt > pdf.length) return refuse('truncated', 'This report is cut off within its seal.');
  const text = pdf.toString('latin1', linesAt, endAt);
  const lines = `${text})\n`.split('\n').slice(0, -1);
  const seal = lines.every((line) => line.startsWith('(') && line.endsWith(')'))
    ? parseSeal(lines.map((line) => line.slice(1, -1)))
    : null;
  if (seal === null)
    return refuse('header-invalid', 'The seal of this report is damaged: what was changed cannot be told.');

  const after = pdf.toString('latin1', endAt, Math.min(pdf.length, endAt + 200));
  const hash = createHash('sha256').update(pdf.subarray(0, hashAt)).update(noHash).update(pdf.subarray(endAt));
  const attachments: { name: string; bytes: Uint8Array | null }[] = [];
  let at = leadingBytes;
  const parts = seal.parts.map(({ bytes, sha256, label }) => {
    const part = pdf.subarray(at, Math.min(at + bytes, linesAt));
    at += bytes;
    const name = attachmentLabel.exec(label)?.[1];
    if (name !== undefined) attachments.push({ name, bytes: contentOf(part) });
    return { label, intact: part.length === bytes && hashOf(part) === sha256 };
  });
  const signature = signatureOf(seal.signature);
  return accept({
    parts,
    addedBytes: linesAt - at,
    leadingBytes,
    ending: endingOf(after),
    whole: hash.digest('hex') === seal.whole,
    attachments,
    signature,
  });
};
