import { join } from 'node:path';
import type { ModelRunner } from '../../../app/models/runner.ts';
import type { InstalledModel } from '../../../app/ports.ts';
import { type Refusal, type Result, refuse } from '../../../app/result.ts';
import { mostTextBytes, readPlainFile } from './modelFiles.ts';
import { type ModelPlaces, modelFolders, type PlacedFolder } from './modelPlaces.ts';
import { type OnnxModel, openOnnxModel } from './onnxModel.ts';
import { type ModelFolder, readModelFolder } from './readModelFolder.ts';

export interface LoadedModels {
  /** Every folder with a model.json, the user's first, each place by folder name, refused ones included. */
  readonly installed: readonly InstalledModel[];
  readonly runner: ModelRunner;
}

/**
 * Loads every model of the places: manifest checked, bytes verified, session made, one run on zeros. A model that does not
 * fit is refused and named, the others go on. A folder that is not there holds no models.
 *
 * A user's model stands in the place of the shipped one of the same id, refused or not: a reader who replaced a model must
 * not be answered by the old one without a word (docs/decisions/0014-installed-models.md).
 * @param places a path alone is the shipped place.
 */
export const loadModels = async (places: string | ModelPlaces): Promise<LoadedModels> => {
  const installed: InstalledModel[] = [];
  const loaded = new Map<string, OnnxModel>();
  const usersIds = new Set<string>();
  for (const placed of await modelFolders(typeof places === 'string' ? { shipped: places, user: null } : places)) {
    const folder = await readModelFolder(placed.path);
    const id = idOf(placed, folder);
    if (placed.place === 'user') usersIds.add(id);
    const replaced = placed.place === 'shipped' && usersIds.has(id);
    const model = replaced ? null : await open(folder, loaded);
    if (model?.ok) loaded.set(id, model.value);
    installed.push(
      await installedModel(placed, folder, { replaced, refusal: model?.ok === false ? model.error : null }),
    );
  }
  return { installed, runner: createRunner(installed, loaded) };
};

const idOf = ({ name }: PlacedFolder, { manifest }: ModelFolder): string => manifest?.id ?? name;

const open = async ({ verified }: ModelFolder, loaded: ReadonlyMap<string, OnnxModel>): Promise<Result<OnnxModel>> => {
  if (!verified.ok) return verified;
  const { id } = verified.value.manifest;
  return loaded.has(id)
    ? refuse('model-refused', `Model ${id}: another folder holds a model of this id.`, 'model.json')
    : openOnnxModel(verified.value);
};

const installedModel = async (
  placed: PlacedFolder,
  folder: ModelFolder,
  state: { readonly replaced: boolean; readonly refusal: Refusal | null },
): Promise<InstalledModel> => {
  const { manifest } = folder;
  const card = await readPlainFile(join(placed.path, 'CARD.md'), mostTextBytes);
  return {
    id: idOf(placed, folder),
    version: manifest?.version ?? '',
    title: manifest?.title ?? placed.name,
    task: manifest?.task ?? null,
    sha256: manifest?.sha256 ?? '',
    bytes: manifest?.bytes ?? 0,
    place: placed.place,
    folder: placed.name,
    intendedUse: manifest?.intendedUse ?? '',
    card: card.ok ? card.value.toString('utf8') : null,
    ...state,
  };
};

const createRunner = (installed: readonly InstalledModel[], loaded: ReadonlyMap<string, OnnxModel>): ModelRunner => ({
  models: () => [...loaded.values()],
  refused: () => installed.flatMap(({ id, refusal }) => (refusal === null ? [] : [{ id, refusal }])),
  run: async (modelId, inputs, signal, weights = 'own') => {
    if (signal?.aborted) return refuse('cancelled', 'The analysis was cancelled.');
    const model = loaded.get(modelId);
    return model === undefined
      ? refuse('model-refused', `Model ${modelId} is not loaded.`)
      : model.run(inputs, weights);
  },
});
