import { crcCcitt } from '../crcCcitt.ts';

/** One code as section 2 stores it; the first bit is the lowest of `code`. */
export interface TestCode {
  readonly prefixBits: number;
  readonly totalBits: number;
  readonly mode: 0 | 1;
  readonly value: number;
  readonly code: number;
}

export interface TestQrs {
  readonly type: number;
  readonly from: number;
  readonly fiducial: number;
  readonly to: number;
  readonly protectedFirst: number;
  readonly protectedLast: number;
}

export interface ScpContent {
  readonly leads: readonly { readonly code: number; readonly first: number; readonly values: readonly number[] }[];
  readonly nanovolts: number;
  readonly intervalUs: number;
  readonly differences: 0 | 1 | 2;
  /** `none`: 16-bit numbers; `default`: 19999; otherwise custom tables. */
  readonly huffman: 'none' | 'default' | readonly (readonly TestCode[])[];
  /** Values of a reference beat by lead, taken away from the rhythm at every complex of type 0. */
  readonly reference?: {
    readonly ms: number;
    readonly fiducial: number;
    readonly nanovolts: number;
    readonly intervalUs: number;
    readonly isSubtracted: boolean;
    readonly values: readonly (readonly number[])[];
    readonly qrs: readonly TestQrs[];
    /** As in versions 1.0 and 1.1. */
    readonly withoutProtectedList?: boolean;
  };
  /** Above 1: outside of protected spans every whole block of so many samples is stored as its mean. */
  readonly bimodalRate?: number;
  /** Further sections by number, without their headers. */
  readonly further?: ReadonlyMap<number, Uint8Array>;
}

const bytesOf = (size: number, fill: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(size);
  fill(new DataView(bytes.buffer));
  return bytes;
};

export const concat = (...parts: readonly Uint8Array[]): Uint8Array => {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};

const ones = (count: number) => 2 ** count - 1;
const defaultTable: readonly TestCode[] = [
  { prefixBits: 1, totalBits: 1, mode: 1, value: 0, code: 0 },
  ...[1, 2, 3, 4, 5, 6, 7, 8].flatMap((value): TestCode[] => [
    { prefixBits: value + 2, totalBits: value + 2, mode: 1, value, code: ones(value) },
    { prefixBits: value + 2, totalBits: value + 2, mode: 1, value: -value, code: ones(value) + 2 ** (value + 1) },
  ]),
  { prefixBits: 10, totalBits: 18, mode: 1, value: 0, code: 511 },
  { prefixBits: 10, totalBits: 26, mode: 1, value: 0, code: 1023 },
];

const packHuffman = (values: readonly number[], tables: readonly (readonly TestCode[])[]): Uint8Array => {
  const bits: number[] = [];
  let table = tables[0]!;
  const emit = ({ prefixBits, totalBits, code }: TestCode, extra: number): void => {
    for (let bit = 0; bit < prefixBits; bit += 1) bits.push((code >>> bit) & 1);
    for (let bit = totalBits - prefixBits - 1; bit >= 0; bit -= 1) bits.push((extra >> bit) & 1);
  };
  for (const value of values) {
    const codeIn = (codes: readonly TestCode[]) =>
      codes.find((code) => code.mode === 1 && code.totalBits === code.prefixBits && code.value === value) ??
      codes.find((code) => {
        const room = code.totalBits - code.prefixBits;
        return code.mode === 1 && room > 0 && Math.abs(value - code.value) < 2 ** (room - 1);
      });
    let code = codeIn(table);
    if (code === undefined) {
      const next = tables.findIndex((codes) => codeIn(codes) !== undefined);
      emit(table.find(({ mode, value: to }) => mode === 0 && to === next + 1)!, 0);
      table = tables[next]!;
      code = codeIn(table)!;
    }
    emit(code, value - code.value);
  }
  return Uint8Array.from({ length: Math.ceil(bits.length / 8) }, (_, byte) =>
    bits.slice(8 * byte, 8 * byte + 8).reduce((sum, bit, place) => sum | (bit << (7 - place)), 0),
  );
};

const differencesOf = (values: readonly number[], order: number): readonly number[] =>
  values.map((value, i) => {
    if (order === 1 && i > 0) return value - values[i - 1]!;
    if (order === 2 && i > 1) return value - 2 * values[i - 1]! + values[i - 2]!;
    return value;
  });

