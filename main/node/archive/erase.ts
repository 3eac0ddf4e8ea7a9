import type { AuditEventDraft } from '../../../app/audit/event.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import type { Connection } from './database.ts';

const tablesOfRecording = [
  'recording_files',
  'corrections',
  'analyses',
  'refusals',
  'reviews',
  'first_impressions',
] as const;

/** The whole of Archive.erase; must run inside a transaction. The reason is asked for and kept, in the words of the person. */
export function erase(
  connection: Connection,
  append: (draft: AuditEventDraft) => void,
  id: number,
  reason: string,
): Result<null> {
  const { query, first, run } = connection;
  const known = query.selectFrom('recordings').select(['sha256', 'status']).where('id', '=', id);
  const stored = first(known.compile());
  if (stored === undefined) return refuse('not-found', `there is no recording ${id} in the archive`);
  const { sha256, status } = stored;
  for (const table of tablesOfRecording) run(query.deleteFrom(table).where('recording_id', '=', id).compile());
  run(query.deleteFrom('recordings').where('id', '=', id).compile());
  run(query.insertInto('erased_recordings').values({ id, sha256 }).compile());
  append({ type: 'recording-erased', subject: `recording:${id}`, detail: { sha256, status, reason } });
  return accept(null);
}

/** The number that an erased recording of this content had; null when none was erased. */
export const erasedAs = ({ query, first }: Connection, sha256: string): number | null =>
  first(query.selectFrom('erased_recordings').select('id').where('sha256', '=', sha256).limit(1).compile())?.id ?? null;

/** The number for a new recording: none that was ever given, also not to one that is erased. */
export function nextRecordingId({ query, first }: Connection): number {
  const highest = (table: 'recordings' | 'erased_recordings'): number =>
    first(query.selectFrom(table).select('id').orderBy('id', 'desc').limit(1).compile())?.id ?? 0;
  return Math.max(highest('recordings'), highest('erased_recordings')) + 1;
}
