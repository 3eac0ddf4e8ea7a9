import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { z } from 'zod';
import { splitCells } from './cells.ts';
import type { Label } from './labels.ts';
import type { Body, Shape } from './table.ts';

const place = z.int().min(1).max(4096);

/**
 * How a table is laid out that does not say so itself: given by a person once, and found again by `signature` for every file
 * of the same writer. It goes before what the file says.
 */
export const csvLayoutSchema = z
  .object({
    signature: z.string().regex(/^[0-9a-f]{32}$/),
    delimiter: z.enum([',', ';', '\t']),
    decimalComma: z.boolean(),
    leadsInRows: z.boolean(),
    /** Rows above the values. */
    headingRows: z.int().min(0).max(100),
    /** Cells before the values of a row, where leads stand in rows. */
    headingCells: z.int().min(0).max(10),
    /** null: the time column or the file's own facts tell it. */
    sampleRateHz: z.number().positive().max(100_000).nullable(),
    unit: z.enum(['mV', 'uV', 'counts']),
    /** For a unit of counts. */
    countsPerMv: z.number().positive().nullable(),
    /** What columns (or rows) hold; one that is not named here is left out. */
    series: z
      .array(
        z.discriminatedUnion('use', [
          z.object({ place, use: z.literal('lead'), name: z.string().trim().min(1).max(40) }).strict(),
          z.object({ place, use: z.literal('time'), unit: z.enum(['s', 'ms', 'us', 'clock']) }).strict(),
        ]),
      )
      .min(1)
      .max(512),
  })
  .strict();
export type CsvLayout = z.infer<typeof csvLayoutSchema>;

export const shapeOfLayout = (layout: CsvLayout): Shape => ({
  dialect: { delimiter: layout.delimiter, decimalComma: layout.decimalComma },
  leadsInRows: layout.leadsInRows,
  hasNames: layout.leadsInRows ? layout.headingCells > 0 : layout.headingRows > 0,
  headingRows: layout.headingRows,
  headingCells: layout.leadsInRows ? layout.headingCells : 0,
});

/** What each column (or row) of the layout holds, by its place. */
export const labelsOf = (layout: CsvLayout): ReadonlyMap<number, Label> =>
  new Map(
    layout.series.map((one) => [
      one.place,
      one.use === 'lead' ? { kind: 'signal', name: one.name, unit: layout.unit } : { kind: 'time', unit: one.unit },
    ]),
  );

/** Words of a heading tell its writer; digits in them (a date, a number of the recording) change from file to file. */
const plainWords = (cell: string): string =>
  cell
    .trim()
    .toLowerCase()
    .replace(/\d{3,}/g, '0');

/**
 * The same for files of one writer: delimiter, decimal sign, orientation, number of columns and the words above or before
 * the values, hashed, so that nothing of the file is kept. Values and the number of samples do not count.
 */
export const signatureOf = (body: Body, shape: Shape): string => {
  const { dialect, leadsInRows, headingRows, headingCells } = shape;
  const cells = (line: string): readonly string[] => splitCells(line, dialect.delimiter);
  const words = leadsInRows
    ? body.lines.slice(headingRows).map((line) => cells(line).slice(0, headingCells).map(plainWords))
    : body.lines.slice(0, headingRows).map((line) => cells(line).map(plainWords));
  const width = leadsInRows ? body.lines.length - headingRows : cells(body.lines[headingRows] ?? '').length;
  const text = JSON.stringify([1, dialect.delimiter, dialect.decimalComma, leadsInRows, headingRows, width, words]);
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, 32);
};
