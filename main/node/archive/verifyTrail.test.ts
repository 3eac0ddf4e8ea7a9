import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it } from 'vitest';
import { accept, refuse } from '../../../app/result.ts';
import { analysisOf, bundleOf, inTemporaryFolder, openOrThrow, wholeList } from './fixtures.ts';
import { openArchiveReader } from './openArchive.ts';
import { refusedBytesKept } from './takeIn.ts';

/**
 * Events: 1 creation; 2, 3 recording 1; 4, 5 recording 2, refused; 6 analysis of 2; 7, 8 recording 3; 9 second analysis of 1;
 * 10, 11 recording 4, refused and without its bytes.
 */
async function fill(path: string): Promise<void> {
  const archive = await openOrThrow(path);
  const [one, two, three, four] = ['a', 'b', 'c', 'd'].map(bundleOf) as ReturnType<typeof bundleOf>[];
  await archive.takeIn(one!, {}, accept(analysisOf(one!, 'p')));
  await archive.takeIn(two!, {}, refuse('rate-missing', 'no sampling rate'));
  await archive.takeIn(two!, { sampleRateHz: 500 }, accept(analysisOf(two!, 'p')));
  await archive.takeIn(three!, {}, accept(analysisOf(three!, 'p')));
  await archive.takeIn(one!, {}, accept(analysisOf(one!, 'another')));
  const large = { ...four!, files: [{ name: 'd.dat', bytes: new Uint8Array(refusedBytesKept + 1) }] };
  await archive.takeIn(large, {}, refuse('truncated', 'too short'));
  await archive.close();
}

const flipped = (id: number): string =>
  `UPDATE recording_files SET content = CAST('Content' || substr(content, 8) AS BLOB) WHERE recording_id = ${id} AND position = 1`;
const copyOfAnalysis = (into: number): string =>
  `INSERT INTO analyses (recording_id, created_at, program_version, models, analysis)
   SELECT ${into}, created_at, program_version, models, analysis FROM analyses WHERE id = 1`;
const copyOfRecording = `INSERT INTO recordings (sha256, record, path, bytes, imported_at, hints, status, summary)
   SELECT replace(sha256, substr(sha256, 1, 4), 'ffff'), record, path, bytes, imported_at, hints, status, summary
   FROM recordings WHERE id = 1`;

describe('what is stored, against the trail', () => {
  it.each<[string, string, number, RegExp, number | null]>([
    [
      'an altered analysis',
      "UPDATE analyses SET analysis = replace(analysis, '71.5', '99.5') WHERE id = 3",
      8,
      /analysis of recording 3/,
      3,
    ],
    [
      'an altered analysis that is not the last',
      "UPDATE analyses SET analysis = '{}' WHERE id = 1",
      3,
      /recording 1/,
      null,
    ],
    ['altered bytes of a file', flipped(3), 7, /files of recording 3/, 3],
    ['altered bytes of a file that was refused before', flipped(2), 4, /files of recording 2/, 2],
    ['a file without its bytes', 'UPDATE recording_files SET content = NULL WHERE recording_id = 1', 2, /bytes/, 1],
    ['a file that is gone', 'DELETE FROM recording_files WHERE recording_id = 3 AND position = 1', 7, /recording 3/, 3],
    ['an analysis that is gone', 'DELETE FROM analyses WHERE id = 3', 8, /analysis of recording 3 is missing/, 3],
    ['the last analysis that is gone', 'DELETE FROM analyses WHERE id = 4', 9, /analysis of recording 1 is missing/, 1],
    ['a recording that is gone', 'DELETE FROM recordings WHERE id = 2', 4, /recording 2 is missing/, 2],
    ['a refusal that is gone', 'DELETE FROM refusals WHERE id = 2', 11, /refusal of recording 4 is missing/, null],
    ['an analysis that no event knows', copyOfAnalysis(3), 12, /no event tells of the analysis of recording 3/, 3],
    ['a recording that no event knows', copyOfRecording, 12, /no event tells of the recording 5/, 5],
    [
      'an identity changed',
      "UPDATE recordings SET sha256 = replace(sha256, 'a', 'b') WHERE id = 3",
      7,
      /recording 3/,
      null,
    ],
    [
      'a reading hidden as a refusal',
      "UPDATE recordings SET status = 'refused' WHERE id = 3",
      8,
      /line of recording 3/,
      3,
    ],
    [
      'another patient in the worklist',
      "UPDATE recordings SET patient_id = 'q' WHERE id = 1",
      9,
      /line of recording 1/,
      1,
    ],
    [
      'another rate in the worklist',
      'UPDATE recordings SET heart_rate_bpm = 60 WHERE id = 2',
      6,
      /line of recording 2/,
      2,
    ],
  ])('finds %s', (_, sql, firstBadSeq, reason, notShown) =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      await fill(path);
      const db = new Database(path);
      db.pragma('foreign_keys = OFF');
      expect(db.prepare(sql).run().changes).toBeGreaterThan(0);
      db.close();
      const archive = await openOrThrow(path);
      expect(await archive.verifyAudit('chain')).toMatchObject({ intact: true, events: 11 });
      const verdict = await archive.verifyAudit('content');
      expect(verdict).toMatchObject({ intact: false, firstBadSeq, events: firstBadSeq - 1 });
      expect(verdict.intact ? '' : verdict.reason).toMatch(reason);
      for (const id of [1, 2, 3, 4, 5]) {
        const shown = await archive.get(id);
        const isThere = (await wholeList(archive)).some((row) => row.id === id);
        expect(shown.ok, `recording ${id}`).toBe(isThere && id !== notShown);
        if (isThere && id === notShown) {
          expect(shown).toMatchObject({
            error: { code: 'archive-failed', message: expect.stringContaining(`recording ${id}`) },
          });
        }
      }
      await archive.close();
    }),
  );

  it('finds nothing when nothing was altered, and lets the archive be written meanwhile', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      await fill(path);
      const archive = await openOrThrow(path);
      const other = await openOrThrow(path);
      const verifying = archive.verifyAudit('content');
      for (let i = 0; i < 20; i++) {
        const bundle = bundleOf(`more-${i}`);
        await other.takeIn(bundle, {}, accept(analysisOf(bundle, 'p')));
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(await verifying).toMatchObject({ intact: true });
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true, events: 51 });
      await other.close();
      await archive.close();
    }));

  it('names the first of two faults, of whatever kind', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      await fill(path);
      const db = new Database(path);
      db.exec(`${flipped(3)}; DROP TRIGGER audit_no_update; UPDATE audit SET actor = 'x' WHERE seq = 9`);
      db.close();
      const archive = await openOrThrow(path);
      expect(await archive.verifyAudit('content')).toMatchObject({ firstBadSeq: 7 });
      expect(await archive.verifyAudit('chain')).toMatchObject({ firstBadSeq: 9 });
      await archive.close();
    }));
});

