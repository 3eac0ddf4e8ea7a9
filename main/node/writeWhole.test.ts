import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { inTemporaryFolder } from './archive/fixtures.ts';
import { writeWhole } from './writeWhole.ts';

it('writes a file under its name, over an older one, with nothing beside it', () =>
  inTemporaryFolder(async (folder) => {
    const name = `${'n'.repeat(250)}.json`;
    writeFileSync(join(folder, name), 'older and longer');
    expect(await writeWhole(join(folder, name), 'new')).toEqual({ ok: true, value: null });
    expect(readFileSync(join(folder, name), 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual([name]);
  }));

it('leaves nothing behind when it fails, and says why', () =>
  inTemporaryFolder(async (folder) => {
    mkdirSync(join(folder, 'a.json'));
    const onFolder = await writeWhole(join(folder, 'a.json'), 'text');
    expect(onFolder).toMatchObject({ ok: false, error: { code: 'unreadable', file: 'a.json' } });
    expect(onFolder.ok ? '' : onFolder.error.message).toContain('EISDIR');
    expect(await writeWhole(join(folder, 'nowhere', 'b.json'), 'text')).toMatchObject({
      error: { message: expect.stringContaining('ENOENT') },
    });
    expect(readdirSync(folder)).toEqual(['a.json']);
  }));

// Root may write everything; for it there is no such file.
/** Root may write everything: the test takes an ordinary user's rights for a moment. */
const asOrdinaryUser = async <T>(work: () => Promise<T>): Promise<T> => {
  if (process.getuid?.() !== 0) return work();
  const nobody = 65534;
  process.seteuid?.(nobody);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
};

it('does not replace a file that its owner has protected', () =>
  inTemporaryFolder(async (folder) => {
    chmodSync(folder, 0o777);
    const path = join(folder, 'a.pdf');
    writeFileSync(path, 'signed');
    chmodSync(path, 0o444);
    expect((await asOrdinaryUser(() => writeWhole(path, 'text'))).ok).toBe(false);
    expect((await asOrdinaryUser(() => writeWhole(join(folder, 'b.pdf'), 'text'))).ok).toBe(true);
    expect(readFileSync(path, 'utf8')).toBe('signed');
  }));
