const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const blank = 64;
const pad = 65;
const invalid = 66;

const codes = new Uint8Array(128).fill(invalid);
for (const [value, char] of [...alphabet].entries()) codes[char.charCodeAt(0)] = value;
for (const char of ' \t\r\n') codes[char.charCodeAt(0)] = blank;
codes['='.charCodeAt(0)] = pad;

/**
 * The bytes of base64 text (RFC 4648); blanks and line ends are passed over. Null for any other character, for letters
 * after the padding and for a last group that is too short.
 */
export const decodeBase64 = (text: string): Uint8Array | null => {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let count = 0;
  let group = 0;
  let letters = 0;
  let pads = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    const code = char < 128 ? codes[char]! : invalid;
    if (code === blank) continue;
    if (code === pad) {
      pads += 1;
      continue;
    }
    if (code === invalid || pads > 0) return null;
    group = (group << 6) | code;
    letters += 1;
    if (letters % 4 !== 0) continue;
    bytes[count] = group >> 16;
    bytes[count + 1] = group >> 8;
    bytes[count + 2] = group;
    count += 3;
    group = 0;
  }
  const rest = letters % 4;
  if (rest === 1 || pads > (4 - rest) % 4) return null;
  if (rest >= 2) bytes[count++] = group >> (rest === 2 ? 4 : 10);
  if (rest === 3) bytes[count++] = group >> 2;
  return bytes.slice(0, count);
};

/** Signed 16-bit values, low byte first; an odd last byte is left out. */
export const int16Of = (bytes: Uint8Array): Int16Array => {
  const values = new Int16Array(bytes.length >> 1);
  for (let i = 0; i < values.length; i += 1) values[i] = bytes[2 * i]! | (bytes[2 * i + 1]! << 8);
  return values;
};
