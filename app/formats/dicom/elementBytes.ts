export type Bytes = Uint8Array;

/** Bytes one behind the other. */
export const joined = (parts: readonly Bytes[]): Bytes => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const longForms: ReadonlySet<string> = new Set(['OB', 'OW', 'SQ', 'UT', 'UN']);

/** One element in explicit VR little endian (PS3.5, 7.1.2); the value has an even length already. */
export const element = (tag: number, vr: string, value: Bytes): Bytes => {
  const isLong = longForms.has(vr);
  const bytes = new Uint8Array((isLong ? 12 : 8) + value.length);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, tag >>> 16, true);
  view.setUint16(2, tag & 0xffff, true);
  bytes[4] = vr.charCodeAt(0);
  bytes[5] = vr.charCodeAt(1);
  if (isLong) view.setUint32(8, value.length, true);
  else view.setUint16(6, value.length, true);
  bytes.set(value, isLong ? 12 : 8);
  return bytes;
};

/** A text element, padded to an even length: with a NUL where it is a UID, with a blank otherwise. */
export const text = (tag: number, vr: string, value: string): Bytes => {
  const plain = new TextEncoder().encode(value);
  const padded = new Uint8Array(plain.length + (plain.length % 2)).fill(vr === 'UI' ? 0 : 0x20);
  padded.set(plain);
  return element(tag, vr, padded);
};

/** Unsigned whole numbers of 16 or 32 bits. */
export const whole = (tag: number, vr: 'US' | 'UL', values: readonly number[]): Bytes => {
  const size = vr === 'US' ? 2 : 4;
  const bytes = new Uint8Array(size * values.length);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) {
    if (vr === 'US') view.setUint16(2 * i, value, true);
    else view.setUint32(4 * i, value, true);
  }
  return element(tag, vr, bytes);
};

/** A sequence of items, each of a stated length. */
export const sequence = (tag: number, items: readonly Bytes[]): Bytes =>
  element(
    tag,
    'SQ',
    joined(
      items.map((item) => {
        const head = new Uint8Array(8);
        const view = new DataView(head.buffer);
        view.setUint16(0, 0xfffe, true);
        view.setUint16(2, 0xe000, true);
        view.setUint32(4, item.length, true);
        return joined([head, item]);
      }),
    ),
  );

/** A code sequence of one item. */
export const code = (tag: number, value: string, scheme: string, version: string | null, meaning: string): Bytes =>
  sequence(tag, [
    joined([
      text(0x00080100, 'SH', value),
      text(0x00080102, 'SH', scheme),
      ...(version === null ? [] : [text(0x00080103, 'SH', version)]),
      text(0x00080104, 'LO', meaning.slice(0, 64)),
    ]),
  ]);
