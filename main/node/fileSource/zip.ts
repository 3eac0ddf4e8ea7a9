import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import * as yauzl from 'yauzl';
import { accept, type Refusal, type Result, refuse } from '../../../app/result.ts';
import { refuseSystemError } from './fileErrors.ts';

/** A file inside a zip. Nothing of a zip is ever written to disk: an entry is only read, into memory. */
export interface ZipEntry {
  /** With folders, separated by `/`; none of them leads out. */
  readonly name: string;
  readonly size: number;
  readonly raw: yauzl.Entry;
}

export interface ZipListing {
  /** In the order of names. */
  readonly entries: readonly ZipEntry[];
  /** Entries that are not looked into, each with its reason, under a name that is no path and no other entry's. */
  readonly refused: readonly { readonly name: string; readonly error: Refusal }[];
}

/** 100,000 recordings of a header and a signal file. */
const mostEntries = 200_000;
const mostUnpackedBytes = 64 * 1024 ** 3;
/** Signals shrink to a tenth, lines of zeros much further; what unpacks beyond this is made to fill a memory. */
const mostRatio = 200;
const ratioMattersFromBytes = 1024 * 1024;

const options = { lazyEntries: true, autoClose: false, decodeStrings: false } as const;

/** A zip by its first bytes, an empty one too. */
export const isZip = (head: Uint8Array): boolean =>
  head[0] === 0x50 && head[1] === 0x4b && ((head[2] === 3 && head[3] === 4) || (head[2] === 5 && head[3] === 6));

/**
 * What a zip holds, from its directory alone. An entry whose name is a trick (absolute, out of its folder, a drive, a NUL, a
 * link), that is encrypted or that unpacks out of all proportion is refused; the others stand.
 * Errors: `too-large` for too many entries or bytes, `unreadable`, `not-found`, `values-invalid` for a damaged directory.
 */
export async function listZip(path: string): Promise<Result<ZipListing>> {
  const opened = await openZip(path);
  if (!opened.ok) return opened;
  const zip = opened.value;
  try {
    if (zip.entryCount > mostEntries) {
      return refuse('too-large', `a zip may hold ${mostEntries} files; this one holds ${zip.entryCount}`, path);
    }
    const entries = new Map<string, ZipEntry>();
    const refused: { name: string; error: Refusal }[] = [];
    let bytes = 0;
    for await (const raw of zip.eachEntry()) {
      const name = yauzl.getFileNameLowLevel(raw.generalPurposeBitFlag, raw.fileNameRaw, raw.extraFields, true);
      if (name.endsWith('/') || isHidden(name)) continue;
      const fault =
        faultOf(name, raw) ?? (entries.has(name) ? faultWith('header-invalid', 'the zip names it twice') : null);
      if (fault !== null) {
        const shown = `entry ${zip.entriesRead} ${flat(name)}`;
        refused.push({ name: shown, error: refuse(fault.code, fault.message, shown).error });
        continue;
      }
      bytes += raw.uncompressedSize;
      if (bytes > mostUnpackedBytes) return refuse('too-large', 'its files unpack to more than 64 GB', path);
      entries.set(name, { name, size: raw.uncompressedSize, raw });
    }
    const sorted = [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    return accept({ entries: sorted, refused });
  } catch (error) {
    return refuseZip(error, path);
  } finally {
    zip.close();
  }
}

/** The first `most` bytes of an entry, or all of them; no more than its directory promised is ever unpacked. */
export async function readZipEntry(path: string, entry: ZipEntry, most: number): Promise<Result<Uint8Array>> {
  const opened = await openZip(path);
  if (!opened.ok) return opened;
  const zip = opened.value;
  try {
    const wanted = Math.min(most, entry.size);
    const bytes = await firstBytes(await zip.openReadStreamPromise(entry.raw), wanted);
    if (bytes.length < wanted) return refuse('truncated', 'it is shorter than the zip says', path);
    if (wanted === entry.size && crc32(bytes) !== entry.raw.crc32 >>> 0) {
      return refuse('values-invalid', 'its checksum in the zip does not fit: the zip is damaged', path);
    }
    return accept(bytes);
  } catch (error) {
    return refuseZip(error, path);
  } finally {
    zip.close();
  }
}

async function openZip(path: string): Promise<Result<yauzl.ZipFile>> {
  try {
    if (!(await stat(path)).isFile()) return refuse('not-a-file', 'not a file', path);
    const zip = await yauzl.openPromise(path, options);
    // What fails in a stream is reported by that stream; an event nobody hears would end the program.
    zip.on('error', () => {});
    return accept(zip);
  } catch (error) {
    return refuseZip(error, path);
  }
}

async function firstBytes(stream: Readable, wanted: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(wanted);
  let filled = 0;
  if (wanted === 0) {
    stream.destroy();
    return bytes;
  }
  for await (const chunk of stream) {
    const part: Uint8Array = (chunk as Uint8Array).subarray(0, wanted - filled);
    bytes.set(part, filled);
    filled += part.length;
    // Leaving the loop destroys the stream.
    if (filled === wanted) break;
  }
  return bytes.subarray(0, filled);
}

const faultWith = (code: Refusal['code'], message: string): Pick<Refusal, 'code' | 'message'> => ({ code, message });

function faultOf(name: string, raw: yauzl.Entry): Pick<Refusal, 'code' | 'message'> | null {
  if (name === '' || name.includes('\0') || yauzl.validateFileName(name) !== null || name.split('/').includes('.')) {
    return faultWith('header-invalid', 'its name in the zip leads elsewhere; it was left alone');
  }
  const unixMode = raw.externalFileAttributes >>> 16;
  const kind = unixMode & 0o170000;
  if (kind !== 0 && kind !== 0o100000) return faultWith('not-a-file', 'a link or device in the zip; it was left alone');
  if (raw.isEncrypted()) return faultWith('unsupported', 'it is encrypted; unpack it first');
  if (!raw.canDecodeFileData())
    return faultWith('unsupported', 'it is packed in a way that is not read; unpack it first');
  const ratio = raw.uncompressedSize / Math.max(1, raw.compressedSize);
  if (raw.uncompressedSize > ratioMattersFromBytes && ratio > mostRatio) {
    return faultWith('too-large', `it would unpack to ${Math.round(ratio)} times its size`);
  }
  return null;
}

/** As in folders: what is hidden is no input. */
const isHidden = (name: string): boolean =>
  name.split('/').some((part) => part === '__MACOSX' || (/^\.[^.]/.test(part) && part !== '..'));

const flat = (name: string): string => name.replace(/[\p{Cc}/\\:]/gu, '_').slice(0, 200);

function refuseZip(error: unknown, path: string): ReturnType<typeof refuse> {
  if (error instanceof Error && 'syscall' in error) return refuseSystemError(error, path);
  return refuse('values-invalid', 'the zip is damaged', path);
}
