import { accept, type Result, refuse } from '../../result.ts';
import { cellValue, clockSeconds, type Dialect, detectDialect, splitCells } from './cells.ts';
import { isUnit, type Label, parseLabel } from './labels.ts';

/** One column (or row, where leads stand in rows) of a table, before anything is known of its scale. */
export interface Series {
  readonly label: Label;
  /** Place in the table, from 1. */
  readonly place: number;
  /** NaN where the cell is empty. */
  readonly values: Float64Array;
  /** True when the cells are clock times; the values are then seconds. */
  readonly isClock: boolean;
  /** Most digits after the decimal point in the first rows. */
  readonly decimals: number;
}

export interface Table {
  readonly series: readonly Series[];
  readonly hasNames: boolean;
  readonly comments: readonly string[];
  /** Where value i of a series stands in the file, in words. */
  readonly placeOfValue: (index: number) => string;
}

/** The lines of a text that hold cells, with their line numbers, apart from its comments. */
export interface Body {
  readonly lines: readonly string[];
  readonly lineNumbers: readonly number[];
  readonly comments: readonly string[];
}

const isComment = (line: string): boolean => /^\s*(?:#|%|\/\/)/.test(line);
const isBlank = (line: string): boolean => line.trim() === '';

/** Leads stand in rows only where there are few of them and they are longer than the table is high and than any list of facts. */
const mostRowLeads = 64;
const fewestRowCells = 32;
const sampledLines = 50;

export const splitBody = (text: string): Body => {
  const lines: string[] = [];
  const lineNumbers: number[] = [];
  const comments: string[] = [];
  const all = text.replace(/^\ufeff/, '').split(/\r\n|\n|\r/);
  // What follows the last line end is no line.
  if (all.at(-1) === '') all.pop();
  for (const [index, line] of all.entries()) {
    if (isComment(line)) comments.push(line);
    else if (lines.length > 0 || !isBlank(line)) {
      lines.push(line);
      lineNumbers.push(index + 1);
    }
  }
  return { lines, lineNumbers, comments };
};

/** How a table is laid out: where names stand and where values begin. */
export interface Shape {
  readonly dialect: Dialect;
  readonly leadsInRows: boolean;
  readonly hasNames: boolean;
  /** Rows above the values (columns: names and perhaps units; rows: perhaps a heading). */
  readonly headingRows: number;
  /** Cells before the values in each row, where leads stand in rows: the name and perhaps the unit. */
  readonly headingCells: number;
}

const isValue = (cell: string, dialect: Dialect): boolean =>
  cellValue(cell, dialect.decimalComma) !== null || clockSeconds(cell) !== null;

/** Cells before the values of a row that begins with a lead's name; 0 when it is no such row. */
const headingCellsOf = (cells: readonly string[], dialect: Dialect): number => {
  if (cells.length < 2 || isValue(cells[0]!, dialect)) return 0;
  const skip = cells.length > 2 && isUnit(cells[1]!) ? 2 : 1;
  return cells.slice(skip).every((cell) => isValue(cell, dialect)) ? skip : 0;
};

/** Finds out how the table is laid out, from its first lines. `lineCount` is the number of lines in all. */
export const shapeOf = (lines: readonly string[], lineCount: number): Shape => {
  const sample = lines.slice(0, sampledLines).filter((line) => !isBlank(line));
  const dialect = detectDialect(sample);
  const first = splitCells(sample[0] ?? '', dialect.delimiter);
  const second = sample[1] === undefined ? null : splitCells(sample[1], dialect.delimiter);
  const isFlat = lineCount <= mostRowLeads && first.length > Math.max(lineCount, fewestRowCells);
  if (isFlat) {
    const own = headingCellsOf(first, dialect);
    const next = second === null ? 0 : headingCellsOf(second, dialect);
    if (own > 0 && (second === null || next > 0)) {
      return { dialect, leadsInRows: true, hasNames: true, headingRows: 0, headingCells: own };
    }
    if (next > 0) return { dialect, leadsInRows: true, hasNames: true, headingRows: 1, headingCells: next };
  }
  const hasNames = first.some((cell) => !isValue(cell, dialect));
  if (!hasNames) {
    return {
      dialect,
      leadsInRows: isFlat && first.length > mostRowLeads,
      hasNames,
      headingRows: 0,
      headingCells: 0,
    };
  }
  const isUnitRow =
    second?.some((cell) => isUnit(cell)) === true && second.every((cell) => cell.trim() === '' || isUnit(cell));
  return { dialect, leadsInRows: false, hasNames, headingRows: isUnitRow ? 2 : 1, headingCells: 0 };
};

const decimalsOf = (cell: string): number => {
  if (/e/i.test(cell)) return 12;
  return /[.,](\d+)\]?\s*$/.exec(cell)?.[1]?.length ?? 0;
};

