import { closeSync, copyFileSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3-multiple-ciphers';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { lastEventOf } from './backUp.ts';
import { unlockDatabase } from './cipher.ts';
import { type Connection, explain, openForReading } from './database.ts';
import { type Replaced, whatIsReplaced } from './replaced.ts';
import { verifyTrail } from './verifyTrail.ts';

export interface Restored {
  readonly events: number;
  readonly head: string;
  /** Where the archive went that stood there before; null when there was none. */
  readonly previous: string | null;
  /** What that held and the backup does not; null when there was none, or none that could be read. */
  readonly replaced: Replaced | null;
}

interface RestoreOptions {
  readonly backup: string;
  readonly archivePath: string;
  readonly key: Uint8Array | null;
  readonly nativeBinding: string | null;
  readonly nowUtc: string;
  /** Go on although the archive holds events that the backup does not. */
  readonly evenWithLoss: boolean;
}

/**
 * Puts a backup in the place of the archive, but only one that opens with the key, whose pages are sound and whose trail and
 * content verify. The archive that stood there is kept beside it under another name. Errors: `archive-failed`, with what was
 * found; `not-allowed`, with what would be lost; nothing is changed then.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Result<Restored>> {
  const { backup, archivePath, key, nativeBinding, nowUtc, evenWithLoss } = options;
  const opened = openForReading(backup, nativeBinding, key);
  if (!opened.ok) return opened;
  const copy = opened.value;
  try {
    const damage = copy.damage();
    if (damage !== null) return refuse('archive-failed', `the backup is damaged: ${damage}`, backup);
    const verdict = await verifyTrail(copy, 'content');
    if (!verdict.intact)
      return refuse(
        'archive-failed',
        `the backup does not verify: event ${verdict.firstBadSeq}: ${verdict.reason}`,
        backup,
      );
    const replaced = replacedBy(copy, options);
    if (replaced !== null && !evenWithLoss && lossText(replaced) !== '')
      return refuse('not-allowed', `the archive holds what the backup does not: ${lossText(replaced)}`, archivePath);
    const head = lastEventOf(copy);
    const work = `${archivePath}.restoring`;
    copyFileSync(backup, work);
    const file = openSync(work, 'r+');
    fsyncSync(file);
    closeSync(file);
    const previous = existsSync(archivePath) ? `${archivePath}.before-${nowUtc.replace(/[:.]/g, '-')}` : null;
    if (previous !== null) putAside(archivePath, previous, key, nativeBinding);
    renameSync(work, archivePath);
    return accept({ ...head, previous, replaced });
  } catch (error) {
    return refuse('archive-failed', explain(error), archivePath);
  } finally {
    copy.close();
    rmSync(`${archivePath}.restoring`, { force: true });
  }
}

/** Events that would be gone, in words; empty for none. */
export const lossText = ({ lost }: Replaced): string =>
  Object.entries(lost)
    .map(([type, count]) => `${count} ${type}`)
    .join(', ');

/** A damaged archive is the very reason to restore: nothing can be said of it. */
function replacedBy(backup: Connection, { archivePath, nativeBinding, key }: RestoreOptions): Replaced | null {
  const opened = openForReading(archivePath, nativeBinding, key);
  if (!opened.ok) return null;
  try {
    return whatIsReplaced(opened.value, backup);
  } catch {
    return null;
  } finally {
    opened.value.close();
  }
}

/** Nobody may be writing: what is in the log must be in the file before it gets another name. */
function putAside(path: string, aside: string, key: Uint8Array | null, nativeBinding: string | null): void {
  try {
    const db = new Database(path, nativeBinding === null ? {} : { nativeBinding });
    try {
      if (key !== null) unlockDatabase(db, key);
      db.pragma('locking_mode = EXCLUSIVE');
      db.pragma('journal_mode = DELETE');
    } finally {
      db.close();
    }
  } catch (error) {
    // A damaged archive is the very reason to restore; one that is in use is none.
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) throw error;
    for (const end of ['-wal', '-shm']) if (existsSync(path + end)) renameSync(path + end, aside + end);
  }
  renameSync(path, aside);
}
