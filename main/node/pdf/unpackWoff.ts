import { inflateSync } from 'node:zlib';

const woffHeaderBytes = 44;
const woffEntryBytes = 20;
const sfntHeaderBytes = 12;
const sfntEntryBytes = 16;
const aligned = (length: number): number => (length + 3) & ~3;

/**
 * A WOFF 1.0 font as the bare OpenType font inside it (W3C WOFF 1.0, sections 3 to 5). PDFKit reads WOFF too, but inflates
 * it in JavaScript for every document, which took longer than drawing the page. Throws on anything that isn't WOFF 1.0.
 */
export const unpackWoff = (woff: Buffer): Buffer => {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('not a WOFF 1.0 font');
  const tableCount = woff.readUInt16BE(12);
  const tables = Array.from({ length: tableCount }, (_, index) => {
    const at = woffHeaderBytes + index * woffEntryBytes;
    const offset = woff.readUInt32BE(at + 4);
    const packed = woff.subarray(offset, offset + woff.readUInt32BE(at + 8));
    const length = woff.readUInt32BE(at + 12);
    const data = packed.length < length ? inflateSync(packed) : packed;
    if (data.length !== length) throw new Error('a table of the WOFF font has the wrong length');
    return { tag: woff.subarray(at, at + 4), checksum: woff.readUInt32BE(at + 16), data };
  });

  const directoryBytes = sfntHeaderBytes + tableCount * sfntEntryBytes;
  const sfnt = Buffer.alloc(tables.reduce((total, { data }) => total + aligned(data.length), directoryBytes));
  const largestPower = 2 ** Math.floor(Math.log2(tableCount));
  woff.copy(sfnt, 0, 4, 8);
  sfnt.writeUInt16BE(tableCount, 4);
  sfnt.writeUInt16BE(largestPower * 16, 6);
  sfnt.writeUInt16BE(Math.log2(largestPower), 8);
  sfnt.writeUInt16BE(tableCount * 16 - largestPower * 16, 10);
  let offset = directoryBytes;
  tables.forEach(({ tag, checksum, data }, index) => {
    const at = sfntHeaderBytes + index * sfntEntryBytes;
    tag.copy(sfnt, at);
    sfnt.writeUInt32BE(checksum, at + 4);
    sfnt.writeUInt32BE(offset, at + 8);
    sfnt.writeUInt32BE(data.length, at + 12);
    data.copy(sfnt, offset);
    offset += aligned(data.length);
  });
  return sfnt;
};
