import type { Connection } from './database.ts';

/** What an archive holds that a backup, about to be put in its place, does not. */
export interface Replaced {
  readonly events: number;
  readonly head: string;
  /** How many of its events the backup does not hold, by type; without the note of a backup itself. */
  readonly lost: Readonly<Record<string, number>>;
  /** Recordings that were erased here and that the backup still holds, by their number in the backup. */
  readonly erased: readonly number[];
}

/** Both may be of an earlier version, which had no erased recordings. */
export function whatIsReplaced(current: Connection, backup: Connection): Replaced {
  const last = eventAt(current, null);
  let common = Math.min(last?.seq ?? 0, eventAt(backup, null)?.seq ?? 0);
  // One hash binds all events before it: the first from the end that is the same is where the two histories part.
  while (common > 0 && eventAt(current, common)?.hash !== eventAt(backup, common)?.hash) common--;
  const { query, all } = current;
  const more = all(query.selectFrom('audit').select(['type']).where('seq', '>', common).compile());
  const lost: Record<string, number> = {};
  for (const { type } of more) if (type !== 'backup-made') lost[type] = (lost[type] ?? 0) + 1;
  return { events: last?.seq ?? 0, head: last?.hash ?? '', lost, erased: erasedButHeld(current, backup) };
}

function eventAt({ query, first }: Connection, seq: number | null) {
  const events = query.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1);
  return first((seq === null ? events : events.where('seq', '=', seq)).compile());
}

function erasedButHeld(current: Connection, backup: Connection): number[] {
  // From the trail, not from the table of what was erased: an older archive has none.
  const events = current.query.selectFrom('audit').select('detail').where('type', '=', 'recording-erased');
  const hashes = current.all(events.compile()).map(({ detail }) => String(JSON.parse(detail).sha256));
  const held = backup.query.selectFrom('recordings').select('id').where('sha256', 'in', hashes);
  return hashes.length === 0 ? [] : backup.all(held.compile()).map(({ id }) => id);
}
