import { describe, expect, it } from 'vitest';
import { decodeAnnotations } from './annotations.ts';

const word = (code: number, interval: number): readonly number[] => {
  const value = (code << 10) | interval;
  return [value & 0xff, value >> 8];
};
const ascii = (text: string): readonly number[] => [...text].map((char) => char.charCodeAt(0));
const decode = (...parts: readonly (readonly number[])[]) => decodeAnnotations(Uint8Array.from(parts.flat()));

describe('annotation files', () => {
  it('reads beats, a long skip, channel, num, subtype and text', () => {
    const result = decode(
      word(28, 18),
      word(63, 5),
      ascii('(AFIB'),
      [0],
      word(1, 77),
      word(59, 0),
      [1, 0, 2, 0],
      word(5, 3),
      word(61, 0xff),
      word(62, 1),
      word(60, 2),
      word(1, 10),
      word(0, 0),
      word(1, 99),
    );
    expect(result).toEqual({
      ok: true,
      value: [
        { sample: 18, symbol: '+', subtype: 0, chan: 0, num: 0, aux: '(AFIB' },
        { sample: 95, symbol: 'N', subtype: 0, chan: 0, num: 0, aux: '' },
        { sample: 95 + 65538 + 3, symbol: 'V', subtype: -1, chan: 1, num: 2, aux: '' },
        { sample: 95 + 65538 + 13, symbol: 'N', subtype: 0, chan: 1, num: 2, aux: '' },
      ],
    });
  });

  it.each([
    ['nothing', [], 'empty-file'],
    ['half a word', [...word(1, 5), 7], 'truncated'],
    ['a skip cut off', [...word(59, 0), 1, 0], 'truncated'],
    ['a text cut off', [...word(28, 1), ...word(63, 9), 40], 'truncated'],
    ['a skip back before the start', [...word(59, 0), 0xff, 0xff, 0, 0, ...word(1, 1)], 'values-invalid'],
  ] as const)('refuses %s', (_, bytes, code) => {
    expect(decodeAnnotations(Uint8Array.from(bytes))).toMatchObject({ ok: false, error: { code } });
  });
});
