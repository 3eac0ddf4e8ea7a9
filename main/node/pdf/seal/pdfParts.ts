/** What our own PDFs are made of: the objects in the order of the file, each with a label for a person. */

export interface PdfPart {
  readonly from: number;
  readonly to: number;
  readonly label: string;
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

interface PdfObject {
  readonly id: number;
  readonly from: number;
  readonly to: number;
  /** The text before a stream's data. */
  readonly head: string;
}

const objectsOf = (pdf: Uint8Array, xrefAt: number): readonly PdfObject[] => {
  const lines = latin1(pdf.subarray(xrefAt)).split('\n');
  const offsets: { id: number; from: number }[] = [];
  for (const [index, line] of lines.slice(3).entries()) {
    const match = /^(\d{10}) 00000 n $/.exec(line);
    if (match === null) break;
    offsets.push({ id: index + 1, from: Number(match[1]) });
  }
  offsets.sort((a, b) => a.from - b.from);
  return offsets.map(({ id, from }, index) => {
    const to = offsets[index + 1]?.from ?? xrefAt;
    const text = latin1(pdf.subarray(from, Math.min(to, from + 4096)));
    return { id, from, to, head: text.split('\nstream\n')[0] ?? '' };
  });
};

const referencesOf = (text: string): readonly number[] =>
  [...text.matchAll(/(\d+) 0 R/g)].map((match) => Number(match[1]));

/**
 * Parts of a PDF that PDFKit has just written (one classic cross-reference table, no object streams), from its first byte to
 * `xrefAt`. Throws when it isn't one.
 */
export const pdfParts = (pdf: Uint8Array, xrefAt: number): readonly PdfPart[] => {
  const objects = objectsOf(pdf, xrefAt);
  const labels = new Map<number, string>();
  let pages = 0;
  const pagesInOrder = referencesOf(
    /\/Kids \[([^\]]*)\]/.exec(objects.find(({ head }) => head.includes('/Type /Pages'))?.head ?? '')?.[1] ?? '',
  );
  for (const id of pagesInOrder) {
    pages += 1;
    labels.set(id, `page ${pages}`);
    const head = objects.find((object) => object.id === id)?.head ?? '';
    for (const match of head.matchAll(/\/(?:Contents|Resources) (\d+) 0 R/g))
      labels.set(Number(match[1]), `page ${pages}`);
  }
  for (const { id, head } of objects) {
    if (head.includes('/Type /Filespec')) {
      const name = /\/UF \(([A-Za-z0-9._-]+)\)/.exec(head)?.[1];
      const stream = /\/EF <<\s*\/F (\d+) 0 R/.exec(head)?.[1];
      if (name === undefined || stream === undefined) throw new Error('an attachment of the report has no plain name');
      labels.set(id, 'list of attachments');
      labels.set(Number(stream), `attachment ${name}`);
    } else if (/\/Type \/(?:Font|FontDescriptor)\b/.test(head) || /\/Subtype \/CIDFontType0C/.test(head)) {
      labels.set(id, 'fonts');
      for (const match of head.matchAll(/\/(?:FontFile[23]?|ToUnicode) (\d+) 0 R/g))
        labels.set(Number(match[1]), 'fonts');
    }
  }
  const first = objects[0];
  if (first === undefined || pages === 0) throw new Error('the report has no objects that can be sealed');
  return [
    { from: 0, to: first.from, label: 'file header' },
    ...objects.map(({ id, from, to }) => ({ from, to, label: labels.get(id) ?? 'document information' })),
  ];
};
