import { expandLzw } from './lzw.ts';

const headerBytes = 8;
/** A channel of the compressed stream has at most so many samples: an hour at 1000 Hz. */
const mostSamples = 3_600_000;
/** Second differences are written with this much added, so that small ones have a high byte of 0. */
const bias = 64;

const int16 = (value: number): number => (value << 16) >> 16;

/** High bytes come first, then the low bytes. */
const joinPlanes = (planes: Uint8Array): Int16Array => {
  const count = (planes.length + 1) >> 1;
  const values = new Int16Array(count);
  for (let i = 0; i < count; i += 1) values[i] = (planes[i]! << 8) | (planes[count + i] ?? 0);
  return values;
};

/** The first two values stand as they are; from the third on each is twice the last, less the one before, less a correction. */
const undoDifferences = (values: Int16Array, firstCorrection: number): Int16Array => {
  let [before, last] = [values[0] ?? 0, values[1] ?? 0];
  let correction = firstCorrection;
  for (let i = 2; i < values.length; i += 1) {
    const value = int16(2 * last - before - correction);
    correction = values[i]! - bias;
    values[i] = value;
    before = last;
    last = value;
  }
  return values;
};

/** What a chunk says: its channel's samples; or, from the 1-based chunk on, why it cannot be read. */
export type Xli =
  | { readonly channels: readonly Int16Array[] }
  | { readonly badChunk: number; readonly isCutOff: boolean };

/**
 * Decompresses Philips' XLI: one chunk a channel, of a header (size in bytes, a word, the first correction; little-endian)
 * and LZW-packed second differences. Reads `most` chunks at most, as unused channels may follow.
 */
export const expandXli = (bytes: Uint8Array, most: number): Xli => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const channels: Int16Array[] = [];
  let at = 0;
  while (at < bytes.length && channels.length < most) {
    const badChunk = channels.length + 1;
    if (at + headerBytes > bytes.length) return { badChunk, isCutOff: true };
    const size = view.getUint32(at, true);
    const start = at + headerBytes;
    if (size > bytes.length - start) return { badChunk, isCutOff: true };
    const planes = expandLzw(bytes.subarray(start, start + size), 2 * mostSamples);
    if (planes === null || planes.length === 0) return { badChunk, isCutOff: false };
    channels.push(undoDifferences(joinPlanes(planes), view.getInt16(at + 6, true)));
    at = start + size;
  }
  return { channels };
};
