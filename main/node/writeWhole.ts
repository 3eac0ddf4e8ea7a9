import { randomUUID } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { accept, type Result, refuse } from '../../app/result.ts';

/**
 * Writes a file under another name beside its place, then moves it there: a full disk leaves neither half a file nor takes
 * the one away that was there before. Errors: `unreadable` with the system's reason, naming the file.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<Result<null>> {
  // Short, for a name may already be as long as the system allows.
  const part = join(dirname(path), `.${randomUUID()}.part`);
  try {
    // Moving would replace a file that its owner has protected.
    await assertReplaceable(path);
    await writeFile(part, content, { flag: 'wx' });
    await rename(part, path);
    return accept(null);
  } catch (error) {
    await rm(part, { force: true }).catch(() => {});
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return refuse('unreadable', `${basename(path)} cannot be written here: ${reasons[code] ?? code}`, basename(path));
  }
}

/** Throws the system's error when a file is there that may not be written. */
async function assertReplaceable(path: string): Promise<void> {
  try {
    await (await open(path, 'r+')).close();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full (ENOSPC)',
  EDQUOT: 'the disk quota is used up (EDQUOT)',
  EACCES: 'permission denied (EACCES)',
  EPERM: 'permission denied (EPERM)',
  EROFS: 'the disk is read-only (EROFS)',
  ENOENT: 'the folder is not there (ENOENT)',
  EISDIR: 'a folder has this name (EISDIR)',
};
