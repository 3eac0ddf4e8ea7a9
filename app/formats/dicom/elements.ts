import type { DataSet } from 'dicom-parser';
import { latin1, tidy } from '../text.ts';

/** A data set with the text encoding that its file names. */
export interface Elements {
  readonly set: DataSet;
  readonly charset: string;
}

/** Encodings by DICOM's defined terms (PS3.3 C.12.1.1.2); what is not here is read as ISO 8859-1. */
const encodings: ReadonlyMap<string, string> = new Map([
  ['ISO_IR 192', 'utf-8'],
  ['GB18030', 'gb18030'],
  ['GBK', 'gbk'],
  ['ISO_IR 101', 'iso-8859-2'],
  ['ISO_IR 109', 'iso-8859-3'],
  ['ISO_IR 110', 'iso-8859-4'],
  ['ISO_IR 144', 'iso-8859-5'],
  ['ISO_IR 127', 'iso-8859-6'],
  ['ISO_IR 126', 'iso-8859-7'],
  ['ISO_IR 138', 'iso-8859-8'],
  ['ISO_IR 148', 'windows-1254'],
  ['ISO_IR 166', 'windows-874'],
  ['ISO_IR 13', 'shift_jis'],
  ['ISO 2022 IR 87', 'iso-2022-jp'],
  ['ISO 2022 IR 149', 'euc-kr'],
]);

export const charsetOf = (set: DataSet): string => {
  const terms = (bytesOf(set, 'x00080005') ?? new Uint8Array(0)).length;
  if (terms === 0) return 'latin1';
  const named = latin1(bytesOf(set, 'x00080005')!).split('\\');
  for (const term of named.reverse()) {
    const encoding = encodings.get(tidy(term));
    if (encoding !== undefined) return encoding;
  }
  return 'latin1';
};

/** The bytes of an element; null when it is absent or reaches beyond the file. */
export const bytesOf = (set: DataSet, tag: string): Uint8Array | null => {
  const element = set.elements[tag];
  if (element === undefined || element.items !== undefined) return null;
  const { dataOffset, length } = element;
  if (!(length >= 0) || dataOffset + length > set.byteArray.length) return null;
  return set.byteArray.subarray(dataOffset, dataOffset + length);
};

/** The text of an element without padding; null when absent or empty. */
export const textOf = ({ set, charset }: Elements, tag: string): string | null => {
  const bytes = bytesOf(set, tag);
  if (bytes === null || bytes.length > 65536) return null;
  const text = tidy(charset === 'latin1' ? latin1(bytes) : new TextDecoder(charset).decode(bytes));
  return text === '' ? null : text;
};

/** The first number of a decimal string; null when absent, NaN when it is no number. */
export const decimalOf = (elements: Elements, tag: string): number | null => {
  const text = textOf(elements, tag)?.split('\\')[0]?.trim();
  if (text === undefined || text === '') return null;
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?$/i.test(text) ? Number(text) : Number.NaN;
};

/** A binary whole number of the element's own length (2 or 4 bytes), in the file's byte order. */
export const wholeOf = (set: DataSet, tag: string): number | null => {
  const length = bytesOf(set, tag)?.length ?? 0;
  if (length >= 4) return set.uint32(tag) ?? null;
  return length >= 2 ? (set.uint16(tag) ?? null) : null;
};

/** The items of a sequence; none when it is absent. */
export const itemsOf = ({ set, charset }: Elements, tag: string): readonly Elements[] =>
  (set.elements[tag]?.items ?? []).flatMap((item) =>
    item.dataSet === undefined ? [] : [{ set: item.dataSet, charset }],
  );

export interface Code {
  readonly value: string;
  readonly scheme: string;
  readonly meaning: string;
}

/** The first code of a code sequence; null when there is none. */
export const codeOf = (elements: Elements, tag: string): Code | null => {
  const item = itemsOf(elements, tag)[0];
  if (item === undefined) return null;
  const value = textOf(item, 'x00080100') ?? '';
  const meaning = textOf(item, 'x00080104') ?? '';
  return value === '' && meaning === '' ? null : { value, scheme: textOf(item, 'x00080102') ?? '', meaning };
};
