/**
 * Migration: what the worklist searches, filters and sorts by. The columns of recordings that are there already are filled
 * later, from their analyses (catchUp.ts); until then they are found by record and patient id alone.
 */
export const worklistStep = `
  ALTER TABLE recordings ADD COLUMN patient_name TEXT;
  ALTER TABLE recordings ADD COLUMN age_years REAL;
  ALTER TABLE recordings ADD COLUMN sex TEXT CHECK (sex IN ('M', 'F'));
  ALTER TABLE recordings ADD COLUMN device TEXT;
  ALTER TABLE recordings ADD COLUMN urgency INTEGER NOT NULL DEFAULT 2 CHECK (urgency BETWEEN 0 AND 3);
  ALTER TABLE recordings ADD COLUMN finding_words TEXT NOT NULL DEFAULT '';
  ALTER TABLE recordings ADD COLUMN listed INTEGER NOT NULL DEFAULT 0;

  CREATE INDEX recordings_by_urgency ON recordings (urgency, (status IN ('reviewed', 'signed')), id);
  CREATE INDEX recordings_by_time ON recordings (start_time);
  CREATE INDEX recordings_by_patient ON recordings (coalesce(patient_name, patient_id) COLLATE NOCASE);
  CREATE INDEX recordings_by_record ON recordings (record COLLATE NOCASE);
  CREATE INDEX recordings_by_rate ON recordings (heart_rate_bpm);
  CREATE INDEX recordings_to_list ON recordings (listed);

  CREATE TABLE findings (
    recording_id INTEGER NOT NULL REFERENCES recordings (id) ON DELETE CASCADE,
    code TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (recording_id, code)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX findings_by_code ON findings (code, recording_id);

  CREATE TABLE worklist_views (name TEXT PRIMARY KEY, query TEXT NOT NULL) STRICT;

  -- The words alone; the texts stay in recordings, so nothing is kept twice and the triggers keep both in step.
  CREATE VIRTUAL TABLE worklist_search USING fts5(
    record, patient_name, patient_id, device, finding_words,
    content = 'recordings', content_rowid = 'id',
    tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
  );
  -- Words of a recording that is deleted are overwritten, not only marked.
  INSERT INTO worklist_search(worklist_search, rank) VALUES ('secure-delete', 1);
  INSERT INTO worklist_search(worklist_search) VALUES ('rebuild');

  CREATE TRIGGER worklist_search_insert AFTER INSERT ON recordings BEGIN
    INSERT INTO worklist_search(rowid, record, patient_name, patient_id, device, finding_words)
    VALUES (NEW.id, NEW.record, NEW.patient_name, NEW.patient_id, NEW.device, NEW.finding_words);
  END;
  CREATE TRIGGER worklist_search_delete AFTER DELETE ON recordings BEGIN
    INSERT INTO worklist_search(worklist_search, rowid, record, patient_name, patient_id, device, finding_words)
    VALUES ('delete', OLD.id, OLD.record, OLD.patient_name, OLD.patient_id, OLD.device, OLD.finding_words);
  END;
  CREATE TRIGGER worklist_search_update
  AFTER UPDATE OF record, patient_name, patient_id, device, finding_words ON recordings BEGIN
    INSERT INTO worklist_search(worklist_search, rowid, record, patient_name, patient_id, device, finding_words)
    VALUES ('delete', OLD.id, OLD.record, OLD.patient_name, OLD.patient_id, OLD.device, OLD.finding_words);
    INSERT INTO worklist_search(rowid, record, patient_name, patient_id, device, finding_words)
    VALUES (NEW.id, NEW.record, NEW.patient_name, NEW.patient_id, NEW.device, NEW.finding_words);
  END;
`;
