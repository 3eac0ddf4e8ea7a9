import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3-multiple-ciphers';
import { describe, expect, it } from 'vitest';
import { accept } from '../../../app/result.ts';
import { keyFilePath, makeKey, readGivenKey, readKey, writeKey } from '../archiveKey/keyFile.ts';
import { archiveState, keyToOpen, keyToRead } from '../archiveKey/keyForArchive.ts';
import { keyOfRecoveryWords, recoveryWords } from '../archiveKey/recoveryKey.ts';
import { backUpDaily } from './backUpDaily.ts';
import { backupName, backupsFolder, listBackups } from './backupFiles.ts';
import { analysisToRead, bundleOf, inTemporaryFolder, openOrThrow, systemClock, wholeList } from './fixtures.ts';
import { openArchive, openArchiveReader } from './openArchive.ts';
import { restoreBackup } from './restoreBackup.ts';

const key = new Uint8Array(32).map((_, at) => at * 7 + 1);
const otherKey = new Uint8Array(32).fill(9);
const secret = 'SECRET-PATIENT-NAME';

const open = (path: string, withKey: Uint8Array | null, clock = systemClock) =>
  openOrThrow(path, clock, 'tester', withKey);

async function fill(path: string, withKey: Uint8Array | null, names: readonly string[], clock = systemClock) {
  const archive = await open(path, withKey, clock);
  for (const name of names) {
    const bundle = bundleOf(name);
    await archive.takeIn(bundle, {}, accept(analysisToRead(bundle, secret)));
  }
  return archive;
}

/** Files of the folder, at any depth, that hold one of the texts in plain, in one byte or two a letter. */
function filesHolding(folder: string, ...texts: readonly string[]): string[] {
  const wanted = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'utf16le')]);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => wanted.some((text) => readFileSync(file).includes(text)));
}

const waveform = 'content of one.dat';

describe('an encrypted archive', () => {
  it('leaves no patient name and no waveform in any file of its folder, while open, after a backup and closed', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      const archive = await fill(path, key, ['one', 'two']);
      expect(existsSync(`${path}-wal`)).toBe(true);
      expect(await archive.backUp()).toMatchObject({ ok: true });
      expect(filesHolding(folder, secret, waveform, 'recording-imported', 'CREATE TABLE')).toEqual([]);
      await archive.close();
      expect(filesHolding(folder, secret, waveform, 'recording-imported', 'CREATE TABLE')).toEqual([]);
      // The search itself finds what is in plain.
      const plain = await fill(join(folder, 'plain', 'archive.sqlite'), null, ['one']);
      await plain.close();
      expect(filesHolding(folder, secret, waveform)).toHaveLength(1);
    }));

  it('refuses a wrong key, no key and a key for another archive in words', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      await (await fill(path, key, ['one'])).close();
      const before = readFileSync(path);
      for (const wrong of [otherKey, null]) {
        const options = { path, actor: 'x', clock: systemClock, nativeBinding: null, key: wrong };
        const opened = await openArchive(options);
        expect(opened).toMatchObject({ ok: false, error: { code: 'archive-failed' } });
        if (!opened.ok && wrong !== null) expect(opened.error.message).toMatch(/this key does not open the archive/);
        expect(openArchiveReader(options)).toMatchObject({ ok: false, error: { code: 'archive-failed' } });
      }
      expect(readFileSync(path).equals(before)).toBe(true);
    }));

  it('shows a changed byte instead of wrong content', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      await (await fill(path, key, ['one', 'two', 'three'])).close();
      const untouched = readFileSync(path);
      const pages = untouched.length / 4096;
      for (let page = 0; page < pages; page++) {
        const bytes = Buffer.from(untouched);
        bytes[page * 4096 + 2000] = (bytes[page * 4096 + 2000] ?? 0) ^ 1;
        writeFileSync(path, bytes);
        const opened = openArchiveReader({ path, nativeBinding: null, key });
        const verdict = opened.ok ? await opened.value.verifyAudit('content') : null;
        const damage = opened.ok ? opened.value.damage() : 'not opened';
        if (opened.ok) await opened.value.close();
        expect(verdict === null || !verdict.intact || damage !== null).toBe(true);
      }
    }));
});