const nameOf = (label: Label, place: number): string =>
  label.kind === 'signal' ? label.name : label.kind === 'time' ? 'time' : `number ${place}`;

interface Filling {
  readonly label: Label;
  readonly place: number;
  readonly values: Float64Array;
  isClock: boolean;
  decimals: number;
}

const startFilling = (label: Label, place: number, count: number): Filling => ({
  label,
  place,
  values: new Float64Array(count),
  isClock: label.kind === 'time' && label.unit === 'clock',
  decimals: 0,
});

/** Puts one cell into its series; false when it holds text. */
const fill = (series: Filling, index: number, cell: string, decimalComma: boolean): boolean => {
  let value = series.isClock ? clockSeconds(cell) : cellValue(cell, decimalComma);
  if (value === null && index === 0 && series.label.kind === 'time') {
    value = clockSeconds(cell);
    series.isClock = value !== null;
  }
  if (value === null) return false;
  if (index < sampledLines) series.decimals = Math.max(series.decimals, decimalsOf(cell));
  series.values[index] = value;
  return true;
};

/** A row's cells without the empty one that a trailing delimiter makes; null when their number is wrong. */
const cellsOf = (line: string, dialect: Dialect, expected: number): readonly string[] | null => {
  const cells = splitCells(line, dialect.delimiter);
  if (cells.length === expected) return cells;
  return cells.length === expected + 1 && isBlank(cells[expected]!) ? cells.slice(0, expected) : null;
};

const raggedRow = (file: string, lineNumber: number, expected: number) =>
  refuse('values-invalid', `${file}, row ${lineNumber}: expected ${expected} cells as in the first row.`, file);

const textInCell = (file: string, lineNumber: number, column: string) =>
  refuse('values-invalid', `${file}, row ${lineNumber}, column ${column}: expected a number, found text.`, file);

/** What a person said that the columns (or rows) hold, by their places: the others are not read. Null where nobody said so. */
type GivenLabels = ReadonlyMap<number, Label> | null;

const readColumns = (
  body: Body,
  lines: readonly string[],
  shape: Shape,
  given: GivenLabels,
  file: string,
): Result<Table> => {
  const { dialect, headingRows } = shape;
  // Above the values of a layout may stand lines of any width.
  const width = splitCells(lines[given === null ? 0 : headingRows]!, dialect.delimiter).length;
  const names = shape.hasNames ? splitCells(lines[0]!, dialect.delimiter) : null;
  const units = headingRows === 2 ? splitCells(lines[1]!, dialect.delimiter) : null;
  const count = lines.length - headingRows;
  const series = Array.from({ length: width }, (_, column) => {
    const own: Label =
      names === null
        ? { kind: 'signal', name: `column ${column + 1}`, unit: null }
        : parseLabel(names[column] ?? '', units?.[column] ?? null);
    const isRead = given === null || given.has(column + 1);
    return startFilling(given?.get(column + 1) ?? own, column + 1, isRead ? count : 0);
  });
  for (let index = 0; index < count; index += 1) {
    const line = lines[headingRows + index]!;
    const lineNumber = body.lineNumbers[headingRows + index]!;
    const cells = cellsOf(line, dialect, width);
    if (cells === null) return raggedRow(file, lineNumber, width);
    for (let column = 0; column < width; column += 1) {
      if (given !== null && !given.has(column + 1)) continue;
      if (!fill(series[column]!, index, cells[column]!, dialect.decimalComma)) {
        return textInCell(file, lineNumber, nameOf(series[column]!.label, column + 1));
      }
    }
  }
  return accept({
    series: series.filter((one) => given === null || given.has(one.place)),
    hasNames: given !== null || shape.hasNames,
    comments: body.comments,
    placeOfValue: (index) => `row ${body.lineNumbers[headingRows + index] ?? index + 1}`,
  });
};

