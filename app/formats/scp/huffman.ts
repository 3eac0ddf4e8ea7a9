import type { Section } from './sections.ts';

/** One code of a Huffman table (EN 1064, 5.5): its first bit is the lowest bit of `code`. */
export interface HuffmanCode {
  readonly prefixBits: number;
  readonly totalBits: number;
  /** False: the code switches to the table of number `value`. */
  readonly isValue: boolean;
  readonly value: number;
  readonly code: number;
}

/** The standard's own table, named by 19999 in place of a number of tables. */
const defaultCodes: readonly HuffmanCode[] = [
  { prefixBits: 1, totalBits: 1, isValue: true, value: 0, code: 0 },
  ...Array.from({ length: 8 }, (_, index) => {
    const value = index + 1;
    const bits = value + 2;
    const ones = 2 ** value - 1;
    return [
      { prefixBits: bits, totalBits: bits, isValue: true, value, code: ones },
      { prefixBits: bits, totalBits: bits, isValue: true, value: -value, code: ones + 2 ** (bits - 1) },
    ];
  }).flat(),
  { prefixBits: 10, totalBits: 18, isValue: true, value: 0, code: 511 },
  { prefixBits: 10, totalBits: 26, isValue: true, value: 0, code: 1023 },
];

/** A binary tree: two places a node; above 0 the next node, below 0 the code of that number (-1 is the first), 0 nothing. */
interface Tree {
  readonly next: Int32Array;
  readonly codes: readonly HuffmanCode[];
}

const plant = (codes: readonly HuffmanCode[]): Tree => {
  const nodes: number[] = [0, 0];
  for (const [index, { prefixBits, code }] of codes.entries()) {
    let node = 0;
    for (let bit = 0; bit < prefixBits; bit += 1) {
      const place = 2 * node + ((code >>> bit) & 1);
      if (bit === prefixBits - 1) {
        if (nodes[place] === 0) nodes[place] = -(index + 1);
        break;
      }
      const onward = nodes[place]!;
      if (onward < 0) break;
      if (onward === 0) {
        nodes.push(0, 0);
        nodes[place] = nodes.length / 2 - 1;
      }
      node = nodes[place]!;
    }
  }
  return { next: Int32Array.from(nodes), codes };
};

/** How samples are coded: by these tables, or, null, as whole 16-bit numbers. */
export type Coding = readonly Tree[] | null;

const defaultMark = 19999;
const mostExtraBits = 32;

/** The tables of section 2; a sentence where they make no sense. */
export const readTables = (section: Section | undefined): Coding | string => {
  if (section === undefined || section.bytes.length < 2) return null;
  const { view, bytes } = section;
  const count = view.getUint16(0, true);
  if (count === 0) return null;
  if (count === defaultMark) return [plant(defaultCodes)];
  const trees: Tree[] = [];
  let at = 2;
  for (let table = 0; table < count; table += 1) {
    const size = at + 2 <= bytes.length ? view.getUint16(at, true) : 0;
    at += 2;
    if (size === 0 || at + 9 * size > bytes.length) return `Huffman table ${table + 1} of ${count} is cut off`;
    const codes: HuffmanCode[] = [];
    for (let place = 0; place < size; place += 1, at += 9) {
      const prefixBits = view.getUint8(at);
      const totalBits = view.getUint8(at + 1);
      if (prefixBits < 1 || prefixBits > 32 || totalBits < prefixBits || totalBits - prefixBits > mostExtraBits) {
        return `a code of Huffman table ${table + 1} has ${prefixBits} of ${totalBits} bits`;
      }
      const isValue = view.getUint8(at + 2) !== 0;
      const value = view.getInt16(at + 3, true);
      if (!isValue && (value < 1 || value > count))
        return `Huffman table ${table + 1} switches to table ${value} of ${count}`;
      codes.push({ prefixBits, totalBits, isValue, value, code: view.getUint32(at + 5, true) });
    }
    trees.push(plant(codes));
  }
  return trees;
};

const unpackHuffman = (bytes: Uint8Array, trees: readonly Tree[], wanted: number): Int32Array => {
  const out = new Int32Array(wanted);
  const bitCount = 8 * bytes.length;
  let tree = trees[0]!;
  let at = 0;
  let count = 0;
  while (count < wanted) {
    let node = 0;
    let found = 0;
    while (at < bitCount) {
      const bit = (bytes[at >> 3]! >> (7 - (at & 7))) & 1;
      at += 1;
      found = tree.next[2 * node + bit]!;
      if (found <= 0) break;
      node = found;
    }
    // No such code, or the bytes end within one.
    if (found >= 0) break;
    const code = tree.codes[-found - 1]!;
    if (!code.isValue) {
      tree = trees[code.value - 1]!;
      continue;
    }
    const extra = code.totalBits - code.prefixBits;
    if (at + extra > bitCount) break;
    let value = 0;
    for (let bit = 0; bit < extra; bit += 1, at += 1) value = (value << 1) | ((bytes[at >> 3]! >> (7 - (at & 7))) & 1);
    if (extra > 0 && extra < 32) value = (value << (32 - extra)) >> (32 - extra);
    out[count] = value + code.value;
    count += 1;
  }
  return out.subarray(0, count);
};

const unpackPlain = (bytes: Uint8Array, wanted: number): Int32Array => {
  const count = Math.min(wanted, bytes.length >> 1);
  const out = new Int32Array(count);
  for (let i = 0; i < count; i += 1) out[i] = ((bytes[2 * i + 1]! << 24) >> 16) | bytes[2 * i]!;
  return out;
};

const to16 = (value: number): number => (value << 16) >> 16;

/** Turns first or second differences (EN 1064, 5.9.3) into values of 16 bits, in place. */
const integrate = (values: Int32Array, differences: number): void => {
  for (let i = 0; i < values.length; i += 1) {
    if (differences === 1 && i > 0) values[i] = to16(values[i]! + values[i - 1]!);
    else if (differences === 2 && i > 1) values[i] = to16(values[i]! + 2 * values[i - 1]! - values[i - 2]!);
    else values[i] = to16(values[i]!);
  }
};

/** Up to `wanted` stored samples; fewer when the bytes end or make no code. `wanted` must be bounded by the caller. */
export const unpack = (bytes: Uint8Array, coding: Coding, wanted: number, differences: number): Int32Array => {
  const values = coding === null ? unpackPlain(bytes, wanted) : unpackHuffman(bytes, coding, wanted);
  integrate(values, differences);
  return values;
};
