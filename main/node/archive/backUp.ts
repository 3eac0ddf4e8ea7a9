import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { backupName, backupsFolder, rotateBackups } from './backupFiles.ts';
import { type Connection, explain, openForReading } from './database.ts';

export interface Backup {
  readonly fileName: string;
  readonly events: number;
  readonly head: string;
}

interface BackupOptions {
  readonly path: string;
  readonly key: Uint8Array | null;
  readonly nativeBinding: string | null;
  readonly nowUtc: string;
  readonly kept: number;
}

/**
 * A copy of the archive as of one moment, encrypted by the same key, whatever others write meanwhile. It takes its name only
 * when it was opened again and its pages, events and head are those of the archive. SQLite's page-wise backup does not work
 * between encrypted files; VACUUM INTO is its other online one.
 */
export function backUp(
  connection: Connection,
  { path, key, nativeBinding, nowUtc, kept }: BackupOptions,
): Result<Backup> {
  const folder = backupsFolder(path);
  const name = backupName(nowUtc);
  const work = join(folder, `${name}.part`);
  try {
    mkdirSync(folder, { recursive: true });
    rmSync(work, { force: true });
    connection.copyTo(work);
    const opened = openForReading(work, nativeBinding, key);
    if (!opened.ok) return opened;
    const copy = opened.value;
    try {
      if (copy.damage() !== null)
        return refuse('archive-failed', 'the backup is damaged; the one before was kept', work);
      const head = lastEventOf(copy);
      copy.close();
      renameSync(work, join(folder, name));
      rotateBackups(path, kept);
      return accept({ fileName: name, ...head });
    } finally {
      copy.close();
    }
  } catch (error) {
    return refuse('archive-failed', `no backup was made: ${explain(error)}`, folder);
  } finally {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${work}${end}`, { force: true });
  }
}

export function lastEventOf({ query, first }: Connection): { readonly events: number; readonly head: string } {
  const last = first(query.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).compile());
  return { events: last?.seq ?? 0, head: last?.hash ?? '' };
}
