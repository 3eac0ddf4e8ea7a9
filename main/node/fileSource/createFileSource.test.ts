import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileSource } from './createFileSource.ts';
import { refuseSystemError } from './fileErrors.ts';
import { readBundle } from './readBundle.ts';

const header = (name: string): string => `${name} 1 100 4\n${name}.dat 16 1000/mV 16 0 0 0 0 II\n`;
const samples = new Uint8Array([1, 0, 2, 0, 3, 0, 4, 0]);

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]): string => join(folder, ...names);
function record(name: string, below = '.'): void {
  mkdirSync(at(below), { recursive: true });
  writeFileSync(at(below, `${name}.hea`), header(name));
  writeFileSync(at(below, `${name}.dat`), samples);
}
const source = createFileSource();
const find = async (...paths: string[]) => {
  const { found, others } = await source.find(paths);
  return {
    others: others.map(({ path, error }) => `${relative(folder, path)} ${error.code}`),
    found: found.map(({ path, error }) => `${relative(folder, path)}${error ? ` ${error.code}` : ''}`),
  };
};

describe('find', () => {
  it('walks folders in the order of names, leaves companions, hidden files and others out', async () => {
    record('b');
    record('a');
    record('c', 'deep/er');
    writeFileSync(at('notes.txt'), 'no ECG at all');
    writeFileSync(at('.hidden.hea'), header('hidden'));
    record('d', '.hidden');
    expect(await find(folder)).toEqual({
      found: ['a.hea', 'b.hea', 'deep/er/c.hea'],
      others: ['notes.txt unknown-format'],
    });
  });

  it('keeps the order of the paths given, and takes each file once', async () => {
    record('a');
    record('b');
    expect((await find(at('b.hea'), folder, at('a.hea'))).found).toEqual(['b.hea', 'a.hea']);
    // As a shell writes *: signal files that come with their header are no inputs of their own.
    expect((await find(at('a.dat'), at('a.hea'), at('b.dat'), at('b.hea'))).found).toEqual(['a.hea', 'b.hea']);
  });

  it("says another maker's ECG by name, in a folder too", async () => {
    record('a');
    writeFileSync(at('cart.gdf'), 'GDF 2.20 ');
    expect(await find(folder)).toEqual({ found: ['a.hea', 'cart.gdf unsupported'], others: [] });
    expect((await source.find([at('cart.gdf')])).found[0]?.error?.message).toContain('GDF');
  });

  it('takes a multi-segment record as one', async () => {
    writeFileSync(at('r.hea'), 'r/3 1 100 8\nr_layout 0\na_seg 4\nz_seg 4\n');
    writeFileSync(at('r_layout.hea'), 'r_layout 1 100 0\n~ 0 1000/mV 16 0 0 0 0 II\n');
    record('a_seg');
    record('z_seg');
    expect(await find(folder)).toEqual({ found: ['r.hea'], others: [] });
  });

  it('does not walk in circles', async () => {
    record('a');
    mkdirSync(at('sub'));
    symlinkSync(folder, at('sub', 'up'));
    symlinkSync(at('loop'), at('loop'));
    symlinkSync(at('nowhere'), at('broken.hea'));
    expect(await find(folder)).toEqual({ found: ['a.hea', 'broken.hea not-found', 'loop unreadable'], others: [] });
  });

  it('names what claims to be an ECG and is none, and goes on', async () => {
    record('a');
    record('inside', 'x.hea');
    writeFileSync(at('empty.hea'), '');
    writeFileSync(at('empty.csv'), '');
    writeFileSync(at('empty.txt'), '');
    writeFileSync(at('junk.hea'), Buffer.from([0, 1, 2, 3, 255, 254]));
    execFileSync('mkfifo', [at('pipe.csv'), at('pipe')]);
    expect(await find(folder)).toEqual({
      found: [
        'a.hea',
        'empty.csv empty-file',
        'empty.hea empty-file',
        'junk.hea unknown-format',
        'pipe.csv not-a-file',
        'x.hea not-a-file',
        'x.hea/inside.hea',
      ],
      others: ['empty.txt empty-file', 'pipe not-a-file'],
    });
  });

  it("refuses what bears an ECG's name and holds nothing, and says of the rest why it is left out", async () => {
    for (const name of ['empty.xml', 'empty.ECG', 'empty.jpg']) writeFileSync(at(name), '');
    for (const name of ['sparse.dcm', 'sparse.xml', 'sparse.dat', 'sparse.bin']) {
      writeFileSync(at(name), '');
      // Two gigabytes that take no room on disk.
      truncateSync(at(name), 2 * 1024 ** 3);
    }
    writeFileSync(at('settings.xml'), '<settings/>');
    writeFileSync(at('letter.edf'), 'Dear colleague');
    writeFileSync(at('orphan.dat'), samples);
    // Silence that a header names is a signal.
    record('quiet');
    writeFileSync(at('quiet.dat'), new Uint8Array(8));
    expect(await find(folder)).toEqual({
      found: [
        'empty.ECG empty-file',
        'empty.xml empty-file',
        'letter.edf unknown-format',
        'quiet.hea',
        'sparse.dat empty-file',
        'sparse.dcm empty-file',
        'sparse.xml empty-file',
      ],
      others: [
        'empty.jpg empty-file',
        'orphan.dat unknown-format',
        'settings.xml unknown-format',
        'sparse.bin empty-file',
      ],
    });
  });

  it('takes a path that the user named at its word', async () => {
    record('a');
    writeFileSync(at('notes.txt'), 'no ECG at all');
    writeFileSync(at('empty.txt'), '');
    execFileSync('mkfifo', [at('pipe')]);
    const paths = ['nowhere', 'notes.txt', 'empty.txt', 'pipe', 'a.hea'].map((name) => at(name));
    expect(await find(...paths, '/dev/null')).toEqual({
      found: [
        'nowhere not-found',
        'notes.txt unknown-format',
        'empty.txt empty-file',
        'pipe not-a-file',
        'a.hea',
        `${relative(folder, '/dev/null')} not-a-file`,
      ],
      others: [],
    });
  });
});

