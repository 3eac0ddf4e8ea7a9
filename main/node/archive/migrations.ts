import type BetterSqlite3 from 'better-sqlite3-multiple-ciphers';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { importTables } from './importTables.ts';
import { reviewMigration } from './reviewMigration.ts';
import { worklistStep } from './worklistStep.ts';

/** "ECG1" in the header of the file: tells an archive from every other SQLite database. */
const applicationId = 0x45434731;

/**
 * Migration n takes the database from version n - 1 to n (`PRAGMA user_version`), each in a transaction of its own.
 * One that was released is never changed; a new one is added at the end.
 */
export const migrations: readonly string[] = [
  `
  PRAGMA application_id = ${applicationId};

  CREATE TABLE recordings (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
    record TEXT NOT NULL,
    path TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    imported_at TEXT NOT NULL,
    hints TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('new', 'analysed', 'reviewed', 'signed', 'refused')),
    patient_id TEXT,
    start_time TEXT,
    heart_rate_bpm REAL,
    quality TEXT CHECK (quality IN ('acceptable', 'limited', 'unacceptable')),
    summary TEXT NOT NULL
  ) STRICT;

  CREATE TABLE recording_files (
    recording_id INTEGER NOT NULL REFERENCES recordings (id),
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    bytes INTEGER NOT NULL,
    content BLOB,
    PRIMARY KEY (recording_id, position)
  ) STRICT;

  CREATE TABLE analyses (
    id INTEGER PRIMARY KEY,
    recording_id INTEGER NOT NULL REFERENCES recordings (id),
    created_at TEXT NOT NULL,
    program_version TEXT NOT NULL,
    models TEXT NOT NULL,
    analysis TEXT NOT NULL
  ) STRICT;
  CREATE INDEX analyses_of_recording ON analyses (recording_id);

  CREATE TABLE refusals (
    id INTEGER PRIMARY KEY,
    recording_id INTEGER NOT NULL REFERENCES recordings (id),
    created_at TEXT NOT NULL,
    program_version TEXT NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    file TEXT
  ) STRICT;
  CREATE INDEX refusals_of_recording ON refusals (recording_id);

  CREATE TABLE reviews (
    recording_id INTEGER NOT NULL REFERENCES recordings (id),
    version INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'reviewed', 'signed')),
    statements TEXT NOT NULL,
    author TEXT NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (recording_id, version)
  ) STRICT;

  -- AUTOINCREMENT: sqlite_sequence remembers the last number given, so that events cut off at the end are missed.
  CREATE TABLE audit (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    type TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL
  ) STRICT;

  CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

  CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;

  -- INSERT OR REPLACE deletes without firing the trigger above.
  CREATE TRIGGER audit_append_only BEFORE INSERT ON audit
  WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM audit)
  BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
  `,
  `
  CREATE TABLE corrections (
    id INTEGER PRIMARY KEY,
    recording_id INTEGER NOT NULL REFERENCES recordings (id),
    created_at TEXT NOT NULL,
    author TEXT NOT NULL,
    correction TEXT NOT NULL
  ) STRICT;
  CREATE INDEX corrections_of_recording ON corrections (recording_id);
  `,
  worklistStep,
  reviewMigration,
  importTables,
  'CREATE INDEX recordings_of_patient ON recordings (patient_id) WHERE patient_id IS NOT NULL',
  // Nobody could set a password of their own before: none is.
  'ALTER TABLE people ADD COLUMN password_is_own INTEGER NOT NULL DEFAULT 0 CHECK (password_is_own IN (0, 1))',
];

/** Version of an archive, 0 of a database without anything in it; refuses one of another program or of a newer Einthoven. */
export function archiveVersion(
  db: BetterSqlite3.Database,
  path: string,
  steps: readonly string[] = migrations,
): Result<number> {
  // As of one moment: another process may be making the archive just now.
  const { version, owner, tables } = db.transaction(() => ({
    version: Number(db.pragma('user_version', { simple: true })),
    owner: Number(db.pragma('application_id', { simple: true })),
    tables: db.prepare<[], { count: number }>('SELECT count(*) AS count FROM sqlite_schema').get(),
  }))();
  const empty = version === 0 && owner === 0 && tables?.count === 0;
  if (!empty && owner !== applicationId) {
    return refuse('archive-failed', 'this is a database of another program, not an archive of Einthoven', path);
  }
  if (version > steps.length) {
    const message = `this archive has version ${version}, newer than this program's ${steps.length}: open it with a newer Einthoven`;
    return refuse('archive-failed', message, path);
  }
  return accept(version);
}

/** Brings the database to the newest version; refuses one of another program or of a newer Einthoven. */
export function migrate(
  db: BetterSqlite3.Database,
  path: string,
  steps: readonly string[] = migrations,
): Result<{ readonly from: number; readonly to: number }> {
  const version = (): number => Number(db.pragma('user_version', { simple: true }));
  const known = archiveVersion(db, path, steps);
  if (!known.ok) return known;
  const from = known.value;
  steps.forEach((sql, index) => {
    const step = db.transaction(() => {
      // Asked inside the transaction: another process may have taken the step in the meantime.
      if (version() > index) return;
      db.exec(sql);
      db.pragma(`user_version = ${index + 1}`);
    });
    if (version() <= index) step.immediate();
  });
  return accept({ from, to: steps.length });
}
