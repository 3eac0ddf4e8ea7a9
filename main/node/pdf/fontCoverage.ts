/** Which characters a font has glyphs for, read from its `cmap` table (OpenType 1.9, formats 4 and 12). */

const tableOf = (sfnt: Buffer, tag: string): Buffer | null => {
  const count = sfnt.readUInt16BE(4);
  for (let index = 0; index < count; index += 1) {
    const at = 12 + index * 16;
    if (sfnt.toString('latin1', at, at + 4) !== tag) continue;
    const offset = sfnt.readUInt32BE(at + 8);
    return sfnt.subarray(offset, offset + sfnt.readUInt32BE(at + 12));
  }
  return null;
};

const addSegments = (map: Buffer, covered: Set<number>): void => {
  const doubled = map.readUInt16BE(6);
  const ends = 14;
  const starts = ends + doubled + 2;
  const deltas = starts + doubled;
  const ranges = deltas + doubled;
  for (let segment = 0; segment < doubled; segment += 2) {
    const start = map.readUInt16BE(starts + segment);
    const end = map.readUInt16BE(ends + segment);
    const delta = map.readUInt16BE(deltas + segment);
    const range = map.readUInt16BE(ranges + segment);
    for (let code = start; code <= end && code < 0xffff; code += 1) {
      const at = ranges + segment + range + 2 * (code - start);
      const glyph = range === 0 ? code + delta : at + 2 > map.length ? 0 : map.readUInt16BE(at);
      if ((glyph & 0xffff) !== 0) covered.add(code);
    }
  }
};

const addGroups = (map: Buffer, covered: Set<number>): void => {
  const groups = map.readUInt32BE(12);
  for (let group = 0; group < groups; group += 1) {
    const at = 16 + group * 12;
    const start = map.readUInt32BE(at);
    const end = Math.min(map.readUInt32BE(at + 4), 0x10ffff);
    for (let code = start; code <= end; code += 1) covered.add(code);
  }
};

/** The code points of a font; throws on one that is damaged. */
export const coverageOf = (sfnt: Buffer): ReadonlySet<number> => {
  const cmap = tableOf(sfnt, 'cmap');
  const covered = new Set<number>();
  if (cmap === null) return covered;
  const count = cmap.readUInt16BE(2);
  for (let index = 0; index < count; index += 1) {
    const map = cmap.subarray(cmap.readUInt32BE(4 + index * 8 + 4));
    const format = map.readUInt16BE(0);
    if (format === 4) addSegments(map, covered);
    if (format === 12) addGroups(map, covered);
  }
  return covered;
};
