import type { WorklistRow } from '../../app/ports.ts';

/** Places in the order of the list, `to` not included. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Rows read at once at most: what the contract allows. */
const mostRows = 500;
/** Rows kept beside those in sight, on either side, so that a step back needs no reading. */
const margin = 300;

const clamp = ({ from, to }: Stretch, length: number): Stretch => ({
  from: Math.max(0, Math.min(from, length)),
  to: Math.max(0, Math.min(to, length)),
});

/** The ids in sight whose rows are not there yet. */
export const idsToRead = (
  ids: Int32Array,
  rows: ReadonlyMap<number, WorklistRow>,
  inSight: Stretch,
): readonly number[] => {
  const { from, to } = clamp(inSight, ids.length);
  return [...ids.subarray(from, to)].filter((id) => !rows.has(id)).slice(0, mostRows);
};

/** What is kept of all rows read so far, with those that just came: the ones in sight and around it. */
export const keptRows = (
  ids: Int32Array,
  before: ReadonlyMap<number, WorklistRow>,
  read: readonly WorklistRow[],
  inSight: Stretch,
): ReadonlyMap<number, WorklistRow> => {
  const { from, to } = clamp({ from: inSight.from - margin, to: inSight.to + margin }, ids.length);
  const known = new Map([...before, ...read.map((row) => [row.id, row] as const)]);
  const kept = [...ids.subarray(from, to)].flatMap((id) => {
    const row = known.get(id);
    return row === undefined ? [] : [[id, row] as const];
  });
  return new Map(kept);
};

/** The id that lies `step` places from `id`, held inside the list; the first one when `id` is not in it. */
export const neighbourId = (ids: Int32Array, id: number | null, step: number): number | null => {
  if (ids.length === 0) return null;
  const at = id === null ? -1 : ids.indexOf(id);
  const next = at < 0 ? 0 : Math.max(0, Math.min(ids.length - 1, at + step));
  return ids[next] ?? null;
};
