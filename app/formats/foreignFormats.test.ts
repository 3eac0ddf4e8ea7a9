import { expect, test } from 'vitest';
import { foreignFormat } from './foreignFormats.ts';

const bytes = (text: string, at = 0): Uint8Array => {
  const head = new Uint8Array(at + text.length + 64);
  head.set(new TextEncoder().encode(text), at);
  return head;
};

test.each([
  ['GDF', bytes('GDF 2.20')],
  ['BDF', Uint8Array.of(0xff, ...bytes('BIOSEMI'))],
])('%s is known by its bytes', (title, head) => {
  expect(foreignFormat(head)).toBe(title);
});

test('anything else is not', () => {
  for (const head of [new Uint8Array(0), bytes('0 apples'), bytes('<html>'), bytes('x 1 500'), new Uint8Array(4096)])
    expect(foreignFormat(head)).toBeNull();
});
