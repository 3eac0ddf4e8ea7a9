import type { DisplayItem } from '../tracing/displayList.ts';
import { textWidthMm, wrapText } from '../tracing/textWidth.ts';
import { sizes, text } from './page.ts';
import type { Statement } from './statements.ts';

export const lineMm = 4.3;
const labelWidthMm = 17;
const detailWidthMm = 53;

export interface BlockPlace {
  readonly xMm: number;
  /** Baseline of the first line. */
  readonly yMm: number;
  readonly widthMm: number;
  /** Lines left out at the beginning, for they stand on an earlier page. */
  readonly skipped: number;
  /** At most this many are drawn. */
  readonly lines: number;
}

interface Line {
  readonly text: string;
  readonly detail: string | null;
  readonly statement: Statement;
}

const linesOf = (statement: Statement, widthMm: number): readonly Line[] => {
  const roomMm = statement.detail === null ? widthMm : widthMm - detailWidthMm - 3;
  return wrapText(statement.text, roomMm, sizes.body, statement.weight).map((each, index) => ({
    text: each,
    detail: index === 0 ? statement.detail : null,
    statement,
  }));
};

/** How many lines the statements need in a block of this width. */
export const linesNeeded = (statements: readonly Statement[], widthMm: number): number =>
  statements.reduce((sum, each) => sum + linesOf(each, widthMm - labelWidthMm).length, 0);

/**
 * A label and beside it the statements, line under line, figures in a column of their own. When they need more than
 * `place.lines` and `more` is given, the last line says that instead.
 */
export const statementBlock = (
  label: string,
  statements: readonly Statement[],
  place: BlockPlace,
  more: string | null,
): readonly DisplayItem[] => {
  const x = place.xMm + labelWidthMm;
  const widthMm = place.widthMm - labelWidthMm;
  const all = statements.flatMap((statement) => linesOf(statement, widthMm)).slice(place.skipped);
  const overflows = more !== null && all.length > place.lines;
  const shown = all.slice(0, overflows ? place.lines - 1 : place.lines);
  if (shown.length === 0) return [];
  // The column of figures stands beside the longest text, not at the far edge: the eye must not lose the line.
  const longestMm = Math.max(
    0,
    ...shown
      .filter((line) => line.statement.detail !== null)
      .map((line) => textWidthMm(line.text, sizes.body, line.statement.weight)),
  );
  const detailX = x + Math.min(Math.max(longestMm + 6, 52), widthMm - detailWidthMm);
  const items: DisplayItem[] = [text(label, place.xMm, place.yMm, labelWidthMm - 2, sizes.small, { ink: 'muted' })];
  shown.forEach((line, index) => {
    const y = place.yMm + index * lineMm;
    const ink = line.statement.critical ? 'critical' : 'text';
    const roomMm = line.detail === null ? widthMm : detailX - x - 3;
    items.push(text(line.text, x, y, roomMm, sizes.body, { ink, weight: line.statement.weight }));
    if (line.detail !== null) items.push(text(line.detail, detailX, y, detailWidthMm, sizes.body, { ink: 'muted' }));
  });
  if (overflows) {
    items.push(text(more, x, place.yMm + (place.lines - 1) * lineMm, widthMm, sizes.body, { ink: 'muted' }));
  }
  return items;
};
