import type { Stats } from 'node:fs';
import { stat } from 'node:fs/promises';
import { accept, type Result, refuse } from '../../../app/result.ts';

/** What the operating system said, as a refusal that names the file. */
export function refuseSystemError(error: unknown, path: string): ReturnType<typeof refuse> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  if (code === 'ENOENT' || code === 'ENOTDIR') return refuse('not-found', 'there is no such file or folder', path);
  if (code === 'ELOOP') return refuse('unreadable', 'the link leads back to itself', path);
  if (code === 'EACCES' || code === 'EPERM')
    return refuse('unreadable', 'the system does not allow it to be read', path);
  return refuse('unreadable', `the system could not read it (${code})`, path);
}

/** What a path is, links followed. */
export async function inspect(path: string): Promise<Result<Stats>> {
  try {
    return accept(await stat(path));
  } catch (error) {
    return refuseSystemError(error, path);
  }
}

export const refuseKind = (stats: Stats, path: string): ReturnType<typeof refuse> =>
  refuse('not-a-file', stats.isDirectory() ? 'a folder, not a file' : 'a device, pipe or socket, not a file', path);
