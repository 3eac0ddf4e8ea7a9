import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it } from 'vitest';
import type { AuditVerdict } from '../../../app/audit/event.ts';
import { inTemporaryFolder, openOrThrow } from './fixtures.ts';

/** An archive with `count` events, closed, so that its WAL is written back into the file. */
async function trailOf(count: number, path: string): Promise<void> {
  const archive = await openOrThrow(path);
  for (let i = 2; i <= count; i++) {
    await archive.appendAudit({ type: 'note', subject: `recording:${i}`, detail: { mark: `event-number-${i}-` } });
  }
  await archive.close();
}

async function verdictOn(path: string): Promise<AuditVerdict> {
  const archive = await openOrThrow(path);
  try {
    return await archive.verifyAudit('content');
  } finally {
    await archive.close();
  }
}

function placesOf(text: string, bytes: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) places.push(at);
  return places;
}

describe('audit trail on disk', () => {
  it('verifies 1,000 events and finds one byte that another program changed, wherever it is in the event', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      await trailOf(1000, path);
      expect(await verdictOn(path)).toMatchObject({ intact: true, events: 1000 });

      const untouched = readFileSync(path);
      const tampered = join(folder, 'tampered.sqlite');
      const withByteChanged = async (at: number): Promise<AuditVerdict> => {
        const bytes = Buffer.from(untouched);
        bytes[at] = (bytes[at] ?? 0) ^ 1;
        writeFileSync(tampered, bytes);
        return verdictOn(tampered);
      };
      for (const seq of [2, 500, 1000]) {
        // A page that was split keeps dead copies of events: one place is the living one, and only it may matter.
        const living: number[] = [];
        for (const at of placesOf(`event-number-${seq}-`, untouched)) {
          const verdict = await withByteChanged(at + 3);
          if (verdict.intact) continue;
          expect(verdict).toMatchObject({ firstBadSeq: seq, events: seq - 1 });
          living.push(at);
        }
        expect(living).toHaveLength(1);
        // In the subject before the detail, in the two hashes behind it.
        for (const offset of [-12, 40, 120]) {
          const verdict = await withByteChanged((living[0] ?? 0) + offset);
          expect(verdict).toMatchObject({ intact: false, firstBadSeq: seq, events: seq - 1 });
        }
      }
    }));

  it('names the first event of a damaged page instead of failing', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      await trailOf(400, path);
      const bytes = readFileSync(path);
      const page = Math.floor(bytes.indexOf('event-number-200-') / 4096) * 4096;
      bytes.fill(0xff, page, page + 8);
      writeFileSync(path, bytes);
      const verdict = await verdictOn(path);
      expect(verdict).toMatchObject({ intact: false });
      expect(verdict.intact ? 0 : verdict.firstBadSeq).toBeGreaterThan(100);
      expect(verdict.intact ? 999 : verdict.firstBadSeq).toBeLessThanOrEqual(200);
    }));

  it('cannot be changed, shortened or replaced through SQLite', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      await trailOf(5, path);
      const db = new Database(path);
      const columns = 'at, actor, type, subject, detail, previous_hash, hash';
      for (const sql of [
        "UPDATE audit SET actor = 'other' WHERE seq = 3",
        'UPDATE audit SET seq = 9 WHERE seq = 3',
        'DELETE FROM audit WHERE seq = 5',
        'DELETE FROM audit',
        `INSERT OR REPLACE INTO audit SELECT seq, ${columns} FROM audit WHERE seq = 3`,
        `INSERT INTO audit (seq, ${columns}) SELECT 9, ${columns} FROM audit WHERE seq = 3`,
        `INSERT INTO audit (seq, ${columns}) SELECT 2, ${columns} FROM audit WHERE seq = 3 ON CONFLICT DO UPDATE SET actor = 'x'`,
      ]) {
        expect(() => db.exec(sql), sql).toThrow(/append-only/);
      }
      db.close();
      expect(await verdictOn(path)).toMatchObject({ intact: true, events: 5 });
    }));

  it.each([
    ['an event cut out', 'DELETE FROM audit WHERE seq = 3', 3, /^gap/],
    ['events cut off at the end', 'DELETE FROM audit WHERE seq > 6', 7, /^end/],
    ['all events cut off', 'DELETE FROM audit', 1, /./],
    [
      'a detail written in another way',
      `UPDATE audit SET detail = replace(detail, ':', ': ') WHERE seq = 4`,
      4,
      /^content/,
    ],
  ])('finds %s by someone who took the triggers away', (_, sql, firstBadSeq, reason) =>
    inTemporaryFolder(async (folder) => {
      const original = join(folder, 'a.sqlite');
      await trailOf(8, original);
      const path = join(folder, 'b.sqlite');
      copyFileSync(original, path);
      const db = new Database(path);
      db.exec(`DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete; ${sql}`);
      db.close();
      const verdict = await verdictOn(path);
      expect(verdict).toMatchObject({ intact: false });
      if (!verdict.intact && firstBadSeq > 1) expect(verdict.firstBadSeq).toBe(firstBadSeq);
      expect(verdict.intact ? '' : verdict.reason).toMatch(reason);
    }),
  );

  it('reads damaged events as an error, not as events', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      await trailOf(3, path);
      const db = new Database(path);
      db.exec("DROP TRIGGER audit_no_update; UPDATE audit SET detail = '{' WHERE seq = 2");
      db.close();
      const archive = await openOrThrow(path);
      await expect(archive.auditEvents({ fromSeq: 1, limit: 10 })).rejects.toThrow(/event 2 .*damaged/);
      await archive.close();
    }));
});
