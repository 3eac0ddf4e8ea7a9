import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it } from 'vitest';
import { inTemporaryFolder, openOrThrow, wholeList } from './fixtures.ts';

const writerFile = fileURLToPath(new URL('./writeMany.fixture.ts', import.meta.url));

const startWriter = (path: string, name: string, count: number): ChildProcess =>
  spawn(process.execPath, [writerFile, path, name, String(count)], { stdio: ['ignore', 'pipe', 'inherit'] });

/** Resolves when the writer has reported `lines` lines. */
async function reported(child: ChildProcess, lines: number): Promise<void> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += String(chunk);
    if (text.split('\n').length > lines) return;
  }
}

describe('processes on one archive', () => {
  it('lets two write at once: nothing lost, one chain', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      const writers = ['one', 'two'].map((name) => startWriter(path, name, 40));
      for (const writer of writers) writer.stdout?.resume();
      const ends = await Promise.all(writers.map((writer) => once(writer, 'exit')));
      expect(ends.map(([code]) => code)).toEqual([0, 0]);
      const archive = await openOrThrow(path);
      expect(await wholeList(archive)).toHaveLength(80);
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true, events: 161 });
      const actors = (await archive.auditEvents({ fromSeq: 1, limit: 1000 })).map(({ actor }) => actor);
      expect(new Set(actors)).toEqual(new Set(['one', 'two']));
      await archive.close();
    }));

  it.each([3, 11, 26])('a writer killed in the middle leaves whole recordings only (killed after %i)', (after) =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'a.sqlite');
      const writer = startWriter(path, 'one', 100_000);
      await reported(writer, after + 1);
      writer.kill('SIGKILL');
      if (writer.exitCode === null && writer.signalCode === null) await once(writer, 'exit');

      const archive = await openOrThrow(path);
      const rows = await wholeList(archive);
      // What was reported as taken in is on disk.
      expect(rows.length).toBeGreaterThanOrEqual(after);
      const verdict = await archive.verifyAudit('content');
      expect(verdict).toMatchObject({ intact: true, events: 1 + 2 * rows.length });
      for (const { id } of rows) {
        const stored = await archive.get(id);
        expect(stored.ok && stored.value.files.length === 2 && stored.value.analysis !== null).toBe(true);
      }
      await archive.close();
      const db = new Database(path);
      expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(db.pragma('foreign_key_check')).toEqual([]);
      db.close();
    }),
  );
});
