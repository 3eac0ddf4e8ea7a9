import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelPlace } from '../../../app/ports.ts';

/** The folders that hold models, each in a folder of its own. */
export interface ModelPlaces {
  /** Ships with the program and is never written to. */
  readonly shipped: string;
  /** In the user's data folder, made by the first installation; null: none is looked at. */
  readonly user: string | null;
}

export interface PlacedFolder {
  readonly place: ModelPlace;
  readonly path: string;
  readonly name: string;
}

/**
 * Every folder with a model.json, the user's first, each place by name. Names with a dot in front are installations under
 * way. A place that is not there holds none.
 */
export const modelFolders = async ({ shipped, user }: ModelPlaces): Promise<PlacedFolder[]> => [
  ...(user === null ? [] : await foldersOf('user', user)),
  ...(await foldersOf('shipped', shipped)),
];

const foldersOf = async (place: ModelPlace, root: string): Promise<PlacedFolder[]> => {
  const found: PlacedFolder[] = [];
  for (const entry of await entriesOf(root)) {
    const path = join(root, entry.name);
    if (entry.name.startsWith('.') || !entry.isDirectory()) continue;
    if ((await entriesOf(path)).some(({ name }) => name === 'model.json'))
      found.push({ place, path, name: entry.name });
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
};

const entriesOf = async (folder: string) => {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
};
