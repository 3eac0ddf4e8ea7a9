import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { FormatId, NamedBytes } from '../../../app/formats/format.ts';
import { recogniseFormat } from '../../../app/formats/registry.ts';
import type { FileBundle } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { inspect, refuseKind, refuseSystemError } from './fileErrors.ts';
import { createZipShelf, type ZipShelf } from './zipShelf.ts';

/**
 * What a recording may weigh with all its files; more is refused before it is read. The largest that decoders take
 * (app/formats/recordingSize.ts) has half of this as numbers, and all of it as text.
 */
export const bundleBytesLimit = 192 * 1024 * 1024;
/** In formats that hold numbers as bytes, at most four a value. */
const binaryBytesLimit = 96 * 1024 * 1024;
const textFormats: ReadonlySet<FormatId> = new Set(['csv', 'aecg', 'muse', 'sierra']);
/** How much of a file its format is recognised by. */
export const headBytes = 64 * 1024;

/** Reads a file and, round by round, the companions that its format asks for, from its folder or from the zip that it is in. */
export async function readBundle(
  path: string,
  bytesLimit: number = bundleBytesLimit,
  zips: ZipShelf = createZipShelf(),
): Promise<Result<FileBundle>> {
  const name = basename(path);
  const inZip = await zips.locate(path);
  const readBeside = (other: string, limit: number): Promise<Result<Uint8Array>> => {
    if (inZip === null) return readRegular(join(dirname(path), other), limit);
    const folder = dirname(inZip.name);
    return zips.read(inZip.zipPath, folder === '.' ? other : `${folder}/${other}`, limit);
  };

  const primary = await readBeside(name, bytesLimit);
  if (!primary.ok) return inZip === null ? primary : belowNoZip(primary, path);
  if (primary.value.length === 0) return refuse('empty-file', 'the file is empty', path);
  const format = recogniseFormat(primary.value.subarray(0, headBytes), name);
  if (format === null) return refuse('unknown-format', 'the content is of no ECG format that is read here', path);

  const files: NamedBytes[] = [{ name, bytes: primary.value }];
  // Optional companions that are not there would be asked for again in every round.
  const asked = new Set([name]);
  const limit = textFormats.has(format.id) ? bytesLimit : Math.min(bytesLimit, binaryBytesLimit);
  let bytesLeft = limit - primary.value.length;
  if (bytesLeft < 0) return tooLarge(path, limit);
  while (true) {
    const wanted = format.companions(files).filter((companion) => !asked.has(companion.name));
    if (wanted.length === 0) break;
    for (const companion of wanted) {
      if (asked.has(companion.name)) continue;
      asked.add(companion.name);
      if (!isPlainName(companion.name)) {
        return refuse('header-invalid', 'it names a companion outside of its own folder', path);
      }
      const read = await readBeside(companion.name, bytesLeft);
      if (read.ok) {
        files.push({ name: companion.name, bytes: read.value });
        bytesLeft -= read.value.length;
      } else if (read.error.code !== 'not-found') {
        return read;
      } else if (companion.required) {
        return refuse('missing-companion', `it needs ${companion.name} beside it, which is not there`, path);
      }
    }
  }
  return accept({ path, files, sha256: hashOf(files) });
}

/** A path below a file that is no zip leads nowhere. */
const belowNoZip = (read: Extract<Result<Uint8Array>, { ok: false }>, path: string): Result<never> =>
  read.error.code === 'values-invalid' ? refuse('not-found', 'there is no such file or folder', path) : read;

const tooLarge = (path: string, bytesLeft: number): ReturnType<typeof refuse> =>
  refuse(
    'too-large',
    `a recording of this format may have up to ${Math.ceil(bytesLeft / 1024 / 1024)} MB; this one has more`,
    path,
  );

async function readRegular(path: string, bytesLimit: number): Promise<Result<Uint8Array>> {
  const stats = await inspect(path);
  if (!stats.ok) return stats;
  if (!stats.value.isFile()) return refuseKind(stats.value, path);
  if (stats.value.size > bytesLimit) return tooLarge(path, bytesLimit);
  try {
    const buffer = await readFile(path);
    // A plain Uint8Array: Buffer's slice shares memory, which the core does not expect.
    return accept(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength));
  } catch (error) {
    return refuseSystemError(error, path);
  }
}

/** A header is foreign text: it must not lead out of the folder. */
export const isPlainName = (name: string): boolean =>
  name !== '' && name !== '.' && name !== '..' && !/[/\\\0]/.test(name) && basename(name) === name;

function hashOf(files: readonly NamedBytes[]): string {
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  return hash.digest('hex');
}