const readRows = (
  body: Body,
  lines: readonly string[],
  shape: Shape,
  given: GivenLabels,
  file: string,
): Result<Table> => {
  const { dialect, headingRows, headingCells } = shape;
  const width = splitCells(lines[headingRows]!, dialect.delimiter).length;
  const count = width - headingCells;
  const series: Filling[] = [];
  for (let row = headingRows; row < lines.length; row += 1) {
    if (given !== null && !given.has(row + 1 - headingRows)) continue;
    const lineNumber = body.lineNumbers[row]!;
    const cells = cellsOf(lines[row]!, dialect, width);
    if (cells === null) return raggedRow(file, lineNumber, width);
    const place = row + 1 - headingRows;
    const own: Label = shape.hasNames
      ? parseLabel(cells[0]!, headingCells === 2 ? cells[1]! : null)
      : { kind: 'signal', name: `row ${row + 1}`, unit: null };
    const label = given?.get(place) ?? own;
    // A row called `lead` or `name` heads the others: it numbers the samples.
    const isHeading = given === null && label.kind === 'signal' && /^(?:leads?|names?|channels?)$/i.test(label.name);
    const filling = startFilling(isHeading ? { kind: 'index' } : label, place, count);
    for (let index = 0; index < count; index += 1) {
      if (!fill(filling, index, cells[headingCells + index]!, dialect.decimalComma)) {
        return textInCell(file, lineNumber, String(headingCells + index + 1));
      }
    }
    series.push(filling);
  }
  return accept({
    series,
    hasNames: given !== null || shape.hasNames,
    comments: body.comments,
    placeOfValue: (index) => `column ${headingCells + index + 1}`,
  });
};

/**
 * Reads a table of numbers with its comment lines. Errors: `values-invalid` naming row and column, for text in cells and
 * rows of different length. Empty cells are missing samples. A layout that a person gave says where values stand and which
 * columns or rows are read; otherwise the table's first lines tell.
 */
export const readTable = (
  text: string,
  file: string,
  layout: { readonly shape: Shape; readonly labels: ReadonlyMap<number, Label> } | null = null,
): Result<Table> => {
  const body = splitBody(text);
  const shape = layout?.shape ?? shapeOf(body.lines, body.lines.length);
  const given = layout?.labels ?? null;
  const width = splitCells(body.lines[shape.headingRows] ?? '', shape.dialect.delimiter).length;
  // In a table of one column an empty line is a missing sample; elsewhere empty lines at the end mean nothing.
  let end = body.lines.length;
  if (width > 1) while (end > 0 && isBlank(body.lines[end - 1]!)) end -= 1;
  const lines = body.lines.slice(0, end);
  if (lines.length <= shape.headingRows) return refuse('values-invalid', `${file} holds no samples.`, file);
  const firstWidth = splitCells(lines[layout === null ? 0 : shape.headingRows]!, shape.dialect.delimiter).length;
  // Every cell takes a byte at least, so a first row that promises more than that is ragged: do not allocate for it.
  if (firstWidth * lines.length > text.length + lines.length + firstWidth) {
    const odd = lines.findIndex((line) => cellsOf(line, shape.dialect, firstWidth) === null);
    return raggedRow(file, body.lineNumbers[Math.max(0, odd)]!, firstWidth);
  }
  return shape.leadsInRows ? readRows(body, lines, shape, given, file) : readColumns(body, lines, shape, given, file);
};
