import { describe, expect, it } from 'vitest';
import { isSignalFormat, signalCoding } from './signalFormats.ts';

const read = (format: number, bytes: readonly number[], samples: number, start = 0): readonly number[] => {
  const out = new Int32Array(samples);
  signalCoding(format)!.read(Uint8Array.from(bytes), start, out);
  return [...out];
};

describe('signal formats, from bytes written by hand', () => {
  it.each([
    [8, [0x01, 0xff, 0x80, 0x7f], [1, -1, -128, 127]],
    [16, [0x34, 0x12, 0xff, 0xff, 0x00, 0x80], [0x1234, -1, -32768]],
    [24, [0x56, 0x34, 0x12, 0xff, 0xff, 0xff, 0x00, 0x00, 0x80], [0x123456, -1, -8388608]],
    [32, [0x78, 0x56, 0x34, 0x12, 0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0x80], [0x12345678, -2, -2147483648]],
    [61, [0x12, 0x34, 0xff, 0xff, 0x80, 0x00], [0x1234, -1, -32768]],
    [80, [0x80, 0x00, 0xff], [0, -128, 127]],
    [160, [0x00, 0x80, 0x00, 0x00, 0xff, 0xff], [0, -32768, 32767]],
    // 0x123 and -1, then 0x7ff and -2048.
    [212, [0x23, 0xf1, 0xff, 0xff, 0x87, 0x00], [0x123, -1, 2047, -2048]],
    // An odd last sample: two bytes.
    [212, [0x23, 0xf1, 0xff, 0xff, 0x0f], [0x123, -1, -1]],
    // 5 and -5 in bits 1-10 of two words, 0b0000100010 = 34 in the fives of bits above.
    [310, [0x0a, 0x10, 0xf6, 0x0f], [5, -5, 34]],
    // 1, -1, 2 in ten bits each: 1 | 0x3ff << 10 | 2 << 20.
    [311, [0x01, 0xfc, 0x2f, 0x00], [1, -1, 2]],
  ] as const)('format %i', (format, bytes, samples) => {
    expect(read(format, bytes, samples.length)).toEqual([...samples]);
    expect(read(format, [9, 9, ...bytes], samples.length, 2)).toEqual([...samples]);
  });

  it('counts the bytes that samples take, and the samples that bytes hold', () => {
    for (const format of [8, 16, 24, 32, 61, 80, 160, 212, 310, 311]) {
      const coding = signalCoding(format)!;
      for (let samples = 0; samples < 40; samples += 1) {
        expect(coding.samplesIn(coding.bytesFor(samples)), `${format}`).toBeGreaterThanOrEqual(samples);
        if (samples > 0) expect(coding.samplesIn(coding.bytesFor(samples) - 1), `${format}`).toBeLessThan(samples);
      }
    }
    // wfdb-python's samples: 999 x 3 in 4496 bytes, 1018 in 1358.
    expect(signalCoding(212)!.bytesFor(2997)).toBe(4496);
    expect(signalCoding(310)!.bytesFor(1018)).toBe(1358);
  });

  it('knows FLAC formats but has no coding for them', () => {
    expect(isSignalFormat(516)).toBe(true);
    expect(signalCoding(516)).toBeNull();
    expect(isSignalFormat(17)).toBe(false);
  });
});
