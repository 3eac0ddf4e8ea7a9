import { createHash } from 'node:crypto';

/** Crockford's base 32: no I, L, O, U, so that nothing is misread on paper. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const keyBytes = 32;
const checkBytes = 2;
const groupLength = 5;
/** (32 + 2) bytes in steps of five bits. */
const letters = Math.ceil(((keyBytes + checkBytes) * 8) / 5);

const checkOf = (key: Uint8Array): Uint8Array =>
  createHash('sha256').update('einthoven recovery key').update(key).digest().subarray(0, checkBytes);

/** The key of an archive for paper: eleven groups of five letters and digits, the last ones a checksum. */
export function recoveryWords(key: Uint8Array): string {
  const bits = [...key, ...checkOf(key)].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const text = Array.from({ length: letters }, (_, at) => {
    const five = bits.slice(at * 5, at * 5 + 5).padEnd(5, '0');
    return alphabet[Number.parseInt(five, 2)];
  }).join('');
  return (text.match(new RegExp(`.{1,${groupLength}}`, 'g')) ?? []).join('-');
}

/** The key again, whatever the case, spaces and dashes; null when a letter is missing or mistyped. */
export function keyOfRecoveryWords(words: string): Uint8Array | null {
  const text = words.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  if (text.length !== letters || [...text].some((letter) => !alphabet.includes(letter))) return null;
  const bits = [...text].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Uint8Array.from({ length: keyBytes + checkBytes }, (_, at) =>
    Number.parseInt(bits.slice(at * 8, at * 8 + 8), 2),
  );
  const key = bytes.subarray(0, keyBytes);
  return checkOf(key).every((byte, at) => byte === bytes[keyBytes + at]) ? key : null;
}
