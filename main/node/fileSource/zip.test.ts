import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFileSource } from './createFileSource.ts';
import { listZip } from './zip.ts';
import { type ZippedFile, zipOf } from './zipOf.testing.ts';

const text = (value: string) => new TextEncoder().encode(value);
const header = (name: string) => text(`${name} 1 100 4\n${name}.dat 16 1000/mV 16 0 0 0 0 II\n`);
const samples = new Uint8Array([1, 0, 2, 0, 3, 0, 4, 0]);
const record = (name: string, folder = ''): ZippedFile[] => [
  { name: `${folder}${name}.hea`, bytes: header(name) },
  { name: `${folder}${name}.dat`, bytes: samples },
];

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const source = createFileSource();
const zipped = (files: readonly ZippedFile[], name = 'carts.zip'): string => {
  const path = join(folder, name);
  writeFileSync(path, zipOf(files));
  return path;
};
const find = async (...paths: string[]) => {
  const { found, others } = await source.find(paths);
  return {
    others: others.map(({ path, error }) => `${relative(folder, path)} ${error.code}`),
    found: found.map(({ path, error }) => `${relative(folder, path)}${error ? ` ${error.code}` : ''}`),
  };
};

describe('a zip', () => {
  it('is looked into as a folder is: companions found by name, others named, hidden left out', async () => {
    const path = zipped([
      ...record('b', 'monday/'),
      ...record('a'),
      { name: 'monday/', bytes: new Uint8Array() },
      { name: 'notes.txt', bytes: text('no ECG') },
      { name: '__MACOSX/._a.hea', bytes: text('x') },
      { name: 'empty.csv', bytes: new Uint8Array() },
    ]);
    const expected = {
      found: ['carts.zip/a.hea', 'carts.zip/empty.csv empty-file', 'carts.zip/monday/b.hea'],
      others: ['carts.zip/notes.txt unknown-format'],
    };
    expect(await find(path)).toEqual(expected);
    expect(await find(folder)).toEqual(expected);
    const read = await source.read(join(path, 'monday', 'b.hea'));
    expect(read).toMatchObject({
      ok: true,
      value: { files: [{ name: 'b.hea', bytes: header('b') }, { bytes: samples }] },
    });
    // One entry of it may be named, as a file in a folder.
    expect((await find(join(path, 'a.hea'), join(path, 'no.hea'))).found).toEqual([
      'carts.zip/a.hea',
      'carts.zip/no.hea not-found',
    ]);
  });

  it('has the same identity as the same files in a folder', async () => {
    const path = zipped(record('a'));
    for (const { name, bytes } of record('a')) writeFileSync(join(folder, name), bytes);
    const [inside, outside] = [await source.read(join(path, 'a.hea')), await source.read(join(folder, 'a.hea'))];
    expect(inside.ok && outside.ok && inside.value.sha256 === outside.value.sha256).toBe(true);
  });

  it('does nothing for tricks in names, links, encryption and bombs; the rest is taken', async () => {
    const path = zipped([
      ...record('good'),
      { name: '/etc/evil.hea', bytes: header('evil') },
      { name: '../up.hea', bytes: header('up') },
      { name: 'a/../../up.hea', bytes: header('up') },
      { name: 'C:evil.hea', bytes: header('evil') },
      { name: 'a\\..\\evil.hea', bytes: header('evil') },
      { name: 'nul\0.hea', bytes: header('nul') },
      { name: './dot.hea', bytes: header('dot') },
      { name: 'link.hea', bytes: text('/etc/passwd'), mode: 0o120777 },
      { name: 'secret.hea', bytes: header('secret'), encrypted: true },
      { name: 'bomb.csv', bytes: new Uint8Array(8 * 1024 * 1024) },
      { name: 'good.hea', bytes: header('other') },
      { name: 'inner.zip', bytes: zipOf(record('inner')) },
    ]);
    const { found, others } = await source.find([path]);
    expect(others).toEqual([]);
    expect(found.map(({ error }) => error?.code ?? 'taken').sort()).toEqual([
      ...Array(8).fill('header-invalid'),
      'not-a-file',
      'taken',
      'too-large',
      'unsupported',
      'unsupported',
    ]);
    for (const { path: shown } of found) expect(resolve(shown).startsWith(`${path}/`)).toBe(true);
  });

  it('damaged, cut off, lying about its sizes or sums: a reason, never a crash', async () => {
    const whole = zipOf(record('a'));
    writeFileSync(join(folder, 'cut.zip'), whole.subarray(0, whole.length - 30));
    expect((await source.find([join(folder, 'cut.zip')])).found).toMatchObject([{ error: { code: 'values-invalid' } }]);
    const lying = zipped([{ name: 'a.hea', bytes: header('a'), claimedSize: 1_000 }], 'lying.zip');
    expect((await source.find([lying])).found[0]?.error).not.toBeNull();
    const more = zipped([{ name: 'a.hea', bytes: new Uint8Array(500_000).fill(65), claimedSize: 10 }], 'more.zip');
    expect((await source.find([more])).found[0]?.error).not.toBeNull();
    const wrong = zipped([{ name: 'a.hea', bytes: header('a'), claimedCrc: 1 }], 'wrong.zip');
    expect((await source.find([wrong])).found).toMatchObject([{ error: { code: 'values-invalid' } }]);
    const huge = zipped([...record('a'), { name: 'b.dat', bytes: samples, claimedSize: 0xfffffff0 }], 'huge.zip');
    expect((await find(huge)).found).toContain('huge.zip/a.hea');
    // Bytes turned over anywhere: an answer all the same.
    for (let at = 0; at < whole.length; at += 5) {
      const mutated = whole.slice();
      mutated[at] = (mutated[at] ?? 0) ^ 0xff;
      writeFileSync(join(folder, 'm.zip'), mutated);
      const listed = await listZip(join(folder, 'm.zip'));
      if (listed.ok) await createFileSource().find([join(folder, 'm.zip')]);
    }
  });
});