describe('an archive of an earlier version, in plain', () => {
  it('is encrypted when it is opened with a key, keeps everything, and leaves nothing in plain', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      const plain = await fill(path, null, ['one', 'two']);
      const rows = await wholeList(plain);
      await plain.close();
      expect(archiveState(path)).toBe('plain');
      const archive = await open(path, key);
      expect(archiveState(path)).toBe('sealed');
      expect(await wholeList(archive)).toEqual(rows);
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true, events: 6 });
      expect((await archive.auditEvents({ fromSeq: 6, limit: 1 }))[0]?.type).toBe('archive-encrypted');
      expect(filesHolding(folder, secret, waveform)).toEqual([]);
      expect(listBackups(path)).toHaveLength(1);
      await archive.close();
    }));

  it(
    'is left as it is while another process has it open',
    () =>
      inTemporaryFolder(async (folder) => {
        const path = join(folder, 'archive.sqlite');
        const plain = await fill(path, null, ['one']);
        const opened = await openArchive({ path, actor: 'x', clock: systemClock, nativeBinding: null, key });
        expect(opened).toMatchObject({ ok: false, error: { message: expect.stringMatching(/left as it is/) } });
        expect(archiveState(path)).toBe('plain');
        expect(await plain.verifyAudit('content')).toMatchObject({ intact: true });
        await plain.close();
      }),
    20_000,
  );

  it('is encrypted after all when a power cut came before or after the copy took its place', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      await (await fill(path, null, ['one'])).close();
      const before = readFileSync(path);
      writeFileSync(`${path}.encrypting`, before.subarray(0, 5000));
      writeFileSync(`${path}.plain`, before);
      await (await open(path, key)).close();
      writeFileSync(`${path}.plain`, before);
      const archive = await open(path, key);
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true });
      await archive.close();
      expect(filesHolding(folder, secret, waveform)).toEqual([]);
      expect(readdirSync(folder).sort()).toEqual(['archive.sqlite', 'backups']);
    }));
});

describe('backups', () => {
  it('are one a day, as many as the settings say, and open with the same key alone', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      let day = 10;
      const clock = { nowUtc: () => `2026-11-${day}T10:00:00.000Z` };
      const archive = await fill(path, key, ['one'], clock);
      await archive.settings.change({ backupsKept: 3 });
      for (; day < 16; day++) {
        expect(await backUpDaily(archive, clock)).toBe(true);
        expect(await backUpDaily(archive, clock)).toBe(true);
      }
      expect(listBackups(path)).toEqual([
        'archive-2026-11-15.sqlite',
        'archive-2026-11-14.sqlite',
        'archive-2026-11-13.sqlite',
      ]);
      const backup = join(backupsFolder(path), 'archive-2026-11-15.sqlite');
      expect(openArchiveReader({ path: backup, nativeBinding: null, key: otherKey }).ok).toBe(false);
      expect(await archive.verifyAudit('content')).toMatchObject({ intact: true, events: 3 + 1 + 6 });
      await archive.close();
    }));

  it('are put back verified, beside the archive that stood there; a damaged one is not', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      const archive = await fill(path, key, ['one']);
      await archive.backUp();
      await archive.close();
      await (await fill(path, key, ['two'])).close();
      const backup = join(backupsFolder(path), backupName(systemClock.nowUtc()));
      const sure = { backup, archivePath: path, key, nativeBinding: null, nowUtc: systemClock.nowUtc() };
      const options = { ...sure, evenWithLoss: true };

      expect(await restoreBackup({ ...sure, evenWithLoss: false })).toMatchObject({
        ok: false,
        error: { code: 'not-allowed', message: expect.stringContaining('1 recording-imported, 1 recording-analysed') },
      });
      expect(readdirSync(folder).filter((name) => name.includes('before'))).toEqual([]);
      const restored = await restoreBackup(options);
      if (!restored.ok || restored.value.previous === null) throw new Error('not restored');
      expect(restored.value.replaced).toMatchObject({ events: 6, head: expect.stringMatching(/^[0-9a-f]{64}$/) });
      const again = await open(path, key);
      expect(await wholeList(again)).toHaveLength(1);
      expect(await again.verifyAudit('content')).toMatchObject({ intact: true });
      await again.close();
      const aside = await open(restored.value.previous, key);
      expect(await wholeList(aside)).toHaveLength(2);
      await aside.close();
      // What was put back holds nothing that the backup does not.
      expect(await restoreBackup({ ...options, evenWithLoss: false })).toMatchObject({
        ok: true,
        value: { replaced: { events: 3, lost: {}, erased: [] } },
      });

      const bytes = readFileSync(backup);
      bytes[bytes.length - 1000] = (bytes[bytes.length - 1000] ?? 0) ^ 1;
      writeFileSync(backup, bytes);
      expect(await restoreBackup(options)).toMatchObject({ ok: false, error: { code: 'archive-failed' } });
      expect(await restoreBackup({ ...options, key: otherKey })).toMatchObject({ ok: false });
      expect(archiveState(path)).toBe('sealed');
    }));
});

