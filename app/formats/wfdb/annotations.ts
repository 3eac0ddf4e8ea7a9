import { accept, type Result, refuse } from '../../result.ts';

/** One annotation of a WFDB annotation file. */
export interface Annotation {
  /** Frame of the record that it belongs to. */
  readonly sample: number;
  /** Mnemonic as WFDB prints it: `N`, `V`, `+`, `(` ...; `[code]` for a code without one. */
  readonly symbol: string;
  readonly subtype: number;
  readonly chan: number;
  readonly num: number;
  /** Free text such as `(AFIB`; empty when there is none. */
  readonly aux: string;
}

/** Mnemonics by code, see annot(5) and ecgcodes.h. */
const symbols: readonly string[] = [
  ' ',
  'N',
  'L',
  'R',
  'a',
  'V',
  'F',
  'J',
  'A',
  'S',
  'E',
  'j',
  '/',
  'Q',
  '~',
  '[15]',
  '|',
  '[17]',
  's',
  'T',
  '*',
  'D',
  '"',
  '=',
  'p',
  'B',
  '^',
  't',
  '+',
  'u',
  '?',
  '!',
  '[',
  ']',
  'e',
  'n',
  '@',
  'x',
  'f',
  '(',
  ')',
  'r',
];

const skipCode = 59;
const numCode = 60;
const subtypeCode = 61;
const channelCode = 62;
const auxCode = 63;

/**
 * Decodes a WFDB annotation file in MIT format, see annot(5): 16-bit words of a 6-bit code and a 10-bit interval. Channel
 * and num hold until they are changed, subtype and text for their own annotation. Errors: `empty-file`, `truncated`,
 * `values-invalid` (samples that run backwards below 0 or out of range).
 */
export const decodeAnnotations = (bytes: Uint8Array): Result<readonly Annotation[]> => {
  if (bytes.length === 0) return refuse('empty-file', 'The annotation file is empty.');
  const cutOff = (at: number) =>
    refuse(
      'truncated',
      `The annotation file ends inside an entry: more than ${at} bytes expected, ${bytes.length} found.`,
    );
  const annotations: Annotation[] = [];
  const text = new TextDecoder('utf-8');
  let sample = 0;
  let chan = 0;
  let num = 0;
  let at = 0;
  const wordAt = (place: number): number => bytes[place]! | (bytes[place + 1]! << 8);

  // Some writers leave out the closing zero word; the end of the bytes at a word's edge is an end too.
  while (at + 1 < bytes.length) {
    const word = wordAt(at);
    const code = word >> 10;
    const interval = word & 0x3ff;
    at += 2;
    if (word === 0) return accept(annotations);
    if (code === skipCode) {
      if (at + 4 > bytes.length) return cutOff(at + 3);
      // The interval of a skip is stored high word first.
      sample += (wordAt(at) << 16) | wordAt(at + 2);
      at += 4;
    } else if (code === numCode || code === subtypeCode || code === channelCode) {
      const value = (interval << 24) >> 24;
      const last = annotations.pop();
      if (code === numCode) num = value;
      if (code === channelCode) chan = interval & 0xff;
      if (last !== undefined) {
        annotations.push({ ...last, num, chan, subtype: code === subtypeCode ? value : last.subtype });
      }
    } else if (code === auxCode) {
      if (at + interval > bytes.length) return cutOff(at + interval - 1);
      const aux = text.decode(bytes.subarray(at, at + interval)).replace(/\0+$/, '');
      at += interval + (interval % 2);
      const last = annotations.pop();
      if (last !== undefined) annotations.push({ ...last, aux });
    } else {
      sample += interval;
      if (sample < 0 || !Number.isSafeInteger(sample)) {
        return refuse('values-invalid', `Annotation ${annotations.length + 1} lies outside of any recording.`);
      }
      annotations.push({ sample, symbol: symbols[code] ?? `[${code}]`, subtype: 0, chan, num, aux: '' });
    }
  }
  return at < bytes.length ? cutOff(at + 1) : accept(annotations);
};
