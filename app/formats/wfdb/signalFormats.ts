/** How samples of one WFDB signal format lie in bytes; see signal(5). */
export interface SignalCoding {
  /** The value that stands for "no sample here", or null where the format has none. */
  readonly missing: number | null;
  /** True when the stored values are first differences (format 8). */
  readonly differences: boolean;
  readonly bytesFor: (samples: number) => number;
  readonly samplesIn: (bytes: number) => number;
  /** Reads `out.length` samples from `start` on; the caller has made sure that they are there. */
  readonly read: (bytes: Uint8Array, start: number, out: Int32Array) => void;
}

const evenly = (
  width: number,
  missing: number | null,
  read: SignalCoding['read'],
  differences = false,
): SignalCoding => ({
  missing,
  differences,
  bytesFor: (samples) => samples * width,
  samplesIn: (bytes) => Math.floor(bytes / width),
  read,
});

const read8: SignalCoding['read'] = (bytes, start, out) => {
  for (let i = 0; i < out.length; i += 1) out[i] = (bytes[start + i]! << 24) >> 24;
};

const read80: SignalCoding['read'] = (bytes, start, out) => {
  for (let i = 0; i < out.length; i += 1) out[i] = bytes[start + i]! - 128;
};

const read16: SignalCoding['read'] = (bytes, start, out) => {
  for (let i = 0, at = start; i < out.length; i += 1, at += 2) {
    out[i] = ((bytes[at + 1]! << 24) >> 16) | bytes[at]!;
  }
};

const read61: SignalCoding['read'] = (bytes, start, out) => {
  for (let i = 0, at = start; i < out.length; i += 1, at += 2) {
    out[i] = ((bytes[at]! << 24) >> 16) | bytes[at + 1]!;
  }
};

const read160: SignalCoding['read'] = (bytes, start, out) => {
  for (let i = 0, at = start; i < out.length; i += 1, at += 2) {
    out[i] = ((bytes[at + 1]! << 8) | bytes[at]!) - 32768;
  }
};

const read24: SignalCoding['read'] = (bytes, start, out) => {
  for (let i = 0, at = start; i < out.length; i += 1, at += 3) {
    out[i] = ((bytes[at + 2]! << 24) >> 8) | (bytes[at + 1]! << 8) | bytes[at]!;
  }
};

const read32: SignalCoding['read'] = (bytes, start, out) => {
  for (let i = 0, at = start; i < out.length; i += 1, at += 4) {
    out[i] = (bytes[at + 3]! << 24) | (bytes[at + 2]! << 16) | (bytes[at + 1]! << 8) | bytes[at]!;
  }
};

/** Two 12-bit samples in three bytes: low byte, both high nibbles, low byte. An odd last sample takes two bytes. */
const read212: SignalCoding['read'] = (bytes, start, out) => {
  const pairs = out.length >> 1;
  let at = start;
  for (let pair = 0; pair < pairs; pair += 1, at += 3) {
    const nibbles = bytes[at + 1]!;
    out[2 * pair] = ((nibbles << 28) >> 20) | bytes[at]!;
    out[2 * pair + 1] = (((nibbles & 0xf0) << 24) >> 20) | bytes[at + 2]!;
  }
  if (out.length % 2 === 1) out[out.length - 1] = ((bytes[at + 1]! << 28) >> 20) | bytes[at]!;
};

const signed10 = (bits: number): number => (bits << 22) >> 22;

/** Three 10-bit samples in two 16-bit words: one in bits 1-10 of each, the third in bits 11-15 of both. */
const read310: SignalCoding['read'] = (bytes, start, out) => {
  for (let i = 0; i < out.length; i += 1) {
    const at = start + 4 * Math.floor(i / 3);
    const place = i % 3;
    const first = bytes[at]! | (bytes[at + 1]! << 8);
    if (place === 0) {
      out[i] = signed10((first >> 1) & 0x3ff);
      continue;
    }
    const second = bytes[at + 2]! | (bytes[at + 3]! << 8);
    out[i] = signed10(place === 1 ? (second >> 1) & 0x3ff : (first >> 11) | ((second >> 11) << 5));
  }
};

/** Three 10-bit samples in one 32-bit word, the first in the lowest bits. */
const read311: SignalCoding['read'] = (bytes, start, out) => {
  for (let i = 0; i < out.length; i += 1) {
    const at = start + 4 * Math.floor(i / 3);
    const place = i % 3;
    if (place === 0) out[i] = signed10((bytes[at]! | (bytes[at + 1]! << 8)) & 0x3ff);
    else if (place === 1) out[i] = signed10(((bytes[at + 1]! >> 2) | (bytes[at + 2]! << 6)) & 0x3ff);
    else out[i] = signed10(((bytes[at + 2]! >> 4) | (bytes[at + 3]! << 4)) & 0x3ff);
  }
};

const inTriples = (tailBytes: readonly [number, number], read: SignalCoding['read']): SignalCoding => ({
  missing: -512,
  differences: false,
  bytesFor: (samples) => 4 * Math.floor(samples / 3) + (samples % 3 === 0 ? 0 : tailBytes[samples % 3 === 1 ? 0 : 1]),
  samplesIn: (bytes) => {
    const tail = bytes % 4;
    return 3 * Math.floor(bytes / 4) + (tail >= tailBytes[1] ? 2 : tail >= tailBytes[0] ? 1 : 0);
  },
  read,
});

const codings: ReadonlyMap<number, SignalCoding> = new Map([
  [8, evenly(1, null, read8, true)],
  [16, evenly(2, -32768, read16)],
  [24, evenly(3, -8388608, read24)],
  [32, evenly(4, -2147483648, read32)],
  [61, evenly(2, -32768, read61)],
  [80, evenly(1, -128, read80)],
  [160, evenly(2, -32768, read160)],
  [
    212,
    {
      missing: -2048,
      differences: false,
      bytesFor: (samples) => Math.ceil(samples * 1.5),
      samplesIn: (bytes) => Math.floor((bytes * 2) / 3),
      read: read212,
    },
  ],
  [310, inTriples([2, 4], read310)],
  [311, inTriples([2, 3], read311)],
]);

/** The coding of a WFDB signal format by its number, or null when we do not read it. */
export const signalCoding = (format: number): SignalCoding | null => codings.get(format) ?? null;

/** Formats 508, 516 and 524 hold FLAC streams. */
export const isFlacFormat = (format: number): boolean => format === 508 || format === 516 || format === 524;

/** True for every signal format that WFDB knows, read here or not; 0 is a signal without samples. */
export const isSignalFormat = (format: number): boolean => format === 0 || codings.has(format) || isFlacFormat(format);
