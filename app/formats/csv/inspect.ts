import { accept, type Result, refuse } from '../../result.ts';
import type { NamedBytes } from '../format.ts';
import { isOtherSignal, leadName } from '../leadNames.ts';
import { millivoltsIn } from '../units.ts';
import { cellValue, clockSeconds, splitCells } from './cells.ts';
import { commentPair, factsFrom, noFacts } from './facts.ts';
import { type Label, parseLabel } from './labels.ts';
import { type CsvLayout, signatureOf } from './layout.ts';
import { type Body, type Shape, shapeOf, splitBody } from './table.ts';
import { readText } from './text.ts';

/** What a table does not say and must be asked. */
export const csvQuestions = ['rate', 'unit', 'gain', 'lead-names'] as const;
export type CsvQuestion = (typeof csvQuestions)[number];

/** A layout of which parts may be unknown; a person fills them in. */
export type CsvDraft = Omit<CsvLayout, 'unit'> & { readonly unit: CsvLayout['unit'] | null };

/** What a person sees of a table to say how it is laid out. */
export interface CsvInspection {
  /** What the file itself tells; null or left out is what it leaves open. */
  readonly draft: CsvDraft;
  readonly questions: readonly CsvQuestion[];
  /** The first cells of the first lines, headings included; comments left out. */
  readonly preview: readonly (readonly string[])[];
  /** Columns, or rows where leads stand in rows. */
  readonly seriesCount: number;
}

const previewRows = 12;
const previewCells = 24;
const previewChars = 40;
const looked = 50;
const mostSeries = 512;

const isNumeric = (cells: readonly string[], shape: Shape): boolean => {
  const values = cells.map((cell) => cellValue(cell, shape.dialect.decimalComma) ?? clockSeconds(cell));
  return values.length > 0 && values.every((value) => value !== null) && values.some((value) => Number.isFinite(value));
};

interface Seen {
  readonly place: number;
  readonly label: Label;
  readonly isNumeric: boolean;
}

const seenColumns = (body: Body, shape: Shape): readonly Seen[] => {
  const rows = body.lines.slice(0, looked).map((line) => splitCells(line, shape.dialect.delimiter));
  const values = rows.slice(shape.headingRows);
  const width = values[0]?.length ?? 0;
  return Array.from({ length: Math.min(width, mostSeries) }, (_, column) => ({
    place: column + 1,
    label: shape.hasNames
      ? parseLabel(rows[0]?.[column] ?? '', shape.headingRows === 2 ? (rows[1]?.[column] ?? null) : null)
      : { kind: 'blank' as const },
    isNumeric: isNumeric(
      values.map((row) => row[column] ?? ''),
      shape,
    ),
  }));
};

const seenRows = (body: Body, shape: Shape): readonly Seen[] =>
  body.lines.slice(shape.headingRows, shape.headingRows + mostSeries).map((line, row) => {
    const cells = splitCells(line, shape.dialect.delimiter);
    return {
      place: row + 1,
      label: shape.hasNames
        ? parseLabel(cells[0] ?? '', shape.headingCells === 2 ? (cells[1] ?? null) : null)
        : { kind: 'blank' as const },
      isNumeric: isNumeric(cells.slice(shape.headingCells, shape.headingCells + looked), shape),
    };
  });

const leadUnit = (unit: string): CsvLayout['unit'] | null => {
  if (/^(?:counts?|adu|lsb)$/i.test(unit)) return 'counts';
  const mv = millivoltsIn(unit);
  return mv === 1 ? 'mV' : mv === 1e-3 ? 'uV' : null;
};

type DraftSeries = CsvDraft['series'][number];

const draftSeries = ({ place, label, isNumeric }: Seen): readonly DraftSeries[] => {
  if (!isNumeric) return [];
  if (label.kind === 'time') return label.unit === null ? [] : [{ place, use: 'time', unit: label.unit }];
  if (label.kind === 'index') return [];
  const name = label.kind === 'signal' ? leadName(label.name) : `column ${place}`;
  return isOtherSignal(name) ? [] : [{ place, use: 'lead', name: name.slice(0, 40) }];
};

/**
 * Looks at a table's beginning: what can be told of its layout, what is left open, and what a person needs to see to answer.
 * Nothing is guessed: rate and unit come from the file or stay unknown. Errors: `too-large`, `values-invalid` for no table.
 */
export const inspectCsv = ({ name: file, bytes }: NamedBytes): Result<CsvInspection> => {
  const text = readText(bytes, file);
  if (!text.ok) return text;
  const body = splitBody(text.value);
  const shape = shapeOf(body.lines, body.lines.length);
  const seen = shape.leadsInRows ? seenRows(body, shape) : seenColumns(body, shape);
  const series = seen.flatMap(draftSeries);
  if (series.length === 0) return refuse('values-invalid', `${file} holds no column or row of numbers.`, file);
  const pairs = body.comments.flatMap((comment) => {
    const pair = commentPair(comment);
    return pair === null ? [] : [pair];
  });
  const stated = factsFrom(pairs, file);
  const facts = stated.ok ? stated.value : noFacts;
  const units = seen.flatMap(({ label }) => (label.kind === 'signal' && label.unit !== null ? [label.unit] : []));
  const unit = leadUnit(facts.unit ?? units[0] ?? '');
  const hasTime = series.some(({ use }) => use === 'time');
  const isNamed = seen.every(({ label }) => label.kind !== 'blank') || facts.leads !== null;
  const questions: CsvQuestion[] = [];
  if (facts.sampleRateHz === null && !hasTime) questions.push('rate');
  if (unit === null) questions.push('unit');
  if (unit === 'counts' && facts.countsPerMv === null) questions.push('gain');
  if (!isNamed) questions.push('lead-names');
  return accept({
    draft: {
      signature: signatureOf(body, shape),
      delimiter: shape.dialect.delimiter,
      decimalComma: shape.dialect.decimalComma,
      leadsInRows: shape.leadsInRows,
      headingRows: shape.headingRows,
      headingCells: shape.headingCells,
      sampleRateHz: facts.sampleRateHz,
      unit,
      countsPerMv: facts.countsPerMv,
      series,
    },
    questions,
    preview: body.lines.slice(0, previewRows).map((line) =>
      splitCells(line.slice(0, previewCells * previewChars), shape.dialect.delimiter)
        .slice(0, previewCells)
        .map((cell) => cell.trim().slice(0, previewChars)),
    ),
    seriesCount: seen.length,
  });
};