describe('read', () => {
  const code = async (path: string, limit?: number) => {
    const read = await readBundle(path, limit);
    return read.ok ? 'ok' : read.error.code;
  };

  it('gives the file, its companions and their hash', async () => {
    record('a');
    const read = await source.read(at('a.hea'));
    expect(read.ok && read.value.files.map(({ name }) => name)).toEqual(['a.hea', 'a.dat']);
    const hash = createHash('sha256').update(header('a')).update(samples).digest('hex');
    expect(read.ok && read.value.sha256).toBe(hash);
    expect(read.ok && read.value.files.some(({ bytes }) => Buffer.isBuffer(bytes))).toBe(false);
  });

  it('names the companion that is missing or is a folder', async () => {
    writeFileSync(at('a.hea'), header('a'));
    const missing = await source.read(at('a.hea'));
    expect(missing).toMatchObject({ ok: false, error: { code: 'missing-companion', file: at('a.hea') } });
    expect(missing.ok ? '' : missing.error.message).toContain('a.dat');
    mkdirSync(at('a.dat'));
    expect(await source.read(at('a.hea'))).toMatchObject({ error: { code: 'not-a-file', file: at('a.dat') } });
  });

  it.each([['../outside.dat'], ['/etc/hostname'], ['sub/a.dat']])(
    'does not follow a header out of its folder (%s)',
    async (name) => {
      writeFileSync(at('a.hea'), `a 1 100 4\n${name} 16 1000/mV 16 0 0 0 0 II\n`);
      mkdirSync(at('sub'));
      writeFileSync(at('sub', 'a.dat'), samples);
      const read = await source.read(at('a.hea'));
      const names = read.ok ? read.value.files.map((file) => file.name) : [];
      expect(names.filter((file) => file !== 'a.hea')).toEqual([]);
    },
  );

  it('refuses what is no file, empty, unknown, gone or too large, before reading it', async () => {
    record('a');
    writeFileSync(at('empty.hea'), '');
    writeFileSync(at('junk'), 'no ECG');
    mkdirSync(at('x.hea'));
    execFileSync('mkfifo', [at('pipe.hea')]);
    expect(await code(at('empty.hea'))).toBe('empty-file');
    expect(await code(at('junk'))).toBe('unknown-format');
    expect(await code(at('x.hea'))).toBe('not-a-file');
    expect(await code(at('pipe.hea'))).toBe('not-a-file');
    expect(await code(at('nowhere.hea'))).toBe('not-found');
    expect(await code(at('junk', 'below.hea'))).toBe('not-found');
    // Header and signals count together.
    expect(await code(at('a.hea'), header('a').length + samples.length)).toBe('ok');
    expect(await code(at('a.hea'), header('a').length + samples.length - 1)).toBe('too-large');
    // Three days of two leads at 128 Hz: below what text may have, above what bytes may.
    truncateSync(at('a.dat'), 72 * 3600 * 128 * 4);
    expect(await source.read(at('a.hea'))).toMatchObject({ error: { code: 'too-large', file: at('a.dat') } });
    // Two gigabytes that take no room on disk.
    truncateSync(at('a.dat'), 2 * 1024 ** 3);
    expect(await source.read(at('a.hea'))).toMatchObject({ error: { code: 'too-large', file: at('a.dat') } });
  });

  it('says in words what the system refuses (root may read everything, so the fault is made)', () => {
    const denied = Object.assign(new Error('EACCES'), { code: 'EACCES' });
    expect(refuseSystemError(denied, 'p').error).toMatchObject({ code: 'unreadable', file: 'p' });
    const broken = Object.assign(new Error('EIO: secret'), { code: 'EIO' });
    expect(refuseSystemError(broken, 'p').error).toEqual({
      code: 'unreadable',
      message: 'the system could not read it (EIO)',
      file: 'p',
    });
  });
});
