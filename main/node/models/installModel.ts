import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ModelVerification } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { codeOf, mostModelBytes, readPlainFile } from './modelFiles.ts';
import { type ModelPlaces, modelFolders } from './modelPlaces.ts';
import { readModelFolder } from './readModelFolder.ts';

export interface InstallOptions {
  /** May take the place of another version of the same id, shipped or the user's. */
  readonly replace: boolean;
  /** `verifyModel`, in whatever process it may crash in. */
  readonly verify: (folder: string) => Promise<Result<ModelVerification>>;
  readonly signal: AbortSignal;
}

export interface InstalledFolder {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  /** Version in whose place it stands; null when there was none. */
  readonly replacedVersion: string | null;
  /** False when this very model was installed already and nothing was done. */
  readonly changed: boolean;
}

/** Without a card no reader knows what the model is for; the other files are named by the manifest or verified. */
const needed = ['model.json', 'CARD.md'];
const mostFiles = 200;
const mostDepth = 3;
const mostTotalBytes = 2 * mostModelBytes;
/** What is safe as a file's name on every system that we run on. */
const safeName = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?$/;
const reservedOnWindows = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
const underWay = '.installing-';
const setAside = '.replaced-';

/**
 * Copies a model folder into the user's place, once everything that can be verified was verified on the copy. Until the last
 * step, a rename, the copy lies beside its place under a name that no loader looks at; what fails before leaves nothing.
 * Errors: `model-refused` naming the file and the reason, `not-found`, `unreadable` where the system refuses, `cancelled`.
 */
export const installModel = async (
  folder: string,
  places: ModelPlaces & { readonly user: string },
  options: InstallOptions,
): Promise<Result<InstalledFolder>> => {
  const source = resolve(folder);
  const room = join(places.user, `${underWay}${randomUUID()}`);
  // What is said of the copy names its folder.
  const copy = join(room, safeName.test(basename(source)) ? basename(source) : 'model');
  try {
    const files = await filesOf(source);
    if (!files.ok) return files;
    await mkdir(places.user, { recursive: true });
    await tidy(places.user);
    await mkdir(room);
    const copied = await copyFiles(source, copy, files.value, options.signal);
    if (!copied.ok) return copied;
    const verified = await options.verify(copy);
    if (!verified.ok) return verified;
    if (verified.value.refusal !== null) return { ok: false, error: verified.value.refusal };
    if (options.signal.aborted) return cancelled;
    return await put(copy, verified.value, places, options.replace);
  } catch (error) {
    return refuse('unreadable', `The model cannot be installed into ${places.user} (${codeOf(error)}).`);
  } finally {
    await rm(room, { recursive: true, force: true }).catch(() => {});
  }
};

const cancelled = refuse('cancelled', 'The installation was cancelled; nothing was installed.');

interface SourceFile {
  /** Below the folder, with forward slashes. */
  readonly name: string;
  readonly bytes: number;
}

/** Every file below the folder; refuses what no model folder holds, before a byte is copied. */
const filesOf = async (root: string): Promise<Result<readonly SourceFile[]>> => {
  const stats = await lstat(root).catch(() => null);
  if (stats === null) return refuse('not-found', `There is no folder ${root}.`, root);
  if (!stats.isDirectory()) return refuse('model-refused', `${root} is no folder that holds a model.`, root);
  const files: SourceFile[] = [];
  const folders = [''];
  let total = 0;
  for (let below = folders.shift(); below !== undefined; below = folders.shift()) {
    for (const entry of await readdir(join(root, below))) {
      const name = below === '' ? entry : `${below}/${entry}`;
      const misfit = (text: string) => refuse('model-refused', `${name} ${text}.`, name);
      if (!safeName.test(entry) || reservedOnWindows.test(entry))
        return misfit('has a name that no file of a model has: letters, digits, dot, dash and underscore, at most 100');
      const found = await lstat(join(root, name));
      if (found.isSymbolicLink()) return misfit('is a link; a model folder holds its own files');
      if (found.isDirectory()) {
        if (name.split('/').length >= mostDepth) return misfit('lies too deep for a model folder');
        folders.push(name);
        continue;
      }
      if (!found.isFile()) return misfit('is not a plain file');
      if (found.size > mostModelBytes)
        return misfit(`is too large: ${found.size} bytes, at most ${mostModelBytes} are taken`);
      total += found.size;
      if (total > mostTotalBytes) return misfit(`makes the folder too large: more than ${mostTotalBytes} bytes`);
      files.push({ name, bytes: found.size });
      if (files.length > mostFiles) return misfit(`is one file too many: a model folder holds at most ${mostFiles}`);
    }
  }
  const absent = needed.find((wanted) => !files.some(({ name, bytes }) => name === wanted && bytes > 0));
  return absent === undefined ? accept(files) : refuse('model-refused', `${root} holds no ${absent}.`, absent);
};

