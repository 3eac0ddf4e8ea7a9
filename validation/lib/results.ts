import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const heading =
  '# Results\n\nMeasured by the commands named in each section, on public data that is not part of this repository.\n';

/** Puts a section into a Markdown file, in place of the one with the same id, or at the end. */
export const updateSection = (path: string, id: string, markdown: string): void => {
  const old = existsSync(path) ? readFileSync(path, 'utf8') : heading;
  const open = `<!-- ${id} -->`;
  const close = `<!-- /${id} -->`;
  const section = `${open}\n${markdown.trim()}\n${close}`;
  const from = old.indexOf(open);
  const to = old.indexOf(close);
  const next =
    from >= 0 && to > from
      ? old.slice(0, from) + section + old.slice(to + close.length)
      : `${old.trimEnd()}\n\n${section}\n`;
  writeFileSync(path, next);
};

export const percent = (value: number, digits = 2): string => (100 * value).toFixed(digits);

/** "99.81 [99.70, 99.90]" in percent. */
export const withInterval = (value: number, interval: { low: number; high: number }): string =>
  `${percent(value)} [${percent(interval.low)}, ${percent(interval.high)}]`;

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
