import { type CsvInspection, inspectCsv } from '../formats/csv/inspect.ts';
import type { NamedBytes } from '../formats/format.ts';
import { recogniseFormat } from '../formats/registry.ts';
import { type Result, refuse } from '../result.ts';

/** What a table leaves open and what a person needs to see of it. Errors: `unsupported` for what is no table; those of `inspectCsv`. */
export const inspectTable = (files: readonly NamedBytes[]): Result<CsvInspection> => {
  const opened = files[0];
  if (opened === undefined) return refuse('empty-file', 'No file was given.');
  if (recogniseFormat(opened.bytes, opened.name)?.id !== 'csv') {
    return refuse('unsupported', `${opened.name} is no table of numbers.`, opened.name);
  }
  return inspectCsv(opened);
};
