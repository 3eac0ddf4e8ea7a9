import type { Recording } from '../recording/recording.ts';
import type { Result } from '../result.ts';
import type { FormatId, NamedBytes } from './format.ts';

/** A number of 0 to below - 1. */
export type Random = (below: number) => number;

/** Small seeded generator (mulberry32): a failing mutation can be made again from its number. */
export const seeded = (seed: number): Random => {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
};

const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

const spliced = (bytes: Uint8Array, at: number, drop: number, insert: Uint8Array): Uint8Array => {
  const tail = bytes.subarray(Math.min(bytes.length, at + drop));
  const whole = new Uint8Array(at + insert.length + tail.length);
  whole.set(bytes.subarray(0, at));
  whole.set(insert, at);
  whole.set(tail, at + insert.length);
  return whole;
};

/** Headers are at the beginning: half of the places lie in the first kilobytes, the others anywhere. */
const placeIn = (bytes: Uint8Array, random: Random): number => {
  const nearby = Math.min(bytes.length, 2048);
  return random(2) === 0 ? random(nearby) : random(bytes.length);
};

const flip = (bytes: Uint8Array, random: Random): Uint8Array => {
  const changed = bytes.slice();
  for (let count = 1 + random(8); count > 0; count -= 1) {
    const at = placeIn(bytes, random);
    changed[at] = changed[at]! ^ (1 << random(8));
  }
  return changed;
};

const extremes = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

/** A number of one, two or four bytes in either order, at its ends: lengths, counts and pointers are such numbers. */
const extremeNumber = (bytes: Uint8Array, random: Random): Uint8Array => {
  const size = [1, 2, 4][random(3)]!;
  const at = placeIn(bytes, random);
  if (at + size > bytes.length) return bytes;
  const changed = bytes.slice();
  const view = new DataView(changed.buffer);
  const value = extremes[random(extremes.length)]!;
  const littleEndian = random(2) === 0;
  if (size === 1) view.setUint8(at, value & 0xff);
  else if (size === 2) view.setUint16(at, value & 0xffff, littleEndian);
  else view.setUint32(at, value >>> 0, littleEndian);
  return changed;
};

const words = [
  '0',
  '-1',
  '1',
  '65536',
  '4294967295',
  '99999999999999999999',
  '1e999',
  'NaN',
  '-',
  '',
  '0.0000001',
  '../x',
  '~',
];

/** A number in digits, wherever the next one stands, becomes another word. */
const otherWord = (bytes: Uint8Array, random: Random): Uint8Array => {
  let from = placeIn(bytes, random);
  const isDigit = (code: number | undefined): boolean => code !== undefined && code >= 48 && code <= 57;
  for (let looked = 0; looked < 4096 && !isDigit(bytes[from]); looked += 1) from = (from + 1) % bytes.length;
  let to = from;
  while (isDigit(bytes[to]) && to - from < 32) to += 1;
  const word = ascii(words[random(words.length)]!);
  // In place, as fixed fields need it, or pushing the rest along.
  if (random(2) === 0 || word.length > to - from) return spliced(bytes, from, to - from, word);
  const field = new Uint8Array(to - from).fill(32);
  field.set(word);
  return spliced(bytes, from, to - from, field);
};

const repeat = (bytes: Uint8Array, random: Random): Uint8Array => {
  const at = placeIn(bytes, random);
  const block = bytes.subarray(at, at + 1 + random(400));
  const times = 1 + random(random(4) === 0 ? 200 : 4);
  const copies = new Uint8Array(block.length * times);
  for (let i = 0; i < times; i += 1) copies.set(block, i * block.length);
  return spliced(bytes, at, 0, copies);
};

const elements = [
  '<a>'.repeat(5000),
  '<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;">]>&d;',
  '<!ENTITY x SYSTEM "file:///etc/passwd">&x;',
  ' a="1"'.repeat(500),
  '<![CDATA[',
  '-->',
  '&#x0;&#xFFFFFFFF;',
  '\n'.repeat(300),
  ','.repeat(3000),
  '\0',
  '\ufffd',
];

