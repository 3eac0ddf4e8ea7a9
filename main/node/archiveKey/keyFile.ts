import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { fileErrorWords } from './fileErrorWords.ts';
import { keyBytes, keyOfRecoveryWords } from './recoveryKey.ts';

/** What an operating system offers to keep a secret for one user; Electron's safeStorage, for the window. */
export interface OsKeyStore {
  readonly wrap: (secret: string) => Uint8Array;
  /** Throws when this user or this machine is not the one that wrapped it. */
  readonly unwrap: (wrapped: Uint8Array) => string;
}

export interface ArchiveKey {
  readonly bytes: Uint8Array;
  /** Where it lies: kept by the operating system, in a plain file beside the archive, or given for this run. */
  readonly kind: 'os-key-store' | 'file' | 'given';
  readonly recoveryKeyNoted: boolean;
  /** It was made just now, with a new archive or for one that was not encrypted. */
  readonly isNew: boolean;
}

const keyFileSchema = z
  .object({
    schema: z.literal('einthoven.key/1'),
    protection: z.enum(['os-key-store', 'file']),
    /** Base 64: the key itself, or what the key store made of its base 64. */
    key: z.base64(),
    recoveryKeyNoted: z.boolean(),
  })
  .strict();
type KeyFile = z.infer<typeof keyFileSchema>;

/** Beside the archive, so that both move together; worth nothing elsewhere when the operating system keeps the key. */
export const keyFilePath = (archivePath: string): string => `${archivePath}.key`;

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

/** The key that lies beside an archive; `not-found` when there is none. */
export function readKey(archivePath: string, store: OsKeyStore | null): Result<ArchiveKey> {
  const path = keyFilePath(archivePath);
  const read = readKeyFile(path);
  if (!read.ok) return read;
  const { protection, key, recoveryKeyNoted } = read.value;
  if (protection === 'file') return wholeKey(bytesOf(key), { kind: 'file', recoveryKeyNoted, isNew: false }, path);
  if (store === null)
    return refuse(
      'archive-failed',
      "the key of the archive is kept by the operating system's key store, which only the window can ask; give a file with the recovery key by --key-file or EINTHOVEN_KEY_FILE",
      path,
    );
  try {
    return wholeKey(
      bytesOf(store.unwrap(bytesOf(key))),
      { kind: 'os-key-store', recoveryKeyNoted, isNew: false },
      path,
    );
  } catch {
    return refuse(
      'archive-failed',
      "the operating system's key store does not give the key of the archive: another user or another machine made it. Type in the recovery key: einthoven archive key",
      path,
    );
  }
}

/** The key in a file that was given for this run: the recovery key as it was printed. */
export function readGivenKey(path: string): Result<ArchiveKey> {
  try {
    const bytes = keyOfRecoveryWords(readFileSync(path, 'utf8').slice(0, 4096));
    if (bytes !== null) return accept({ bytes, kind: 'given', recoveryKeyNoted: true, isNew: false });
    return refuse('archive-failed', 'this file holds no recovery key, or one with a mistyped letter', path);
  } catch (error) {
    return refuse('archive-failed', `the key file cannot be read (${fileErrorWords(error)})`, path);
  }
}

/** A new key, on disk before anything is encrypted by it. Another process may have been faster: then its key. */
export function makeKey(archivePath: string, store: OsKeyStore | null): Result<ArchiveKey> {
  const bytes = new Uint8Array(randomBytes(keyBytes));
  const written = writeKey(archivePath, bytes, store, { recoveryKeyNoted: false, replace: false });
  if (!written.ok) return written;
  if (!written.value) return readKey(archivePath, store);
  return accept({ bytes, kind: store === null ? 'file' : 'os-key-store', recoveryKeyNoted: false, isNew: true });
}

/** Whole or not at all. False: there is a key file already and it was not to be replaced. */
export function writeKey(
  archivePath: string,
  bytes: Uint8Array,
  store: OsKeyStore | null,
  { recoveryKeyNoted, replace }: { readonly recoveryKeyNoted: boolean; readonly replace: boolean },
): Result<boolean> {
  const path = keyFilePath(archivePath);
  const content: KeyFile = {
    schema: 'einthoven.key/1',
    protection: store === null ? 'file' : 'os-key-store',
    key: base64(store === null ? bytes : store.wrap(base64(bytes))),
    recoveryKeyNoted,
  };
  const work = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const file = openSync(work, 'wx', 0o600);
    try {
      writeSync(file, `${JSON.stringify(content)}\n`);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (replace) {
      renameSync(work, path);
      return accept(true);
    }
    try {
      linkSync(work, path);
      return accept(true);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return accept(false);
      throw error;
    } finally {
      rmSync(work, { force: true });
    }
  } catch (error) {
    rmSync(work, { force: true });
    return refuse('archive-failed', `the key of the archive cannot be written (${fileErrorWords(error)})`, path);
  }
}

function readKeyFile(path: string): Result<KeyFile> {
  try {
    const parsed = keyFileSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return accept(parsed.data);
    return refuse(
      'archive-failed',
      'the key file beside the archive is damaged; put it back from the recovery key',
      path,
    );
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return refuse('not-found', 'there is no key beside the archive', path);
    const why = error instanceof SyntaxError ? 'it is damaged' : fileErrorWords(error);
    return refuse('archive-failed', `the key file beside the archive cannot be read (${why})`, path);
  }
}

const wholeKey = (bytes: Uint8Array, rest: Omit<ArchiveKey, 'bytes'>, path: string): Result<ArchiveKey> =>
  bytes.length === keyBytes
    ? accept({ bytes, ...rest })
    : refuse('archive-failed', 'the key file beside the archive is damaged; put it back from the recovery key', path);
