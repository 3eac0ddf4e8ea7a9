import { accept, type Result, refuse } from '../../../app/result.ts';
import { type Labelled, type LabelledSet, readRows } from './labelledData.ts';

export interface Choice {
  /** Official folds; null for all but the one that is held back. */
  readonly folds: readonly number[] | null;
  /** A file with the columns `id` and `part`, and the part to take; null for all. */
  readonly split: { readonly file: string; readonly part: string } | null;
  /** At most so many, evenly taken; null for all. */
  readonly limit: number | null;
}

/** Errors: `invalid-input` when nothing is left, or the split cannot be read. */
export async function chooseRecordings(
  { recordings, heldBackFold }: Pick<LabelledSet, 'recordings' | 'heldBackFold'>,
  { folds, split, limit }: Choice,
): Promise<Result<readonly Labelled[]>> {
  let chosen = recordings.filter(({ fold }) =>
    folds === null ? fold === null || fold !== heldBackFold : fold !== null && folds.includes(fold),
  );
  if (split !== null) {
    const rows = await readRows(split.file);
    if (rows === null || rows.some(({ id, part }) => id === undefined || part === undefined))
      return refuse('invalid-input', `${split.file} is no table with the columns id and part.`, split.file);
    const inPart = new Set(rows.filter(({ part }) => part === split.part).map(({ id }) => id));
    chosen = chosen.filter(({ record }) => inPart.has(record));
  }
  if (limit !== null && chosen.length > limit) {
    const every = chosen.length / limit;
    chosen = Array.from({ length: limit }, (_, i) => chosen[Math.floor(i * every)]!);
  }
  return chosen.length > 0
    ? accept(chosen)
    : refuse('invalid-input', 'None of the labelled recordings is in what was chosen.');
}
