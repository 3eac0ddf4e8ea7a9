import { constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { accept, type Result, refuse } from '../../../app/result.ts';

/** All models that ship weigh less together; a file beyond this is no model of ours and is not read into memory. */
export const mostModelBytes = 256 * 1024 * 1024;
/** model.json, parity.json, CARD.md. */
export const mostTextBytes = 8 * 1024 * 1024;

/**
 * A plain file's bytes. Links are not followed and pipes not waited for: a model folder may come from anyone.
 * Errors: `model-refused`, naming the file and what is wrong with it.
 */
export const readPlainFile = async (path: string, mostBytes: number): Promise<Result<Buffer>> => {
  const name = basename(path);
  const misfit = (text: string) => refuse('model-refused', `${name} ${text}.`, name);
  try {
    const { isLink, isFile } = await kindOf(path);
    if (isLink) return misfit('is a link; a model folder holds its own files');
    if (!isFile) return misfit('is not a plain file');
    // Windows knows no such flag, and there the check above must do.
    const handle = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
    try {
      const { size } = await handle.stat();
      if (size > mostBytes) return misfit(`is too large: ${size} bytes, at most ${mostBytes} are read`);
      return accept(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (error) {
    return misfit(`cannot be read (${codeOf(error)})`);
  }
};

const kindOf = async (path: string) => {
  const stats = await lstat(path);
  return { isLink: stats.isSymbolicLink(), isFile: stats.isFile() };
};

/** The system's word for what went wrong. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
