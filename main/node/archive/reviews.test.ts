import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it } from 'vitest';
import { noCorrections } from '../../../app/analysis/correctedMarks.ts';
import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { advance, type ReviewAct, standingVersion } from '../../../app/review/advance.ts';
import {
  analysisToRead,
  bundleOf,
  inTemporaryFolder,
  openOrThrow,
  readingOf,
  systemClock,
  wholeList,
} from './fixtures.ts';

const author = { name: 'R. Reader', role: 'reader' };
const save: ReviewAct = { kind: 'save', content: readingOf(), reason: null };
const confirm: ReviewAct = { kind: 'confirm' };
const sign: ReviewAct = { kind: 'sign', meaning: 'review', knownBy: 'password' };

async function take(archive: Archive, name: string): Promise<number> {
  const bundle = bundleOf(name);
  const taken = await archive.takeIn(bundle, {}, accept(analysisToRead(bundle, 'secret-patient')));
  if (!taken.ok) throw new Error(taken.error.message);
  return taken.value.id;
}

const act = (archive: Archive, id: number, expected: string | null, what: ReviewAct) =>
  archive.reviews.act(id, expected, ({ ground, versions }) =>
    advance(versions, what, ground, author, systemClock.nowUtc()),
  );

async function perform(archive: Archive, id: number, ...acts: readonly ReviewAct[]): Promise<string | null> {
  let last: string | null = null;
  for (const what of acts) {
    const done = await act(archive, id, last, what);
    if (!done.ok) throw new Error(done.error.message);
    last = done.value.sha256;
  }
  return last;
}

const withArchive = (work: (archive: Archive, path: string) => Promise<void>) =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, 'a.sqlite');
    const archive = await openOrThrow(path);
    try {
      await work(archive, path);
    } finally {
      await archive.close();
    }
  });

const statusOf = async (archive: Archive, id: number) =>
  (await wholeList(archive)).find((row) => row.id === id)?.status;

describe('reviews in the archive', () => {
  it('are kept with status and event, and bound by the trail', () =>
    withArchive(async (archive) => {
      const id = await take(archive, 'one');
      const last = await perform(archive, id, save);
      expect(await statusOf(archive, id)).toBe('analysed');
      const confirmed = await act(archive, id, last, confirm);
      expect(await statusOf(archive, id)).toBe('reviewed');
      if (!confirmed.ok) throw new Error(confirmed.error.message);
      expect(await act(archive, id, confirmed.value.sha256, sign)).toMatchObject({ ok: true });
      expect(await statusOf(archive, id)).toBe('signed');
      const types = (await archive.auditEvents({ fromSeq: 4, limit: 9 })).map(({ type }) => type);
      expect(types).toEqual(['review-saved', 'review-confirmed', 'review-signed']);
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true, events: 6 });
      expect(await archive.get(id)).toMatchObject({ ok: true });
    }));

  it('stay as they were signed, on the marks that they were signed on, when marks are corrected afterwards', () =>
    withArchive(async (archive) => {
      const id = await take(archive, 'one');
      const signed = await perform(archive, id, save, confirm, sign);
      const before = await archive.reviews.read(id);
      expect(await archive.correct(id, noCorrections, { median: { tOffsetS: 0.6 }, beats: [] }, [], 'x')).toMatchObject(
        {
          ok: true,
        },
      );
      const after = await archive.reviews.read(id);
      if (!before.ok || !after.ok) throw new Error('not read');
      expect(after.value.versions).toEqual(before.value.versions);
      expect(await statusOf(archive, id)).toBe('signed');
      // What paper goes by to tell that its values are not the signed ones.
      const standing = standingVersion(after.value.versions);
      expect(standing).toMatchObject({ sha256: signed, version: { correctionsSha256: null } });
      expect(after.value.ground.correctionsSha256).toMatch(/^[0-9a-f]{64}$/);
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true });
    }));

  it('tell the second of two windows that somebody was faster', () =>
    withArchive(async (archive, path) => {
      const id = await take(archive, 'one');
      const other = await openOrThrow(path);
      const seen = await perform(archive, id, save, confirm);
      expect(await act(other, id, seen, sign)).toMatchObject({ ok: true });
      expect(await act(archive, id, seen, sign)).toMatchObject({
        ok: false,
        error: { code: 'conflict', message: expect.stringContaining('R. Reader') },
      });
      expect(await act(archive, id, null, save)).toMatchObject({ ok: false, error: { code: 'conflict' } });
      await other.close();
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true });
    }));

  it('leave nothing behind when what follows is refused or fails', () =>
    withArchive(async (archive, path) => {
      const id = await take(archive, 'one');
      expect(await act(archive, id, null, sign)).toMatchObject({ ok: false, error: { code: 'not-allowed' } });
      const db = new Database(path);
      db.exec("CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(FAIL, 'database or disk is full'); END");
      expect(await act(archive, id, null, save)).toMatchObject({ ok: false, error: { code: 'archive-failed' } });
      db.exec('DROP TRIGGER full');
      db.close();
      expect(await archive.reviews.read(id)).toMatchObject({ ok: true, value: { versions: [] } });
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true, events: 3 });
    }));

  it.each<[string, string, RegExp]>([
    [
      'a changed content',
      "UPDATE reviews SET review = replace(review, 'Sinus rhythm', 'Sinus rhythn') WHERE version = 2",
      /version 2 of the review/,
    ],
    ['a removed version', 'DELETE FROM reviews WHERE version = 3', /version 3 of the review of recording 1 is missing/],
    ['a signature made up', "UPDATE recordings SET status = 'signed' WHERE id = 2", /recording 2 is marked signed/],
    ['a signature hidden', "UPDATE recordings SET status = 'analysed' WHERE id = 1", /recording 1 is marked analysed/],
    [
      'a first impression changed',
      "UPDATE first_impressions SET impression = replace(impression, 'Normal', 'normal')",
      /first impression of recording 1/,
    ],
    [
      'a recording removed as if erased',
      "DELETE FROM reviews; DELETE FROM first_impressions; DELETE FROM recording_files WHERE recording_id = 1; DELETE FROM analyses WHERE recording_id = 1; DELETE FROM recordings WHERE id = 1; INSERT INTO erased_recordings VALUES (1, 'x')",
      /recording 1 is missing/,
    ],
  ])('show %s', (_, sql, why) =>
    withArchive(async (archive, path) => {
      const id = await take(archive, 'one');
      await take(archive, 'two');
      await perform(archive, id, save, confirm, sign);
      const impression = {
        schema: 'einthoven.impression/1' as const,
        recordingSha256: 'a'.repeat(64),
        reader: 'R. Reader',
        at: systemClock.nowUtc(),
        statements: [{ code: 'normal-ecg', modifiers: [], text: 'Normal ECG' }],
      };
      expect(await archive.reviews.commitImpression(id, impression)).toEqual({ ok: true, value: null });
      expect(await archive.reviews.commitImpression(id, impression)).toMatchObject({
        ok: false,
        error: { code: 'conflict' },
      });
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true });
      const db = new Database(path);
      db.exec('DROP TRIGGER reviews_no_update');
      db.exec(sql);
      db.close();
      const verdict = await archive.verifyAudit('content');
      expect(verdict.intact ? '' : verdict.reason).toMatch(why);
    }),
  );

  it('cannot be changed through SQLite either', () =>
    withArchive(async (archive, path) => {
      const id = await take(archive, 'one');
      await perform(archive, id, save);
      const db = new Database(path);
      expect(() => db.exec("UPDATE reviews SET status = 'signed'")).toThrow(/never changed/);
      expect(() => db.exec(`INSERT INTO reviews VALUES (1, 7, 'signed', '{}', '${'a'.repeat(64)}')`)).toThrow(/follow/);
      db.close();
    }));
});

