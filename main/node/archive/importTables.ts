/** The step that makes the tables of imports and of the watched folder. */
export const importTables = `
  CREATE TABLE import_batches (
    id INTEGER PRIMARY KEY,
    started_at TEXT NOT NULL,
    paths TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    process INTEGER
  ) STRICT;

  CREATE TABLE watched_folder (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    folder TEXT NOT NULL,
    move_to TEXT,
    quiet_s REAL NOT NULL CHECK (quiet_s > 0),
    polling INTEGER NOT NULL CHECK (polling IN (0, 1))
  ) STRICT;

  CREATE TABLE watched_files (
    path_sha256 TEXT PRIMARY KEY,
    stamp TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `;
