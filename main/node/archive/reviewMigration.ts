/** Reviews in versions, first impressions, people, settings of the desk, and what was erased. */
export const reviewMigration = `
  -- Nothing was ever written to the table of the first version.
  DROP TABLE reviews;

  CREATE TABLE reviews (
    recording_id INTEGER NOT NULL REFERENCES recordings (id),
    version INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('draft', 'confirmed', 'signed', 'amended')),
    review TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    PRIMARY KEY (recording_id, version)
  ) STRICT;

  CREATE TRIGGER reviews_no_update BEFORE UPDATE ON reviews
  BEGIN SELECT RAISE(ABORT, 'a version of a review is never changed'); END;

  CREATE TRIGGER reviews_append_only BEFORE INSERT ON reviews
  WHEN NEW.version IS NOT (SELECT coalesce(max(version), 0) + 1 FROM reviews WHERE recording_id = NEW.recording_id)
  BEGIN SELECT RAISE(ABORT, 'versions of a review follow one another'); END;

  CREATE TABLE first_impressions (
    recording_id INTEGER NOT NULL REFERENCES recordings (id),
    reader TEXT NOT NULL COLLATE NOCASE,
    impression TEXT NOT NULL,
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
    PRIMARY KEY (recording_id, reader)
  ) STRICT;

  CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE COLLATE NOCASE,
    role TEXT NOT NULL CHECK (role IN ('reader', 'technician', 'administrator')),
    password_hash TEXT NOT NULL,
    failures INTEGER NOT NULL DEFAULT 0,
    blocked_until TEXT,
    disabled INTEGER NOT NULL DEFAULT 0 CHECK (disabled IN (0, 1))
  ) STRICT;

  CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT;

  -- The number of an erased recording is never given again: the trail still tells of it.
  CREATE TABLE erased_recordings (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL
  ) STRICT;
`;
