import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { type ModelPlaces, modelFolders } from '../../node/models/modelPlaces.ts';
import { readModelFolder } from '../../node/models/readModelFolder.ts';

/**
 * The folder of the model that a user named: the installed one of this id, the user's before the shipped one, or else a
 * folder that is not installed. Errors: `not-found`, naming what is installed.
 */
export async function findModel(named: string, places: ModelPlaces): Promise<Result<string>> {
  const ids: string[] = [];
  for (const { name, path } of await modelFolders(places)) {
    const { manifest } = await readModelFolder(path);
    const id = manifest?.id ?? name;
    if (id === named) return accept(path);
    ids.push(id);
  }
  if (await isFile(join(named, 'model.json'))) return accept(named);
  const installed = [...new Set(ids)].sort().join(', ') || 'none';
  return refuse('not-found', `no such model, and no folder with a model.json: ${named}; installed: ${installed}`);
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
