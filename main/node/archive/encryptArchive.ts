import {
  closeSync,
  copyFileSync,
  existsSync,
  fstatSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { archiveState } from '../archiveKey/keyForArchive.ts';
import { backupName, backupsFolder } from './backupFiles.ts';
import { encryptDatabase, unlockDatabase } from './cipher.ts';

const workName = (path: string): string => `${path}.encrypting`;
/** A second name of the plain file, for overwriting it once the encrypted one stands in its place. */
const plainName = (path: string): string => `${path}.plain`;

/**
 * Encrypts an archive that an earlier version wrote in plain. At every moment a whole archive stands under its name: the plain
 * one until the encrypted copy is complete, verified and on disk, then that. A copy goes to the backups. What a power cut left
 * behind is cleared away. True when it was encrypted just now. Throws what SQLite and the file system throw.
 */
export function encryptArchive(path: string, key: Uint8Array, nativeBinding: string | null, nowUtc: string): boolean {
  rmSync(workName(path), { force: true });
  if (existsSync(plainName(path))) {
    if (archiveState(path) === 'sealed') wipe(plainName(path));
    else rmSync(plainName(path), { force: true });
  }
  if (archiveState(path) !== 'plain') return false;
  const options = nativeBinding === null ? {} : { nativeBinding };
  const plain = new Database(path, options);
  try {
    // Fails while another process has it open: an older Einthoven that still runs.
    plain.pragma('locking_mode = EXCLUSIVE');
    plain.pragma('journal_mode = DELETE');
    plain.exec('BEGIN EXCLUSIVE');
    copyFileSync(path, workName(path));
    const copy = new Database(workName(path), options);
    try {
      encryptDatabase(copy, key);
    } finally {
      copy.close();
    }
    verifyCopy(workName(path), key, plain, options);
    sync(workName(path));
    const backups = backupsFolder(path);
    mkdirSync(backups, { recursive: true });
    copyFileSync(workName(path), join(backups, backupName(nowUtc)));
    plain.exec('ROLLBACK');
    // A file that is open cannot be replaced on every system.
    plain.close();
    linkSync(path, plainName(path));
    renameSync(workName(path), path);
    sync(dirname(path));
  } finally {
    plain.close();
    rmSync(workName(path), { force: true });
  }
  wipe(plainName(path));
  return true;
}

function verifyCopy(path: string, key: Uint8Array, plain: Database.Database, options: Database.Options): void {
  const copy = new Database(path, { ...options, readonly: true });
  try {
    unlockDatabase(copy, key);
    const counts = (db: Database.Database): string => {
      const tables = db
        .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .all();
      return JSON.stringify(
        tables.map(({ name }) => [name, db.prepare(`SELECT count(*) FROM "${name}"`).pluck().get()]),
      );
    };
    if (copy.pragma('integrity_check', { simple: true }) !== 'ok' || counts(copy) !== counts(plain))
      throw new Error('the encrypted copy is not the same as the archive; the archive was left as it is');
  } finally {
    copy.close();
  }
}

function sync(path: string): void {
  try {
    const file = openSync(path, 'r');
    try {
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch {
    // A folder cannot be synced on every system; the file itself was, by SQLite.
  }
}

/** Overwrites a file before it is removed. On flash memory the old cells may live on: docs/data-protection.md says so. */
function wipe(path: string): void {
  const zeros = Buffer.alloc(1 << 20);
  const file = openSync(path, 'r+');
  try {
    const { size } = fstatSync(file);
    for (let at = 0; at < size; at += zeros.length) writeSync(file, zeros, 0, Math.min(zeros.length, size - at), at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  rmSync(path, { force: true });
}