const copyFiles = async (
  from: string,
  to: string,
  files: readonly SourceFile[],
  signal: AbortSignal,
): Promise<Result<null>> => {
  await mkdir(to);
  for (const { name } of files) {
    if (signal.aborted) return cancelled;
    const read = await readPlainFile(join(from, name), mostModelBytes);
    if (!read.ok) return read;
    await mkdir(join(to, ...name.split('/').slice(0, -1)), { recursive: true });
    await writeFile(join(to, name), read.value, { flag: 'wx' });
  }
  return accept(null);
};

const put = async (
  copy: string,
  { id, version, sha256 }: ModelVerification,
  places: ModelPlaces & { readonly user: string },
  replace: boolean,
): Promise<Result<InstalledFolder>> => {
  if (reservedOnWindows.test(id) || id.length > 100)
    return refuse('model-refused', `"${id}" cannot be the name of a folder on every system.`, 'model.json');
  const there = await standing(id, places);
  const installed = { id, version, sha256, replacedVersion: there?.manifest?.version ?? null };
  const { manifest } = await readModelFolder(copy);
  // A threshold may differ where version and weights are the same.
  if (there !== null && JSON.stringify(there.manifest) === JSON.stringify(manifest))
    return accept({ ...installed, replacedVersion: null, changed: false });
  if (there !== null && !replace)
    return refuse(
      'model-refused',
      `Model ${id} ${there.manifest?.version ?? '(refused)'} ${there.place === 'user' ? 'is installed already' : 'ships with the program'}; --replace puts ${version} in its place.`,
      'model.json',
    );
  const target = join(places.user, id);
  if (there?.place === 'user' && there.path !== target)
    return refuse('model-refused', `Model ${id} lies in ${there.path}; remove that folder first.`, 'model.json');
  const old = join(places.user, `${setAside}${id}~${randomUUID()}`);
  const moved = await renameIfThere(target, old);
  try {
    await rename(copy, target);
  } catch (error) {
    if (moved) await rename(old, target);
    throw error;
  }
  if (moved) await rm(old, { recursive: true, force: true });
  return accept({ ...installed, changed: true });
};

/** The folder that answers to this id now, the user's before the shipped one. */
const standing = async (id: string, places: ModelPlaces) => {
  for (const folder of await modelFolders(places)) {
    const { manifest } = await readModelFolder(folder.path);
    if ((manifest?.id ?? folder.name) === id) return { ...folder, manifest };
  }
  return null;
};

const renameIfThere = async (from: string, to: string): Promise<boolean> => {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw error;
  }
};

/** Older than any installation takes. */
const staleMs = 10 * 60 * 1000;

/** Puts right what an installation left that was ended between two steps: a model set aside comes back, half a copy goes. */
const tidy = async (root: string): Promise<void> => {
  for (const name of await readdir(root)) {
    if (!name.startsWith(underWay) && !name.startsWith(setAside)) continue;
    const path = join(root, name);
    const { ctimeMs } = await lstat(path);
    if (Date.now() - ctimeMs < staleMs) continue;
    const target = join(root, name.slice(setAside.length).split('~')[0] ?? '');
    const wanted = name.startsWith(setAside) && (await lstat(target).catch(() => null)) === null;
    if (wanted) await rename(path, target);
    else await rm(path, { recursive: true, force: true });
  }
};
