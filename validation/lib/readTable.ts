import { readFileSync } from 'node:fs';
import { splitCells } from '../../app/formats/csv/cells.ts';

/** The rows of a CSV file by the names of its first line. */
export const readTable = (path: string): Readonly<Record<string, string>>[] => {
  const [head, ...lines] = readFileSync(path, 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
  const names = splitCells(head ?? '', ',');
  return lines.map((line) => {
    const cells = splitCells(line, ',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? '']));
  });
};
