import type { ImportedFile } from '../../app/workflow/importRecordings.ts';
import { spreadsheetCsv } from './spreadsheetCsv.ts';

const outcomes = { taken: 'taken in', duplicate: 'already there', refused: 'refused', other: 'not an ECG' } as const;

/** The list of an import as CSV for a spreadsheet: no cell is a formula there. */
export function importListCsv(files: readonly ImportedFile[]): string {
  return spreadsheetCsv(
    files.map((file) => ({
      file: file.file,
      outcome: outcomes[file.kind],
      recording: file.recordingId === null ? '' : String(file.recordingId),
      code: 'error' in file ? file.error.code : '',
      reason: 'error' in file ? file.error.message : '',
    })),
  );
}
