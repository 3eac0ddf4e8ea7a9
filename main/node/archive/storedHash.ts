import { createHash } from 'node:crypto';
import type { JsonValue } from '../../../app/audit/canonicalJson.ts';
import type { StoredEvent } from '../../../app/audit/chain.ts';
import type { Connection } from './database.ts';

/** SHA-256 (hex) of a stored text: what `analysisSha256` of an event is. */
export const textHash = (text: string): string => createHash('sha256').update(text).digest('hex');

export interface StoredFile {
  readonly position: number;
  /** Its bytes are there. */
  readonly kept: boolean;
}

/** In the order taken in. */
export function storedFiles({ query, all }: Connection, recordingId: number): readonly StoredFile[] {
  const files = query
    .selectFrom('recording_files')
    .select((row) => ['position', row('content', 'is not', null).as('kept')])
    .where('recording_id', '=', recordingId);
  return all(files.orderBy('position').compile()).map(({ position, kept }) => ({ position, kept: Boolean(kept) }));
}

/** SHA-256 (hex) over the bytes of the files one after the other; one file in memory at a time. */
export function hashOfFiles({ query, first }: Connection, recordingId: number, files: readonly StoredFile[]): string {
  const hash = createHash('sha256');
  for (const { position } of files) {
    const file = query.selectFrom('recording_files').select('content').where('recording_id', '=', recordingId);
    const content = first(file.where('position', '=', position).compile())?.content;
    if (content != null) hash.update(content);
  }
  return hash.digest('hex');
}

/** What an event's detail says under this name; undefined when it says nothing. */
export function told({ detail }: Pick<StoredEvent, 'detail'>, name: string): JsonValue | undefined {
  if (typeof detail !== 'object' || detail === null) return undefined;
  return Object.entries(detail).find(([key]) => key === name)?.[1];
}
