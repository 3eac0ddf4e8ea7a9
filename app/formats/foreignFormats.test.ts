import { expect, test } from 'vitest';
import { foreignFormat } from './foreignFormats.ts';

const bytes = (text: string, at = 0): Uint8Array => {
  const head = new Uint8Array(at + text.length + 64);
  head.set(new TextEncoder().encode(text), at);
  return head;
};
const edf = new TextEncoder().encode(`0       ${' '.repeat(176)}768     ${' '.repeat(64)}`);

test.each([
  ['DICOM', bytes('DICM', 128)],
  ['SCP-ECG', bytes('SCPECG', 16)],
  ['ISHNE Holter', bytes('ISHNE1.0')],
  ['EDF', edf],
  ['GDF', bytes('GDF 2.20')],
  ['BDF', Uint8Array.of(0xff, ...bytes('BIOSEMI'))],
])('%s is known by its bytes', (title, head) => {
  expect(foreignFormat(head)).toBe(title);
});

test('anything else is not', () => {
  for (const head of [new Uint8Array(0), bytes('0 apples'), bytes('<html>'), bytes('x 1 500'), new Uint8Array(4096)])
    expect(foreignFormat(head)).toBeNull();
});
