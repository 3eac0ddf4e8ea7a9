import type { DisplayItem } from '../tracing/displayList.ts';
import { wrapText } from '../tracing/textWidth.ts';
import { type PageSize, rule, sizes, text } from './page.ts';

/** A table of words over as many pages as it needs. */

export interface Column {
  readonly label: string;
  readonly widthMm: number;
}

export interface Row {
  readonly cells: readonly string[];
  readonly weight: 'regular' | 'semibold';
}

const lineMm = 4;
const gapMm = 3;
const headMm = 5.2;

interface LaidRow {
  readonly lines: readonly (readonly string[])[];
  readonly weight: Row['weight'];
  readonly heightMm: number;
}

const laid = (row: Row, columns: readonly Column[]): LaidRow => {
  const lines = columns.map(({ widthMm }, index) => {
    // The first column carries the row's weight, and is wrapped by its widths.
    const weight = index === 0 ? row.weight : 'regular';
    return wrapText(row.cells[index] ?? '', widthMm - gapMm, sizes.body, weight);
  });
  return { lines, weight: row.weight, heightMm: Math.max(...lines.map(({ length }) => length)) * lineMm + 1.2 };
};

/** The rows of each page, for pages with `heightMm` of room; a row taller than a page is cut at its foot. */
export const tablePages = (
  rows: readonly Row[],
  columns: readonly Column[],
  size: PageSize,
  topMm: number,
  bottomMm: number,
): readonly (readonly DisplayItem[])[] => {
  const room = bottomMm - topMm - headMm;
  const pages: LaidRow[][] = [[]];
  let used = 0;
  for (const row of rows.map((each) => laid(each, columns))) {
    if (used + row.heightMm > room && used > 0) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(row);
    used += row.heightMm;
  }
  const lefts = columns.map((_, index) =>
    columns.slice(0, index).reduce((sum, { widthMm }) => sum + widthMm, size.marginMm),
  );
  const right = size.widthMm - size.marginMm;
  return pages.map((page) => {
    const items: DisplayItem[] = columns.map(({ label, widthMm }, index) =>
      text(label, lefts[index] ?? 0, topMm, widthMm - gapMm, sizes.small, { ink: 'muted' }),
    );
    items.push(rule(size.marginMm, right, topMm + 1.4));
    let y = topMm + headMm;
    for (const { lines, weight, heightMm } of page) {
      for (const [index, column] of lines.entries()) {
        const { widthMm = 0 } = columns[index] ?? {};
        for (const [line, words] of column.entries()) {
          const at = y + line * lineMm;
          if (words === '' || at > bottomMm) continue;
          const style = { weight: index === 0 ? weight : 'regular' } as const;
          items.push(text(words, lefts[index] ?? 0, at, widthMm - gapMm, sizes.body, style));
        }
      }
      y += heightMm;
    }
    return items;
  });
};
