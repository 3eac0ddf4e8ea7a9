import papaparse from 'papaparse';

export type Delimiter = ',' | ';' | '\t';

/** How a table writes its cells. */
export interface Dialect {
  readonly delimiter: Delimiter;
  readonly decimalComma: boolean;
}

/** Splits one line into cells; quotes (" or ') around a cell are taken off. Lines of plain numbers take the short way. */
export const splitCells = (line: string, delimiter: Delimiter): readonly string[] => {
  if (line.includes('"')) return papaparse.parse(line, { delimiter, newline: '\n' }).data[0] ?? [];
  const cells = line.split(delimiter);
  return line.includes("'") ? cells.map((cell) => cell.trim().replace(/^'(.*)'$/, '$1')) : cells;
};

/** The delimiter by which these lines fall into cells: a tab before a semicolon before a comma. */
export const detectDelimiter = (lines: readonly string[]): Delimiter => {
  if (lines.some((line) => line.includes('\t'))) return '\t';
  return lines.some((line) => line.includes(';')) ? ';' : ',';
};

const decimalCommaCell = /^\s*[-+]?\d*,\d+(?:e[-+]?\d+)?\s*$/i;

export const detectDialect = (lines: readonly string[]): Dialect => {
  const delimiter = detectDelimiter(lines);
  const decimalComma =
    delimiter !== ',' && lines.some((line) => splitCells(line, delimiter).some((cell) => decimalCommaCell.test(cell)));
  return { delimiter, decimalComma };
};

const missingWord = /^(?:nan|na|n\/a|null|none|-|--)?$/i;
const number = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?$/i;

/** What a cell holds: a finite number, NaN for a missing sample, or null for text. */
export const cellValue = (cell: string, decimalComma: boolean): number | null => {
  const text = cell.trim();
  const plain = decimalComma ? text.replace(',', '.') : text;
  if (!number.test(plain)) return missingWord.test(text) ? Number.NaN : null;
  const value = Number(plain);
  return Number.isFinite(value) ? value : null;
};

const clock = /^\[?(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,9})?)\]?$/;

/** Seconds of a clock such as `0:00.003` or `1:02:03.5`, or null. */
export const clockSeconds = (cell: string): number | null => {
  const match = clock.exec(cell.trim());
  if (match === null) return null;
  return Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3]!.replace(',', '.'));
};
