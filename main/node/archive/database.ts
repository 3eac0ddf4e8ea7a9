import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { unlockDatabase } from './cipher.ts';
import { archiveVersion, migrate } from './migrations.ts';
import type { ArchiveTables } from './schema.ts';

/** How long a process waits for another one that writes. */
const busyTimeoutMs = 5_000;
const retryMs = 5;

/**
 * An open database. kysely writes the SQL, typed; better-sqlite3 runs it at once. Nothing awaits inside a transaction,
 * so no other caller's statement can slip into it.
 */
export interface Connection {
  readonly query: Kysely<ArchiveTables>;
  readonly all: <R>(query: CompiledQuery<R>) => R[];
  readonly first: <R>(query: CompiledQuery<R>) => R | undefined;
  /** The numbers of a query's only column. */
  readonly numbers: (query: CompiledQuery<unknown>) => Int32Array;
  readonly iterate: <R>(query: CompiledQuery<R>) => IterableIterator<R>;
  /** Row id of an insert. */
  readonly run: (query: CompiledQuery<unknown>) => number;
  /** BEGIN IMMEDIATE: waits for the other writers before reading anything, so what is read stays true until COMMIT. */
  readonly transaction: <T>(work: () => T) => T;
  /** What `work` reads is the state of one moment, whatever other processes write meanwhile. */
  readonly snapshot: <T>(work: () => T) => T;
  /** Takes what was erased out of the log too; free pages of the file are overwritten by every deletion. */
  readonly forgetErased: () => void;
  /** Copies the database as of one moment into a new file, encrypted by the same key. */
  readonly copyTo: (path: string) => void;
  /** What SQLite finds wrong with the pages of the file; null for nothing. Reads all of it. */
  readonly damage: () => string | null;
  readonly close: () => void;
}

/** Opens or creates the file and migrates it. Every failure is an `archive-failed` that says what to do about it. */
export function openDatabase(
  path: string,
  nativeBinding: string | null,
  key: Uint8Array | null = null,
): Result<Connection> {
  let db: Database.Database | null = null;
  let isNew = false;
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    if (file?.isDirectory()) return refuse('archive-failed', 'the archive must be a file, this is a folder', path);
    isNew = (file?.size ?? 0) === 0;
    mkdirSync(dirname(path), { recursive: true });
    db = new Database(path, options(nativeBinding));
    if (key !== null) unlockDatabase(db, key);
    switchToWal(db);
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    // What is deleted is overwritten, not only marked as free; nothing is ever spilled into a file of its own.
    db.pragma('secure_delete = ON');
    db.pragma('temp_store = MEMORY');
    const migrated = migrate(db, path);
    if (!migrated.ok) {
      db.close();
      return migrated;
    }
    return accept(connect(db));
  } catch (error) {
    db?.close();
    // Another process made the archive after this one found it empty: its salt is in the file now.
    const overtaken = isNew && error instanceof Database.SqliteError && error.code === 'SQLITE_NOTADB';
    if (overtaken && statSync(path).size > 0) return openDatabase(path, nativeBinding, key);
    return refuse('archive-failed', explain(error, key !== null), path);
  }
}

/** SQLite does not wait here by itself when another process is making the same archive at the same moment. */
function switchToWal(db: Database.Database): void {
  const untilMs = performance.now() + busyTimeoutMs;
  while (true) {
    try {
      db.pragma('journal_mode = WAL');
      return;
    } catch (error) {
      const busy = error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY');
      if (!busy || performance.now() > untilMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, retryMs);
    }
  }
}

/** Opens an archive that is there, and never writes: neither a new file nor a migration. Errors: `not-found`, `archive-failed`. */
export function openForReading(
  path: string,
  nativeBinding: string | null,
  key: Uint8Array | null = null,
): Result<Connection> {
  let db: Database.Database | null = null;
  try {
    const file = statSync(path, { throwIfNoEntry: false });
    if (file === undefined) return refuse('not-found', 'there is no archive here', path);
    if (!file.isFile()) return refuse('archive-failed', 'the archive must be a file, this is none', path);
    if (file.size === 0) return refuse('archive-failed', 'this file is empty, it is no archive', path);
    // A reader of a WAL database needs two files beside it. Only a connection that may write takes them away again, and
    // only one that may not leaves a log alone that another process has left.
    const readonly = existsSync(`${path}-wal`) || !mayWrite(path);
    db = new Database(path, { ...options(nativeBinding), readonly, fileMustExist: true });
    if (key !== null) unlockDatabase(db, key);
    db.pragma('query_only = ON');
    const version = archiveVersion(db, path);
    if (version.ok && version.value > 0) return accept(connect(db));
    db.close();
    return version.ok ? refuse('archive-failed', 'this database is empty, it is no archive', path) : version;
  } catch (error) {
    db?.close();
    return refuse('archive-failed', explain(error, key !== null), path);
  }
}

const options = (nativeBinding: string | null): Database.Options => ({
  timeout: busyTimeoutMs,
  ...(nativeBinding === null ? {} : { nativeBinding }),
});

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function connect(db: Database.Database): Connection {
  const query = new Kysely<ArchiveTables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (kysely) => new SqliteIntrospector(kysely),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const prepare = <R>(compiled: CompiledQuery<R>) => db.prepare<unknown[], R>(compiled.sql);
  return {
    query,
    all: (compiled) => prepare(compiled).all(...compiled.parameters),
    first: (compiled) => prepare(compiled).get(...compiled.parameters),
    numbers: (compiled) => {
      const statement = db.prepare<unknown[], number>(compiled.sql).pluck();
      return Int32Array.from(statement.all(...compiled.parameters));
    },
    iterate: (compiled) => prepare(compiled).iterate(...compiled.parameters),
    run: (compiled) => Number(prepare(compiled).run(...compiled.parameters).lastInsertRowid),
    transaction: (work) => db.transaction(work).immediate(),
    snapshot: (work) => db.transaction(work).deferred(),
    forgetErased: () => {
      db.pragma('wal_checkpoint(TRUNCATE)');
    },
    copyTo: (target) => {
      db.prepare('VACUUM INTO ?').run(target);
    },
    damage: () => {
      try {
        const found = String(db.pragma('integrity_check', { simple: true }));
        return found === 'ok' ? null : found;
      } catch (error) {
        return explain(error);
      }
    },
    close: () => {
      db.close();
    },
  };
}

/** What went wrong with the file, for a person. */
export function explain(error: unknown, withKey = false): string {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_NOTADB' && withKey)
    return 'this key does not open the archive: it is the key of another one, or the file is damaged or no archive at all';
  if (code === 'SQLITE_NOTADB') return 'this file is not an archive: it is no SQLite database, or it is damaged';
  if (code.startsWith('SQLITE_CORRUPT')) return `the archive is damaged (${message})`;
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return 'the archive is locked by another program; close it and try again';
  }
  if (code.startsWith('SQLITE_FULL') || code === 'ENOSPC') return 'the disk with the archive is full';
  if (code.startsWith('SQLITE_READONLY') || code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `the archive cannot be written (${message})`;
  }
  if (code.startsWith('SQLITE_CANTOPEN') || code === 'ENOTDIR' || code === 'EEXIST') {
    return `the archive cannot be opened here (${message})`;
  }
  return `the archive failed (${message})`;
}
