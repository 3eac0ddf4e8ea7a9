import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { accept } from '../../../app/result.ts';
import { analysisToRead, bundleOf, inTemporaryFolder, openOrThrow, systemClock } from '../../node/archive/fixtures.ts';
import { keyFilePath, readKey, writeKey } from '../../node/archiveKey/keyFile.ts';
import { recoveryWords } from '../../node/archiveKey/recoveryKey.ts';

const program = join(import.meta.dirname, '..', 'main.ts');
const key = new Uint8Array(32).fill(7);

async function einthoven(input: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.end(input);
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  return { code: child.exitCode, stdout, stderr };
}

test(
  'backup, restore, and moving to another machine by the recovery key',
  () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      writeKey(path, key, null, { recoveryKeyNoted: false, replace: false });
      const archive = await openOrThrow(path, systemClock, 'x', key);
      await archive.takeIn(bundleOf('one'), {}, accept(analysisToRead(bundleOf('one'), 'p')));
      await archive.close();
      const here = ['--archive', path];

      const backedUp = await einthoven('', 'archive', 'backup', ...here);
      expect(backedUp).toMatchObject({ code: 0, stdout: expect.stringMatching(/^backup made and verified: archive-/) });
      const name = /archive-[\d-]+\.sqlite/.exec(backedUp.stdout)?.[0] ?? '';
      expect(await einthoven('', 'archive', 'recovery-key', ...here)).toMatchObject({
        code: 0,
        stdout: `${recoveryWords(key)}\n`,
      });
      const restored = await einthoven('', 'archive', 'restore', join(folder, 'backups', name), ...here);
      expect(restored).toMatchObject({ code: 0, stdout: expect.stringMatching(/^restored: 3 events/) });

      const later = await openOrThrow(path, systemClock, 'x', key);
      expect(await later.erase(1, 'asked for by the patient')).toMatchObject({ ok: true });
      const { head } = (await later.verifyAudit('chain')) as { head: string };
      await later.close();
      const backup = join(folder, 'backups', name);
      const unasked = await einthoven('', 'archive', 'restore', backup, ...here);
      expect(unasked).toMatchObject({ code: 1, stderr: expect.stringMatching(/1 recording-erased; .*say --yes/) });
      const asked = await einthoven('', 'archive', 'restore', '--yes', backup, ...here);
      expect(asked).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/only in the file put aside: .*erased again/s),
      });
      const again = await openOrThrow(path, systemClock, 'x', key);
      const events = await again.auditEvents({ fromSeq: 4, limit: 9 });
      expect(events).toMatchObject([
        { type: 'backup-restored', detail: { replacedHead: head } },
        { type: 'recording-erased', detail: { sha256: bundleOf('one').sha256 } },
      ]);
      expect(await again.get(1)).toMatchObject({ ok: false, error: { code: 'not-found' } });
      await again.close();

      const elsewhere = join(folder, 'other-machine');
      mkdirSync(elsewhere);
      const moved = join(elsewhere, 'archive.sqlite');
      copyFileSync(path, moved);
      const there = ['--archive', moved];
      const locked = await einthoven('', 'audit', 'verify', ...there);
      expect(locked).toMatchObject({ code: 1, stderr: expect.stringMatching(/recovery key/) });
      const wrong = recoveryWords(new Uint8Array(32).fill(8));
      expect(await einthoven(wrong, 'archive', 'key', ...there)).toMatchObject({ code: 1 });
      expect(existsSync(keyFilePath(moved))).toBe(false);
      const printed = join(folder, 'printed.txt');
      writeFileSync(printed, recoveryWords(key));
      expect(await einthoven('', '--key-file', printed, 'audit', 'verify', ...there)).toMatchObject({ code: 0 });
      expect(await einthoven(`${recoveryWords(key).toLowerCase()}\n`, 'archive', 'key', ...there)).toMatchObject({
        code: 0,
      });
      expect(readKey(moved, null)).toMatchObject({ ok: true, value: { bytes: key, recoveryKeyNoted: true } });
      expect(await einthoven('', 'audit', 'verify', ...there)).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^intact: 5 events/),
      });
      expect(await einthoven('', 'archive', 'recovery-key', ...there)).toMatchObject({ code: 1 });

      const trail = join(folder, 'trail.ndjson');
      expect(await einthoven('', 'archive', 'export-audit', trail, ...there)).toMatchObject({ code: 0 });
      expect(readFileSync(trail, 'utf8').trim().split('\n')).toHaveLength(6);
      rmSync(keyFilePath(moved));
      expect(await einthoven('', 'archive', 'backup', ...there)).toMatchObject({
        code: 1,
        stderr: expect.stringMatching(/recovery key/),
      });
    }),
  180_000,
);
