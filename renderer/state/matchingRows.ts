import type { WorklistRow } from '../../app/ports.ts';

const haystack = (row: WorklistRow): string =>
  [row.record, row.patientId, row.status, row.quality, row.summary]
    .filter((part) => part !== null)
    .join(' ')
    .toLowerCase();

/** Rows that hold every word of the search somewhere, in the order they came. */
export const matchingRows = (rows: readonly WorklistRow[], search: string): readonly WorklistRow[] => {
  const words = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return rows;
  return rows.filter((row) => {
    const text = haystack(row);
    return words.every((word) => text.includes(word));
  });
};

/** The id that lies `step` rows from `id`, held inside the list; the first row when `id` is not in it. */
export const neighbourId = (rows: readonly WorklistRow[], id: number | null, step: number): number | null => {
  if (rows.length === 0) return null;
  const at = rows.findIndex((row) => row.id === id);
  const next = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step));
  return rows[next]?.id ?? null;
};