const pack = (values: readonly number[], { huffman }: ScpContent, order: number): Uint8Array => {
  const coded = differencesOf(values, order);
  if (huffman !== 'none') return packHuffman(coded, huffman === 'default' ? [defaultTable] : huffman);
  return bytesOf(2 * coded.length, (view) => {
    for (const [i, value] of coded.entries()) view.setInt16(2 * i, value, true);
  });
};

/** The rhythm of a lead as section 6 holds it: without the reference beat, thinned outside of protected spans. */
const residuals = (content: ScpContent, lead: number): readonly number[] => {
  const { first, values } = content.leads[lead]!;
  const { reference, bimodalRate = 1 } = content;
  const left = [...values];
  if (reference?.isSubtracted === true) {
    for (const { type, from, fiducial, to } of reference.qrs) {
      if (type !== 0) continue;
      for (let sample = from; sample <= to; sample += 1) {
        const beat = reference.values[lead]![reference.fiducial - 1 + sample - fiducial];
        if (beat !== undefined && left[sample - first] !== undefined) left[sample - first]! -= beat;
      }
    }
  }
  if (bimodalRate === 1) return left;
  const stored: number[] = [];
  const isProtected = (sample: number): boolean =>
    reference!.qrs.some(({ protectedFirst, protectedLast }) => sample >= protectedFirst && sample <= protectedLast);
  for (let i = 0; i < left.length; ) {
    if (isProtected(first + i)) {
      stored.push(left[i]!);
      i += 1;
      continue;
    }
    const block: number[] = [];
    while (block.length < bimodalRate && i < left.length && !isProtected(first + i)) {
      block.push(left[i]!);
      i += 1;
    }
    if (block.length < bimodalRate) stored.push(...block);
    else stored.push(Math.round(block.reduce((sum, value) => sum + value, 0) / block.length) | 0);
  }
  return stored;
};

const signalSection = (
  nanovolts: number,
  intervalUs: number,
  differences: number,
  flag: number,
  leads: readonly Uint8Array[],
): Uint8Array =>
  concat(
    bytesOf(6 + 2 * leads.length, (view) => {
      view.setUint16(0, nanovolts, true);
      view.setUint16(2, intervalUs, true);
      view.setUint8(4, differences);
      view.setUint8(5, flag);
      for (const [i, bytes] of leads.entries()) view.setUint16(6 + 2 * i, bytes.length, true);
    }),
    ...leads,
  );

const tablesSection = (huffman: ScpContent['huffman']): Uint8Array => {
  if (huffman === 'default') return bytesOf(2, (view) => view.setUint16(0, 19999, true));
  const tables = huffman === 'none' ? [] : huffman;
  return concat(
    bytesOf(2, (view) => view.setUint16(0, tables.length, true)),
    ...tables.map((codes) =>
      bytesOf(2 + 9 * codes.length, (view) => {
        view.setUint16(0, codes.length, true);
        for (const [i, { prefixBits, totalBits, mode, value, code }] of codes.entries()) {
          view.setUint8(2 + 9 * i, prefixBits);
          view.setUint8(3 + 9 * i, totalBits);
          view.setUint8(4 + 9 * i, mode);
          view.setInt16(5 + 9 * i, value, true);
          view.setUint32(7 + 9 * i, code, true);
        }
      }),
    ),
  );
};

/** A field of section 1. */
export const demographic = (tag: number, value: readonly number[] | string): Uint8Array => {
  const bytes = typeof value === 'string' ? new TextEncoder().encode(`${value}\0`) : Uint8Array.from(value);
  return concat(Uint8Array.from([tag, bytes.length & 0xff, bytes.length >> 8]), bytes);
};

/** Puts the right checksums into a file of sections, wherever they may be by its table; what lies outside is left alone. */
export const mendChecksums = (given: Uint8Array): Uint8Array => {
  const bytes = given.slice();
  if (bytes.length < 22) return bytes;
  const view = new DataView(bytes.buffer);
  const mend = (from: number, to: number): void => {
    if (from >= 0 && to > from + 2 && to <= bytes.length) view.setUint16(from, crcCcitt(bytes, from + 2, to), true);
  };
  const tableLength = view.getUint32(10, true);
  for (let at = 22; at + 10 <= Math.min(6 + tableLength, bytes.length); at += 10) {
    const start = view.getUint32(at + 6, true) - 1;
    if (view.getUint16(at, true) !== 0) mend(start, start + view.getUint32(at + 2, true));
  }
  mend(6, 6 + tableLength);
  mend(0, view.getUint32(2, true));
  return bytes;
};

