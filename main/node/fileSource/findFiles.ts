import type { Stats } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { foreignFormat } from '../../../app/formats/foreignFormats.ts';
import { recogniseFormat } from '../../../app/formats/registry.ts';
import type { FoundFile } from '../../../app/ports.ts';
import { accept, type Refusal, type Result, refuse } from '../../../app/result.ts';
import { companionsAmong, type SniffedFile } from './companions.ts';
import { inspect, refuseKind, refuseSystemError } from './fileErrors.ts';
import { headBytes } from './readBundle.ts';

/** Names that claim to be an ECG: what cannot be read under such a name is said, not only counted. */
const claimingExtensions = new Set(['.hea', '.csv', '.tsv', '.dcm', '.scp', '.edf']);
/** The one of them that nothing but an ECG's header carries. */
const headerExtension = '.hea';
/** What is said of any file in a folder, whatever its name: nobody may think that such a file was read. */
const alwaysSaid = new Set(['unreadable', 'unsupported']);
/** Files of one folder that are open at the same time. */
const openAtOnce = 16;

type Look =
  | { readonly kind: 'ecg'; readonly path: string; readonly sniffed: SniffedFile }
  | { readonly kind: 'other'; readonly path: string }
  | { readonly kind: 'refused'; readonly path: string; readonly error: Refusal };

/** FileSource.find. */
export async function findFiles(
  paths: readonly string[],
): Promise<{ readonly found: readonly FoundFile[]; readonly otherFiles: number }> {
  const looks: Look[] = [];
  const visited = new Set<string>();
  for (const path of paths) {
    const stats = await inspect(path);
    if (!stats.ok) looks.push({ kind: 'refused', path, error: stats.error });
    else if (stats.value.isDirectory()) looks.push(...(await walk(path, visited)));
    else looks.push(await lookAtNamed(path, stats.value));
  }
  return sortOut(looks);
}

/** Companions are no inputs of their own, a file named twice is one input. */
function sortOut(looks: readonly Look[]): { found: FoundFile[]; otherFiles: number } {
  const companions = companionsAmong(looks.flatMap((look) => (look.kind === 'ecg' ? [look.sniffed] : [])));
  const seen = new Set<string>();
  const found: FoundFile[] = [];
  let otherFiles = 0;
  for (const look of looks) {
    const key = resolve(look.path);
    if (seen.has(key) || companions.has(key)) continue;
    seen.add(key);
    if (look.kind === 'other') otherFiles += 1;
    else found.push({ path: look.path, error: look.kind === 'refused' ? look.error : null });
  }
  return { found, otherFiles };
}

/** Everything under a folder: its files by name, then its folders by name. Each real folder once, so that links cannot make a circle. */
async function walk(folder: string, visited: Set<string>): Promise<Look[]> {
  const claim: Look[] = claims(folder)
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
  for (let first = 0; first < names.length; first += openAtOnce) {
    const some = names.slice(first, first + openAtOnce);
    looks.push(...(await Promise.all(some.map((name) => lookAtEntry(join(folder, name))))));
  }
  const all = [...claim, ...looks.filter((look) => look !== 'folder')];
  for (const [index, look] of looks.entries()) {
    if (look === 'folder') all.push(...(await walk(join(folder, names[index] ?? ''), visited)));
  }
  return all;
}

/** A path that the user named: anything but an ECG is an error. */
async function lookAtNamed(path: string, stats: Stats): Promise<Look> {
  const look = await lookAtFile(path, stats);
  if (look.kind !== 'other') return look;
  const message =
    'the content is of no ECG format that is read here; a signal file is opened through its header (.hea)';
  return { kind: 'refused', path, error: refuse('unknown-format', message, path).error };
}

/** An entry of a folder: what isn't an ECG and does not claim to be one is only counted. */
async function lookAtEntry(path: string): Promise<Look | 'folder'> {
  const stats = await inspect(path);
  if (!stats.ok) {
    // A link into nowhere is no file at all.
    const broken = stats.error.code === 'not-found' && !claims(path);
    return broken ? { kind: 'other', path } : { kind: 'refused', path, error: stats.error };
  }
  if (stats.value.isDirectory()) return 'folder';
  const look = await lookAtFile(path, stats.value);
  const silent = look.kind === 'refused' && !alwaysSaid.has(look.error.code) && !claims(path);
  if (silent) return { kind: 'other', path };
  if (look.kind === 'other' && extname(path).toLowerCase() === headerExtension) {
    return {
      kind: 'refused',
      path,
      error: refuse('unknown-format', 'named like a WFDB header, but it is none', path).error,
    };
  }
  return look;
}

async function lookAtFile(path: string, stats: Stats): Promise<Look> {
  if (!stats.isFile()) return { kind: 'refused', path, error: refuseKind(stats, path).error };
  if (stats.size === 0) return { kind: 'refused', path, error: refuse('empty-file', 'the file is empty', path).error };
  const head = await readHead(path);
  if (!head.ok) return { kind: 'refused', path, error: head.error };
  const name = basename(path);
  const format = recogniseFormat(head.value, name);
  if (format === null) {
    const foreign = foreignFormat(head.value);
    if (foreign === null) return { kind: 'other', path };
    return {
      kind: 'refused',
      path,
      error: refuse('unsupported', `this is ${foreign}, which is not read yet`, path).error,
    };
  }
  return { kind: 'ecg', path, sniffed: { folder: resolve(dirname(path)), name, head: head.value, format } };
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

const claims = (path: string): boolean => claimingExtensions.has(extname(path).toLowerCase());
