import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it } from 'vitest';
import { inTemporaryFolder } from './fixtures.ts';
import { migrate, migrations } from './migrations.ts';

const version = (db: Database.Database): unknown => db.pragma('user_version', { simple: true });
const tables = (db: Database.Database): unknown[] =>
  db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .pluck()
    .all();

describe('migrations', () => {
  it('bring an empty file to the newest version, once', () => {
    const db = new Database(':memory:');
    expect(migrate(db, 'x')).toEqual({ ok: true, value: { from: 0, to: migrations.length } });
    expect(tables(db)).toEqual([
      'analyses',
      'audit',
      'corrections',
      'erased_recordings',
      'findings',
      'first_impressions',
      'import_batches',
      'people',
      'recording_files',
      'recordings',
      'refusals',
      'reviews',
      'settings',
      'watched_files',
      'watched_folder',
      'worklist_search',
      'worklist_search_config',
      'worklist_search_data',
      'worklist_search_docsize',
      'worklist_search_idx',
      'worklist_views',
    ]);
    expect(migrate(db, 'x')).toEqual({ ok: true, value: { from: migrations.length, to: migrations.length } });
  });

  it('take later steps on an archive with content', () => {
    const db = new Database(':memory:');
    migrate(db, 'x');
    db.exec("INSERT INTO reviews SELECT 1, 1, 'draft', '{}', '' WHERE 0");
    const later = [
      ...migrations,
      'ALTER TABLE recordings ADD COLUMN note TEXT',
      'CREATE TABLE further (a TEXT) STRICT',
    ];
    expect(migrate(db, 'x', later)).toMatchObject({ ok: true, value: { from: migrations.length, to: later.length } });
    expect(tables(db)).toContain('further');
    // The older program now refuses it and leaves it alone.
    expect(migrate(db, 'x')).toMatchObject({ ok: false, error: { code: 'archive-failed' } });
    expect(version(db)).toBe(later.length);
  });

  it('undo a step that fails and keep those before it', () => {
    const db = new Database(':memory:');
    const broken = [...migrations, 'CREATE TABLE half (a TEXT) STRICT; CREATE TABLE half (a TEXT) STRICT'];
    expect(() => migrate(db, 'x', broken)).toThrow(/already exists/);
    expect(version(db)).toBe(migrations.length);
    expect(tables(db)).not.toContain('half');
  });

  it('are taken once when another connection took them in the meantime', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      const first = new Database(path);
      const second = new Database(path);
      expect(migrate(first, path).ok).toBe(true);
      expect(migrate(second, path).ok).toBe(true);
      expect(version(second)).toBe(migrations.length);
      first.close();
      second.close();
    }));
});
