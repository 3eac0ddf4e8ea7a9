import { expect, test } from 'vitest';
import { foreignFormat } from './foreignFormats.ts';

const bytes = (text: string, at = 0): Uint8Array => {
  const head = new Uint8Array(at + text.length + 64);
  head.set(new TextEncoder().encode(text), at);
  return head;
};
const utf16 = (text: string) => Uint8Array.from([...text].flatMap((char) => [char.charCodeAt(0), 0]));

test.each([
  ['GE MUSE XML', bytes('<?xml version="1.0"?>\n<!DOCTYPE RestingECG SYSTEM "restecg.dtd">\n<RestingECG>')],
  ['Philips Sierra XML', utf16('<?xml version="1.0"?><restingecgdata xmlns="x">')],
  ['HL7 aECG', bytes('<?xml version="1.0"?><AnnotatedECG xmlns="urn:hl7-org:v3">')],
])('%s is known by its bytes', (title, head) => {
  expect(foreignFormat(head)).toBe(title);
});

test('anything else is not', () => {
  for (const head of [new Uint8Array(0), bytes('0 apples'), bytes('<html>'), bytes('x 1 500'), new Uint8Array(4096)])
    expect(foreignFormat(head)).toBeNull();
});
