import type { Stats } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { foreignFormat } from '../../../app/formats/foreignFormats.ts';
import { recogniseFormat } from '../../../app/formats/registry.ts';
import type { FileSource, FoundFile, OtherFile } from '../../../app/ports.ts';
import { accept, type Refusal, type Result, refuse } from '../../../app/result.ts';
import { claimsEcg, isOfAnotherKind } from './anotherKind.ts';
import { companionsAmong, type SniffedFile } from './companions.ts';
import { inspect, refuseKind, refuseSystemError } from './fileErrors.ts';
import { headBytes } from './readBundle.ts';
import { isZip, readZipEntry, type ZipEntry } from './zip.ts';
import type { ZipShelf } from './zipShelf.ts';

const ofNoFormat =
  'the content is of no ECG format that is read here; a signal file is opened through its header (.hea)';
/** Files of one folder that are open at the same time. */
const openAtOnce = 16;
/** A longer beginning is kept only of files that name companions: ten thousand of them stay in memory while a folder is walked. */
const keptHeadBytes = 4096;

type Look =
  | { readonly kind: 'ecg'; readonly path: string; readonly sniffed: SniffedFile }
  | { readonly kind: 'other' | 'refused'; readonly path: string; readonly error: Refusal }
  | { readonly kind: 'zip'; readonly path: string };

interface Walk {
  readonly zips: ZipShelf;
  readonly signal: AbortSignal | undefined;
  readonly visited: Set<string>;
}

/** FileSource.find. */
export async function findFiles(
  paths: readonly string[],
  zips: ZipShelf,
  signal?: AbortSignal,
): ReturnType<FileSource['find']> {
  const looks: Look[] = [];
  const under: Walk = { zips, signal, visited: new Set() };
  for (const path of paths) {
    if (signal?.aborted) break;
    const stats = await inspect(path);
    if (!stats.ok) looks.push(...(await lookBelowZip(path, stats.error, zips)));
    else if (stats.value.isDirectory()) for (const look of await walk(path, under)) looks.push(look);
    else looks.push(...(await unpacked(asNamed(await lookAtFile(path, stats.value)), under)));
  }
  return sortOut(looks);
}

/** A path that is not there may go on below a zip; otherwise it is the error that it is. */
async function lookBelowZip(path: string, error: Refusal, zips: ZipShelf): Promise<Look[]> {
  const place = await zips.locate(path);
  const listing = place === null ? null : await zips.list(place.zipPath);
  const entry = listing?.ok ? listing.value.entries.find(({ name }) => name === place?.name) : undefined;
  if (place === null || entry === undefined) return [{ kind: 'refused', path, error }];
  const head = await readZipEntry(place.zipPath, entry, headBytes);
  if (!head.ok) return [{ kind: 'refused', path, error: head.error }];
  return [asNamed(lookAtHead(path, head.value))];
}

/** A zip as the files in it, by the rules of a folder; anything else as it is. */
async function unpacked(look: Look, under: Walk): Promise<Look[]> {
  if (look.kind !== 'zip') return [look];
  const listing = await under.zips.list(look.path);
  if (!listing.ok) return [{ kind: 'refused', path: look.path, error: listing.error }];
  const looks: Look[] = listing.value.refused.map(({ name, error }) => {
    const path = `${look.path}${sep}${name}`;
    return { kind: 'refused', path, error: { ...error, file: path } };
  });
  for (const entry of listing.value.entries) {
    if (under.signal?.aborted) break;
    looks.push(await lookAtZipped(look.path, entry));
  }
  return looks;
}

async function lookAtZipped(zipPath: string, entry: ZipEntry): Promise<Look> {
  const path = join(zipPath, ...entry.name.split('/'));
  if (entry.size === 0) {
    const empty: Look = { kind: 'refused', path, error: refuse('empty-file', 'the file is empty', path).error };
    return asEntry(empty);
  }
  const head = await readZipEntry(zipPath, entry, headBytes);
  const look: Look = head.ok ? lookAtHead(path, head.value) : { kind: 'refused', path, error: head.error };
  if (look.kind !== 'zip') return asEntry(look);
  const message = 'a zip inside a zip is not opened; unpack the outer one';
  return { kind: 'refused', path, error: refuse('unsupported', message, path).error };
}

