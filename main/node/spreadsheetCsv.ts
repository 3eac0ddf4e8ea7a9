import papaparse from 'papaparse';

/** Tells spreadsheets that the file is UTF-8. */
const byteOrderMark = '\uFEFF';
/** A spreadsheet computes what begins so, and a file's name may come from a stranger. */
const formula = /^\s*[=+\-@\t\r]/;

/** Rows under the names of their columns as CSV for a spreadsheet: no cell is a formula there. */
export const spreadsheetCsv = (rows: readonly Readonly<Record<string, string>>[]): string =>
  `${byteOrderMark}${papaparse.unparse(rows, { escapeFormulae: formula })}\r\n`;