describe('the key', () => {
  it('survives paper: any letter mistyped is found, case, spaces and look-alikes are not minded', () => {
    const words = recoveryWords(key);
    expect(words).toMatch(/^([0-9A-Z]{5}-){10}[0-9A-Z]{5}$/);
    expect(keyOfRecoveryWords(words)).toEqual(key);
    expect(
      keyOfRecoveryWords(` ${words.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l')}\n`),
    ).toEqual(key);
    for (let at = 0; at < words.length - 1; at++) {
      if (words[at] === '-') continue;
      const other = words[at] === 'Z' ? 'Y' : 'Z';
      expect(keyOfRecoveryWords(words.slice(0, at) + other + words.slice(at + 1))).toBeNull();
    }
    expect(keyOfRecoveryWords('')).toBeNull();
    expect(keyOfRecoveryWords(`${words}A`)).toBeNull();
  });

  it('is made once, lies in a file of its user alone, and is kept by the key store where there is one', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      const made = makeKey(path, null);
      const again = makeKey(path, null);
      if (!made.ok || !again.ok) throw new Error('no key');
      expect(made.value).toMatchObject({ kind: 'file', isNew: true });
      expect(again.value).toMatchObject({ kind: 'file', isNew: false, bytes: made.value.bytes });
      if (process.platform !== 'win32') expect(statSync(keyFilePath(path)).mode & 0o777).toBe(0o600);

      const store = {
        wrap: (text: string) => new Uint8Array(Buffer.from(`wrapped ${[...text].reverse().join('')}`)),
        unwrap: (bytes: Uint8Array) => {
          const text = Buffer.from(bytes).toString();
          if (!text.startsWith('wrapped ')) throw new Error('another user');
          return [...text.slice(8)].reverse().join('');
        },
      };
      expect(writeKey(path, made.value.bytes, store, { recoveryKeyNoted: true, replace: true })).toMatchObject({
        ok: true,
      });
      expect(readFileSync(keyFilePath(path), 'utf8')).not.toContain(Buffer.from(made.value.bytes).toString('base64'));
      expect(readKey(path, store)).toMatchObject({
        ok: true,
        value: { kind: 'os-key-store', bytes: made.value.bytes },
      });
      expect(readKey(path, null)).toMatchObject({ ok: false, error: { message: expect.stringMatching(/--key-file/) } });
      const elsewhere = {
        ...store,
        unwrap: () => {
          throw new Error('another machine');
        },
      };
      expect(readKey(path, elsewhere)).toMatchObject({
        ok: false,
        error: { message: expect.stringMatching(/recovery key/) },
      });
    }));

  it('that is lost makes no new one over an encrypted archive; the recovery key opens it', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      await (await fill(path, key, ['one'])).close();
      const source = { archivePath: path, keyFile: null, store: null };
      for (const found of [keyToOpen(source), keyToRead(source)])
        expect(found).toMatchObject({ ok: false, error: { message: expect.stringMatching(/recovery key/) } });
      expect(existsSync(keyFilePath(path))).toBe(false);
      const printed = join(folder, 'recovery.txt');
      writeFileSync(printed, `${recoveryWords(key)}\n`);
      expect(keyToOpen({ ...source, keyFile: printed })).toMatchObject({
        ok: true,
        value: { bytes: key, kind: 'given' },
      });
      writeFileSync(printed, 'something else');
      expect(readGivenKey(printed)).toMatchObject({ ok: false });
      writeFileSync(keyFilePath(path), '{"half":');
      expect(keyToOpen(source)).toMatchObject({ ok: false, error: { message: expect.stringMatching(/damaged/) } });
    }));

  it('opens a file that other programs of SQLCipher 4 read too', () =>
    inTemporaryFolder(async (folder) => {
      const path = join(folder, 'archive.sqlite');
      await (await fill(path, key, ['one'])).close();
      const db = new Database(path, { readonly: true });
      db.pragma("cipher = 'sqlcipher'");
      db.pragma('legacy = 4');
      db.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`);
      expect(db.prepare('SELECT count(*) FROM recordings').pluck().get()).toBe(1);
      db.close();
    }));
});
