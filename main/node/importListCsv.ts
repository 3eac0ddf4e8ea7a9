import papaparse from 'papaparse';
import type { ImportedFile } from '../../app/workflow/importRecordings.ts';

const outcomes = { taken: 'taken in', duplicate: 'already there', refused: 'refused' } as const;
/** Tells spreadsheets that the file is UTF-8. */
const byteOrderMark = '\uFEFF';
/** A spreadsheet computes what begins so, and a file's name may come from a stranger. */
const formula = /^\s*[=+\-@\t\r]/;

/** The list of an import as CSV for a spreadsheet: no cell is a formula there. */
export function importListCsv(files: readonly ImportedFile[]): string {
  const rows = files.map((file) => ({
    file: file.file,
    outcome: outcomes[file.kind],
    recording: file.recordingId === null ? '' : String(file.recordingId),
    code: file.kind === 'refused' ? file.error.code : '',
    reason: file.kind === 'refused' ? file.error.message : '',
  }));
  return `${byteOrderMark}${papaparse.unparse(rows, { escapeFormulae: formula })}\r\n`;
}
