import type { ImportedFile } from '../../app/workflow/importRecordings.ts';
import { spreadsheetCsv } from './spreadsheetCsv.ts';

const outcomes = { taken: 'taken in', duplicate: 'already there', refused: 'refused' } as const;

/** The list of an import as CSV for a spreadsheet: no cell is a formula there. */
export function importListCsv(files: readonly ImportedFile[]): string {
  return spreadsheetCsv(
    files.map((file) => ({
      file: file.file,
      outcome: outcomes[file.kind],
      recording: file.recordingId === null ? '' : String(file.recordingId),
      code: file.kind === 'refused' ? file.error.code : '',
      reason: file.kind === 'refused' ? file.error.message : '',
    })),
  );
}
