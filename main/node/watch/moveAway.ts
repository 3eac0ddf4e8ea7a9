import { constants } from 'node:fs';
import { copyFile, link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { accept, type Result } from '../../../app/result.ts';
import { refuseSystemError } from '../fileSource/fileErrors.ts';

/** Tries before giving up on a name: folders `name-2`, `name-3` ... */
const mostNames = 1000;

/**
 * Moves files of one recording to the same place below another folder. Where one of their names is taken there, all of them go
 * into a folder of their own beside it, under their own names: a header names its signal file. Nothing is ever replaced, and an
 * original is removed only when its copy is whole. Errors: those of the system.
 */
export async function moveAway(paths: readonly string[], from: string, to: string): Promise<Result<null>> {
  const first = paths[0];
  if (first === undefined) return accept(null);
  const below = join(to, relative(from, dirname(first)));
  try {
    for (let n = 1; n <= mostNames; n++) {
      const folder = n === 1 ? below : join(below, `${basename(first)}-${n}`);
      await mkdir(folder, { recursive: true });
      if (await placeAll(paths, folder)) {
        for (const path of paths) await rm(path);
        return accept(null);
      }
    }
    throw Object.assign(new Error(), { code: 'EEXIST' });
  } catch (error) {
    return refuseSystemError(error, first);
  }
}

/** False, with nothing left behind, when a name is taken. */
async function placeAll(paths: readonly string[], folder: string): Promise<boolean> {
  const placed: string[] = [];
  try {
    for (const path of paths) {
      const target = join(folder, basename(path));
      await place(path, target);
      placed.push(target);
    }
    return true;
  } catch (error) {
    for (const target of placed) await rm(target, { force: true });
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A second name for the same file where the disk has such; a copy elsewhere, compared byte by byte. */
async function place(path: string, target: string): Promise<void> {
  try {
    await link(path, target);
    return;
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') throw error;
  }
  await copyFile(path, target, constants.COPYFILE_EXCL);
  try {
    const handle = await open(target, 'r+');
    await handle.sync().finally(() => handle.close());
    const same = (await stat(path)).size === (await stat(target)).size;
    if (!same || !(await readFile(path)).equals(await readFile(target))) {
      throw Object.assign(new Error(), { code: 'EIO' });
    }
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  }
}

const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error ? String(error.code) : null;