describe('reading an archive that must stay as it is', () => {
  it('verifies and lists without a trace, also behind a log that another process left', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      await fill(path);
      const look = async (file: string) => {
        const reader = openArchiveReader({ path: file, nativeBinding: null, key: null });
        if (!reader.ok) throw new Error(reader.error.message);
        const verdict = await reader.value.verifyAudit('content');
        expect(await reader.value.auditEvents({ fromSeq: 1, limit: 100 })).toHaveLength(verdict.events);
        await reader.value.close();
        return verdict;
      };
      const before = readFileSync(path);
      expect(await look(path)).toMatchObject({ intact: true, events: 11 });
      expect(readdirSync(folder)).toEqual(['a.sqlite']);
      expect(readFileSync(path).equals(before)).toBe(true);

      const archive = await openOrThrow(path);
      await archive.appendAudit({ type: 'note', subject: 'archive', detail: {} });
      const left = join(folder, 'left.sqlite');
      for (const end of ['', '-wal', '-shm']) copyFileSync(`${path}${end}`, `${left}${end}`);
      await archive.close();
      const [main, log] = ['', '-wal'].map((end) => readFileSync(`${left}${end}`));
      expect(await look(left)).toMatchObject({ intact: true, events: 12 });
      expect(readFileSync(left).equals(main!)).toBe(true);
      expect(readFileSync(`${left}-wal`).equals(log!)).toBe(true);
    }));

  it('makes no archive of what is none', () =>
    inTemporaryFolder(async (folder) => {
      const open = (name: string) => openArchiveReader({ path: join(folder, name), nativeBinding: null, key: null });
      expect(open('missing')).toMatchObject({ ok: false, error: { code: 'not-found' } });
      expect(existsSync(join(folder, 'missing'))).toBe(false);
      writeFileSync(join(folder, 'empty'), '');
      expect(open('empty')).toMatchObject({ ok: false, error: { code: 'archive-failed' } });
      expect(readFileSync(join(folder, 'empty'))).toHaveLength(0);
      new Database(join(folder, 'bare')).exec('VACUUM').close();
      expect(open('bare')).toMatchObject({ ok: false, error: { code: 'archive-failed' } });
      expect(open('.')).toMatchObject({ ok: false, error: { code: 'archive-failed' } });
    }));

  it('takes a trail without any event for broken', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      await fill(path);
      const db = new Database(path);
      db.exec('DROP TRIGGER audit_no_delete; DELETE FROM audit; DELETE FROM sqlite_sequence');
      db.close();
      const reader = openArchiveReader({ path, nativeBinding: null, key: null });
      expect(reader.ok && (await reader.value.verifyAudit('chain'))).toMatchObject({ intact: false, firstBadSeq: 1 });
      if (reader.ok) await reader.value.close();
    }));
});
