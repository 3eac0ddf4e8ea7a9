import type { Archive, WorklistRow } from '../../app/ports.ts';
import { accept, type Result, refuse } from '../../app/result.ts';
import { wholeWorklist } from '../../app/worklist/query.ts';

/**
 * The recordings that a person named: numbers of the archive, SHA-256 of a recording, or, without any, all that match the
 * words, in the order of the worklist. Errors: `not-found`.
 */
export async function chooseRecordings(
  archive: Pick<Archive, 'find' | 'rows' | 'idOf'>,
  names: readonly string[],
  search: string,
): Promise<Result<readonly WorklistRow[]>> {
  if (names.length === 0) {
    const { ids } = await archive.find({ ...wholeWorklist, search });
    return accept((await archive.rows([...ids])).filter(({ status }) => status !== 'refused' && status !== 'new'));
  }
  const ids: number[] = [];
  for (const name of names) {
    const id = /^[0-9a-f]{64}$/i.test(name) ? await archive.idOf(name.toLowerCase()) : Number(name);
    if (id === null || !Number.isInteger(id) || id < 1)
      return refuse('not-found', `there is no recording ${name} in the archive`);
    ids.push(id);
  }
  const rows = await archive.rows(ids);
  const missing = ids.find((id) => !rows.some((row) => row.id === id));
  return missing === undefined ? accept(rows) : refuse('not-found', `there is no recording ${missing} in the archive`);
}