/** Companions are no inputs of their own, a file named twice is one input. */
function sortOut(looks: readonly Look[]): { found: FoundFile[]; others: OtherFile[] } {
  const companions = companionsAmong(looks.flatMap((look) => (look.kind === 'ecg' ? [look.sniffed] : [])));
  const seen = new Set<string>();
  const found: FoundFile[] = [];
  const others: OtherFile[] = [];
  for (const look of looks) {
    const key = resolve(look.path);
    if (seen.has(key) || companions.has(key)) continue;
    seen.add(key);
    if (look.kind === 'other') others.push({ path: look.path, error: look.error });
    else found.push({ path: look.path, error: look.kind === 'refused' ? look.error : null });
  }
  return { found, others };
}

/** Everything under a folder: its files by name, then its folders by name. Each real folder once, so that links cannot make a circle. */
async function walk(folder: string, under: Walk): Promise<Look[]> {
  const { visited, signal } = under;
  const claim: Look[] = claimsEcg(folder)
    ? [{ kind: 'refused', path: folder, error: refuse('not-a-file', 'a folder, not a file', folder).error }]
    : [];
  let names: string[];
  try {
    const real = await realpath(folder);
    if (visited.has(real)) return [];
    visited.add(real);
    names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  } catch (error) {
    return [{ kind: 'refused', path: folder, error: refuseSystemError(error, folder).error }];
  }
  const looks: (Look | 'folder')[] = [];
  for (let first = 0; first < names.length && !signal?.aborted; first += openAtOnce) {
    const some = names.slice(first, first + openAtOnce);
    looks.push(...(await Promise.all(some.map((name) => lookAtEntry(join(folder, name))))));
  }
  const all = [...claim];
  for (const look of looks) {
    if (look !== 'folder') all.push(...(look.kind === 'zip' ? await unpacked(look, under) : [look]));
  }
  for (const [index, look] of looks.entries()) {
    if (look !== 'folder') continue;
    // One by one: a call takes only so many arguments.
    for (const found of await walk(join(folder, names[index] ?? ''), under)) all.push(found);
  }
  return all;
}

/** What the user named: anything but an ECG is an error. */
function asNamed(look: Look): Look {
  return look.kind === 'other' ? { ...look, kind: 'refused' } : look;
}

/** An entry of a folder: what isn't an ECG and does not claim to be one is left out. */
async function lookAtEntry(path: string): Promise<Look | 'folder'> {
  const stats = await inspect(path);
  if (!stats.ok) {
    // A link into nowhere is no file at all.
    return asEntry({ kind: 'refused', path, error: stats.error });
  }
  if (stats.value.isDirectory()) return 'folder';
  return asEntry(await lookAtFile(path, stats.value));
}

function asEntry(look: Look): Look {
  if (look.kind !== 'other' && look.kind !== 'refused') return look;
  return { ...look, kind: isOfAnotherKind(look.path, look.error.code) ? 'other' : 'refused' };
}

async function lookAtFile(path: string, stats: Stats): Promise<Look> {
  if (!stats.isFile()) return { kind: 'refused', path, error: refuseKind(stats, path).error };
  if (stats.size === 0) return { kind: 'refused', path, error: refuse('empty-file', 'the file is empty', path).error };
  const head = await readHead(path);
  return head.ok ? lookAtHead(path, head.value) : { kind: 'refused', path, error: head.error };
}

function lookAtHead(path: string, head: Uint8Array): Look {
  const name = basename(path);
  const format = recogniseFormat(head, name);
  if (format === null && isZip(head)) return { kind: 'zip', path };
  if (format === null) {
    const foreign = foreignFormat(head);
    if (foreign !== null) {
      const error = refuse('unsupported', `this is ${foreign}, which is not read yet`, path).error;
      return { kind: 'refused', path, error };
    }
    if (head.every((byte) => byte === 0)) {
      return {
        kind: 'refused',
        path,
        error: refuse('empty-file', 'the file begins with nothing but zeros', path).error,
      };
    }
    return { kind: 'other', path, error: refuse('unknown-format', ofNoFormat, path).error };
  }
  const needed = head.length <= keptHeadBytes || format.companions([{ name, bytes: head }]).length > 0;
  const kept = needed ? head : new Uint8Array();
  return { kind: 'ecg', path, sniffed: { folder: resolve(dirname(path)), name, head: kept, format } };
}

async function readHead(path: string): Promise<Result<Uint8Array>> {
  try {
    const handle = await open(path, 'r');
    try {
      const head = new Uint8Array(headBytes);
      const { bytesRead } = await handle.read(head, 0, headBytes, 0);
      // A copy: a header of a few hundred bytes must not hold 64 KiB while a large folder is walked.
      return accept(head.slice(0, bytesRead));
    } finally {
      await handle.close();
    }
  } catch (error) {
    return refuseSystemError(error, path);
  }
}