/** Elements of markup without end, entities in entities; and, for DICOM, a sequence of items of undefined length in another. */
const nest = (bytes: Uint8Array, random: Random): Uint8Array => {
  const at = placeIn(bytes, random);
  if (random(3) > 0) return spliced(bytes, at, 0, ascii(elements[random(elements.length)]!));
  const undefinedSequence = [
    0, 0x54, 0, 1, 0x53, 0x51, 0, 0, 255, 255, 255, 255, 0xfe, 0xff, 0, 0xe0, 255, 255, 255, 255,
  ];
  const depth = 1 + random(300);
  const nested = new Uint8Array(depth * undefinedSequence.length);
  for (let i = 0; i < depth; i += 1) nested.set(undefinedSequence, i * undefinedSequence.length);
  return spliced(bytes, at, 0, nested);
};

const blank = (bytes: Uint8Array, random: Random): Uint8Array => {
  const at = placeIn(bytes, random);
  const changed = bytes.slice();
  changed.fill([0, 255, 32, 0x30][random(4)]!, at, at + 1 + random(512));
  return changed;
};

/** One change to bytes, of a kind drawn by `random`; `other` is a file to splice with. */
export const mutate = (bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array => {
  if (bytes.length === 0) return bytes;
  const kind = random(12);
  if (kind < 3) return flip(bytes, random);
  if (kind < 5) return extremeNumber(bytes, random);
  if (kind < 7) return otherWord(bytes, random);
  if (kind === 7) return bytes.subarray(0, random(2) === 0 ? random(bytes.length) : placeIn(bytes, random));
  if (kind === 8) return repeat(bytes, random);
  if (kind === 9) return nest(bytes, random);
  if (kind === 10) return blank(bytes, random);
  const at = random(bytes.length);
  return spliced(bytes.subarray(0, at), at, 0, other.subarray(random(Math.max(1, other.length))));
};

/** What one fuzzed recording is made of. */
export interface FuzzSeed {
  readonly name: string;
  readonly format: FormatId;
  readonly files: readonly NamedBytes[];
}

/** Makes checksums fit again, for formats whose checksum would keep nearly every mutation outside the door. */
export type Mend = (bytes: Uint8Array) => Uint8Array;

/** The files of a seed after the mutation of this number: one to three changes to one of them, the opened one above all. */
export const mutatedFiles = (
  seed: FuzzSeed,
  other: FuzzSeed,
  number: number,
  mend: Mend | null,
): readonly NamedBytes[] => {
  const random = seeded(Math.imul(number + 1, 0x9e3779b1));
  const target = random(3) > 0 ? 0 : random(seed.files.length);
  const changes = 1 + random(3);
  return seed.files.map((file, index) => {
    if (index !== target) return file;
    let bytes = file.bytes;
    for (let i = 0; i < changes; i += 1) bytes = mutate(bytes, other.files[0]?.bytes ?? bytes, random);
    return { name: file.name, bytes: mend !== null && random(4) > 0 ? mend(bytes) : bytes };
  });
};

/** Why a decoder's answer to a mutation is none that may be given; null when it may. */
export const problemOf = (result: Result<{ readonly recording: Recording }>): string | null => {
  if (!result.ok) {
    if (result.error.code === 'internal') return `internal: ${result.error.message}`;
    return result.error.file === null ? `no file named: ${result.error.message}` : null;
  }
  const { leads, sampleCount, sampleRateHz } = result.value.recording;
  if (leads.length === 0) return 'a recording without leads';
  if (!(sampleCount > 0)) return `${sampleCount} samples`;
  if (!(sampleRateHz > 0 && Number.isFinite(sampleRateHz))) return `${sampleRateHz} Hz`;
  for (const { name, samplesMv } of leads) {
    if (samplesMv.length !== sampleCount) return `${name} has ${samplesMv.length} samples of ${sampleCount}`;
    for (const mv of samplesMv)
      if (mv === Number.POSITIVE_INFINITY || mv === Number.NEGATIVE_INFINITY) return `${name} is infinite`;
  }
  if (new Set(leads.map(({ name }) => name)).size !== leads.length) return 'two leads of one name';
  return null;
};