describe('erasure on request', () => {
  it('removes every byte of a recording, keeps the chain whole and never gives its number again', () =>
    withArchive(async (archive, path) => {
      const one = await take(archive, 'one');
      const two = await take(archive, 'two');
      await perform(archive, two, save, confirm, sign);
      expect(await archive.erase(two, 'asked for by the patient')).toEqual({ ok: true, value: null });
      expect(await archive.get(two)).toMatchObject({ ok: false, error: { code: 'not-found' } });
      expect(await archive.takeIn(bundleOf('two'), {}, accept(analysisToRead(bundleOf('two'), 'p')))).toMatchObject({
        ok: false,
        error: { code: 'not-allowed', message: expect.stringContaining(`recording ${two}, which was erased`) },
      });
      expect(await archive.erase(two, 'again')).toMatchObject({ ok: false, error: { code: 'not-found' } });
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true });
      for (const file of [path, `${path}-wal`]) expect(readFileSync(file).includes('content of two')).toBe(false);
      expect(readFileSync(path).includes('content of one')).toBe(true);
      const next = await take(archive, 'three');
      expect(next).toBeGreaterThan(two);
      expect((await wholeList(archive)).map(({ id }) => id)).toEqual([one, next]);
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true });
    }));
});

describe('a clock that was set back', () => {
  it('is noted once on the trail, whose time does not run backwards', () =>
    inTemporaryFolder(async (folder) => {
      let now = '2026-11-21T10:00:00.000Z';
      const archive = await openOrThrow(join(folder, 'a.sqlite'), { nowUtc: () => now });
      const note = () => archive.appendAudit({ type: 'note', subject: 'x', detail: {} });
      await note();
      now = '2026-11-21T08:00:00.000Z';
      await note();
      await note();
      now = '2026-11-21T11:00:00.000Z';
      await note();
      const events = await archive.auditEvents({ fromSeq: 2, limit: 9 });
      expect(events.map(({ type }) => type)).toEqual(['note', 'clock-set-back', 'note', 'note', 'note']);
      expect(events[1]?.detail).toEqual({ clock: '2026-11-21T08:00:00.000Z' });
      expect(await archive.verifyAudit('chain')).toMatchObject({ intact: true });
      await archive.close();
    }));
});
