import { isStandardLead, leadName } from '../leadNames.ts';
import { cellValue, clockSeconds, splitCells } from './cells.ts';
import { commentPair, factsFrom } from './facts.ts';
import { parseLabel } from './labels.ts';
import { type Shape, shapeOf, splitBody } from './table.ts';
import { decodeText, isBinary } from './text.ts';

const wholeHead = 64 * 1024;
const looked = 50;
/** A table of samples may have a text or two in it (and is then refused by name); a list of patients has many. */
const leastNumericShare = 0.8;
const leastEqualRows = 0.8;

const isTableName = (name: string): boolean => /\.(?:csv|tsv|txt)$/i.test(name);

/** The head's whole lines: the last one is cut off somewhere, unless the head is the file. */
const wholeLines = (lines: readonly string[], isCut: boolean): readonly string[] => {
  if (!isCut) return lines;
  if (lines.length > 1) return lines.slice(0, -1);
  return lines.map((line) =>
    line.slice(0, Math.max(line.lastIndexOf(','), line.lastIndexOf(';'), line.lastIndexOf('\t'), 0)),
  );
};

const statesRate = (comments: readonly string[]): boolean => {
  const pairs = comments.flatMap((comment) => {
    const pair = commentPair(comment);
    return pair === null ? [] : [pair];
  });
  const facts = factsFrom(pairs, '');
  return !facts.ok || facts.value.sampleRateHz !== null;
};

const leadsNamed = (cells: readonly string[]): number =>
  cells.filter((cell) => {
    const label = parseLabel(cell, null);
    return label.kind === 'signal' && isStandardLead(leadName(label.name));
  }).length;

/** Share of the value cells that are numbers or empty; 0 when a whole column is words (a list of patients) or nothing. */
const numericShare = (rows: readonly (readonly string[])[], shape: Shape): number => {
  const valueRows = rows.slice(shape.headingRows).map((row) => row.slice(shape.headingCells));
  const textInColumn: number[] = [];
  let cells = 0;
  let numeric = 0;
  let finite = 0;
  for (const row of valueRows) {
    for (const [column, cell] of row.entries()) {
      const value = cellValue(cell, shape.dialect.decimalComma) ?? clockSeconds(cell);
      cells += 1;
      if (value === null) textInColumn[column] = (textInColumn[column] ?? 0) + 1;
      else numeric += 1;
      if (value !== null && Number.isFinite(value)) finite += 1;
    }
  }
  const hasWordColumn = valueRows.length > 1 && textInColumn.some((count) => count === valueRows.length);
  return finite === 0 || hasWordColumn ? 0 : numeric / cells;
};

/**
 * True for a text that is a table of numbers: it may still lack a rate or a unit, which decoding then says. Source code,
 * JSON, prose and tables of words are not.
 */
export const recognisesCsv = (head: Uint8Array, name: string): boolean => {
  const text = decodeText(head).replace(/^\ufeff/, '');
  if (isBinary(text) || /^\s*(?:[{[<]|%PDF|%!)/.test(text)) return false;
  if (/^\s*#\s*einthoven csv\b/i.test(text)) return true;
  const body = splitBody(text);
  const whole = wholeLines(body.lines, head.length >= wholeHead).filter((line) => line.trim() !== '');
  if (whole.length === 0) return false;
  const lines = whole.slice(0, looked);
  const shape = shapeOf(lines, whole.length);
  const rows = lines.map((line) => splitCells(line, shape.dialect.delimiter));
  const width = rows[0]!.length;
  const named = shape.hasNames && !shape.leadsInRows ? leadsNamed(rows[0]!) : 0;
  // The heading of an ECG table is enough where the name agrees: what is wrong below it is then said by row.
  if (named > 0 && (named > 2 || isTableName(name))) return true;
  const alike = rows.filter((row) => Math.abs(row.length - width) <= 1).length / rows.length;
  if (alike < leastEqualRows || numericShare(rows, shape) < leastNumericShare) return false;
  // One bare column of numbers may be anything, a list of record names for instance.
  return width > 1 || isTableName(name) || named > 0 || statesRate(body.comments);
};
