import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { summaryId, summaryOf } from './summary.ts';

const heading =
  '# Results\n\nMeasured by the commands named in each section, on public data that is not part of this repository.\n';

const place = (results: string, id: string, markdown: string, first: boolean): string => {
  const [open, close] = [`<!-- ${id} -->`, `<!-- /${id} -->`];
  const section = `${open}\n${markdown.trim()}\n${close}`;
  const [from, to] = [results.indexOf(open), results.indexOf(close)];
  if (from >= 0 && to > from) return results.slice(0, from) + section + results.slice(to + close.length);
  const top = results.indexOf('<!-- ');
  if (first && top >= 0) return `${results.slice(0, top)}${section}\n\n${results.slice(top)}`;
  return `${results.trimEnd()}\n\n${section}\n`;
};

/**
 * Puts a section into a Markdown file, in place of the one with the same id, or at the end; then the summary at its
 * beginning is made anew from all sections.
 */
export const updateSection = (path: string, id: string, markdown: string): void => {
  const old = existsSync(path) ? readFileSync(path, 'utf8') : heading;
  const next = place(old, id, markdown, false);
  writeFileSync(path, place(next, summaryId, summaryOf(next), true));
};

/** The summary alone. */
export const updateSummary = (path: string): void => {
  const old = readFileSync(path, 'utf8');
  writeFileSync(path, place(old, summaryId, summaryOf(old), true));
};

/** "-" for a share of nothing. */
export const percent = (value: number, digits = 2): string =>
  Number.isNaN(value) ? '-' : (100 * value).toFixed(digits);

/** "99.81 [99.70, 99.90]" in percent. */
export const withInterval = (value: number, interval: { low: number; high: number }): string =>
  Number.isNaN(value) ? '-' : `${percent(value)} [${percent(interval.low)}, ${percent(interval.high)}]`;

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
