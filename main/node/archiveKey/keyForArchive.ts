import { closeSync, openSync, readSync } from 'node:fs';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { type ArchiveKey, makeKey, type OsKeyStore, readGivenKey, readKey } from './keyFile.ts';

/** What the first bytes of a file say. `sealed`: neither missing nor plain, so encrypted, or nothing of ours. */
export type ArchiveState = 'missing' | 'plain' | 'sealed';

const plainHeader = 'SQLite format 3\0';

export function archiveState(path: string): ArchiveState {
  const head = Buffer.alloc(plainHeader.length);
  let read = 0;
  try {
    const file = openSync(path, 'r');
    try {
      read = readSync(file, head, 0, head.length, 0);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'missing' : 'sealed';
  }
  if (read === 0) return 'missing';
  return head.toString('latin1') === plainHeader ? 'plain' : 'sealed';
}

export interface KeySource {
  readonly archivePath: string;
  /** A file with the recovery key, given for this run; null for the key beside the archive. */
  readonly keyFile: string | null;
  /** null where the operating system offers none, or the host cannot ask it. */
  readonly store: OsKeyStore | null;
}

/** File that EINTHOVEN_KEY_FILE names; null for none. */
export const keyFileOfEnvironment = (env: NodeJS.ProcessEnv = process.env): string | null =>
  env.EINTHOVEN_KEY_FILE || null;

const lost = (path: string) =>
  refuse(
    'archive-failed',
    'no key lies beside this file: it is an encrypted archive whose key is missing (put the key file back, or type in the recovery key: einthoven archive key), or it is no archive at all',
    path,
  );

/** The key to open an archive with; one is made for an archive that is new or not encrypted yet. */
export function keyToOpen({ archivePath, keyFile, store }: KeySource): Result<ArchiveKey> {
  if (keyFile !== null) return readGivenKey(keyFile);
  const beside = readKey(archivePath, store);
  if (beside.ok || beside.error.code !== 'not-found') return beside;
  return archiveState(archivePath) === 'sealed' ? lost(archivePath) : makeKey(archivePath, store);
}

/** The key to look at an archive with, which changes nothing: null for one that is not encrypted, or not there. */
export function keyToRead({ archivePath, keyFile, store }: KeySource): Result<ArchiveKey | null> {
  if (archiveState(archivePath) !== 'sealed') return accept(null);
  if (keyFile !== null) return readGivenKey(keyFile);
  const beside = readKey(archivePath, store);
  return beside.ok || beside.error.code !== 'not-found' ? beside : lost(archivePath);
}