/** An SCP-ECG file section by section (EN 1064); sections 1 and 7 to 11 as given. */
export const scpBytes = (content: ScpContent): Uint8Array => {
  const { leads, reference } = content;
  const bodies = new Map<number, Uint8Array>(content.further ?? []);
  if (content.huffman !== 'none') bodies.set(2, tablesSection(content.huffman));
  bodies.set(
    3,
    bytesOf(2 + 9 * leads.length, (view) => {
      view.setUint8(0, leads.length);
      view.setUint8(1, (reference?.isSubtracted === true ? 1 : 0) | 4);
      for (const [i, { code, first, values }] of leads.entries()) {
        view.setUint32(2 + 9 * i, first, true);
        view.setUint32(6 + 9 * i, first + values.length - 1, true);
        view.setUint8(10 + 9 * i, code);
      }
    }),
  );
  if (reference !== undefined) {
    const { qrs } = reference;
    bodies.set(
      4,
      bytesOf(6 + (reference.withoutProtectedList === true ? 14 : 22) * qrs.length, (view) => {
        view.setUint16(0, reference.ms, true);
        view.setUint16(2, reference.fiducial, true);
        view.setUint16(4, qrs.length, true);
        for (const [i, { type, from, fiducial, to, protectedFirst, protectedLast }] of qrs.entries()) {
          view.setUint16(6 + 14 * i, type, true);
          view.setUint32(8 + 14 * i, from, true);
          view.setUint32(12 + 14 * i, fiducial, true);
          view.setUint32(16 + 14 * i, to, true);
          if (reference.withoutProtectedList === true) continue;
          view.setUint32(6 + 14 * qrs.length + 8 * i, protectedFirst, true);
          view.setUint32(10 + 14 * qrs.length + 8 * i, protectedLast, true);
        }
      }),
    );
    const data = reference.values.map((values) => pack(values, content, content.differences));
    bodies.set(5, signalSection(reference.nanovolts, reference.intervalUs, content.differences, 0, data));
  }
  const rate = content.bimodalRate ?? 1;
  const data = leads.map((_, lead) => pack(residuals(content, lead), content, content.differences));
  bodies.set(
    6,
    signalSection(content.nanovolts, content.intervalUs * rate, content.differences, rate > 1 ? 1 : 0, data),
  );

  // The standard's twelve sections have a pointer each, of no length where there is no such section.
  const ids = Array.from({ length: 11 }, (_, place) => place + 1);
  const tableLength = 16 + 10 * (ids.length + 1);
  const sections: Uint8Array[] = [];
  const table = new DataView(new ArrayBuffer(tableLength - 16));
  const point = (place: number, id: number, length: number, start: number): void => {
    table.setUint16(10 * place, id, true);
    table.setUint32(10 * place + 2, length, true);
    table.setUint32(10 * place + 6, start + 1, true);
  };
  point(0, 0, tableLength, 6);
  let start = 6 + tableLength;
  for (const [place, id] of ids.entries()) {
    const body = bodies.get(id);
    if (body === undefined) {
      table.setUint16(10 * (place + 1), id, true);
      continue;
    }
    const head = bytesOf(16, (view) => {
      view.setUint16(2, id, true);
      view.setUint32(4, 16 + body.length, true);
      view.setUint16(8, 0x1414, true);
    });
    sections.push(head, body);
    point(place + 1, id, 16 + body.length, start);
    start += 16 + body.length;
  }
  const tableHead = bytesOf(16, (view) => {
    view.setUint32(4, tableLength, true);
    view.setUint16(8, 0x1414, true);
  });
  tableHead.set(new TextEncoder().encode('SCPECG'), 10);
  const fileHead = bytesOf(6, (view) => view.setUint32(2, start, true));
  return mendChecksums(concat(fileHead, tableHead, new Uint8Array(table.buffer), ...sections));
};
