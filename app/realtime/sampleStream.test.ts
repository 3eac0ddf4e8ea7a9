import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineSamples, rawSamples, type SampleStream } from './sampleStream.ts';

const all = (stream: SampleStream, pieces: readonly Uint8Array[]): number[][] => {
  const leads: number[][] = [];
  for (const block of [...pieces.map((piece) => stream.push(piece)), stream.finish()]) {
    if (!block.ok) throw new Error(block.error.message);
    block.value.forEach((samples, l) => {
      leads[l] = [...(leads[l] ?? []), ...samples];
    });
  }
  return leads;
};
const text = (value: string) => new TextEncoder().encode(value);
const cut = (bytes: Uint8Array, at: readonly number[]): Uint8Array[] => {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return places.slice(1).map((to, i) => bytes.slice(places[i], to));
};

describe('lines', () => {
  test('numbers with any separator, missing ones, a heading, comments, a last line without an end', () => {
    const stream = lineSamples({ leadCount: 2, mvPerUnit: 0.001 });
    const lines = 'I,II\n1000,2000\n3000; 4000\r\n# note\n\n5000\t\n,6000\nnonsense,7000\n8000,9000';
    expect(all(stream, [text(lines)])).toEqual([
      [1, 3, Number.NaN, Number.NaN, Number.NaN, 8].map(Math.fround),
      [2, 4, Number.NaN, 6, 7, 9].map(Math.fround),
    ]);
    expect(stream.unreadable()).toBe(1);
  });

  test('a flood without a line end is refused', () => {
    const stream = lineSamples({ leadCount: 1, mvPerUnit: 1 });
    expect(stream.push(text('1'.repeat(70_000)))).toMatchObject({ ok: false, error: { code: 'values-invalid' } });
  });
});

test('raw integers, leads interleaved, -32768 missing, half a frame at the end dropped', () => {
  const bytes = new Uint8Array(Int16Array.of(1000, -2000, -32_768, 3000, 7).buffer);
  expect(all(rawSamples({ leadCount: 2, mvPerUnit: 0.001 }), [bytes])).toEqual([
    [1, Number.NaN].map(Math.fround),
    [-2, 3].map(Math.fround),
  ]);
});

test('however the bytes are cut, the same samples', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: -32_767, max: 32_767 }), fc.integer({ min: -32_767, max: 32_767 }))),
      fc.array(fc.nat(2000), { maxLength: 20 }),
      (frames, at) => {
        const options = { leadCount: 2, mvPerUnit: 0.005 };
        const raw = new Uint8Array(Int16Array.from(frames.flat()).buffer);
        const lines = text(frames.map((frame) => `${frame.join(',')}\n`).join(''));
        expect(all(rawSamples(options), cut(raw, at))).toEqual(all(rawSamples(options), [raw]));
        expect(all(lineSamples(options), cut(lines, at))).toEqual(all(rawSamples(options), [raw]));
      },
    ),
    { numRuns: 60, seed: 3 },
  );
});
