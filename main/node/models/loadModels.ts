import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelRunner } from '../../../app/models/runner.ts';
import type { InstalledModel } from '../../../app/ports.ts';
import { type Refusal, type Result, refuse } from '../../../app/result.ts';
import { type OnnxModel, openOnnxModel } from './onnxModel.ts';
import { type ModelFolder, readModelFolder } from './readModelFolder.ts';

export interface LoadedModels {
  /** Every folder with a model.json, by folder name, refused ones included. */
  readonly installed: readonly InstalledModel[];
  readonly runner: ModelRunner;
}

/**
 * Loads every model of a folder: manifest checked, bytes verified, session made, one run on zeros. A model that does not
 * fit is refused and named, the others go on. A folder that is not there holds no models.
 */
export const loadModels = async (modelsDir: string): Promise<LoadedModels> => {
  const installed: InstalledModel[] = [];
  const loaded = new Map<string, OnnxModel>();
  for (const name of await modelFolders(modelsDir)) {
    const folder = await readModelFolder(join(modelsDir, name));
    const model = await open(folder, loaded);
    if (model.ok) loaded.set(model.value.manifest.id, model.value);
    installed.push(installedModel(name, folder, model.ok ? null : model.error));
  }
  return { installed, runner: createRunner(installed, loaded) };
};

const modelFolders = async (modelsDir: string): Promise<string[]> => {
  const names: string[] = [];
  for (const entry of await entriesOf(modelsDir))
    if (entry.isDirectory() && (await entriesOf(join(modelsDir, entry.name))).some(({ name }) => name === 'model.json'))
      names.push(entry.name);
  return names.sort();
};

const entriesOf = async (folder: string) => {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch {
    return [];
  }
};

const open = async ({ verified }: ModelFolder, loaded: ReadonlyMap<string, OnnxModel>): Promise<Result<OnnxModel>> => {
  if (!verified.ok) return verified;
  const { id } = verified.value.manifest;
  return loaded.has(id)
    ? refuse('model-refused', `Model ${id}: another folder holds a model of this id.`, 'model.json')
    : openOnnxModel(verified.value);
};

const installedModel = (name: string, { manifest }: ModelFolder, refusal: Refusal | null): InstalledModel => ({
  id: manifest?.id ?? name,
  version: manifest?.version ?? '',
  title: manifest?.title ?? name,
  sha256: manifest?.sha256 ?? '',
  bytes: manifest?.bytes ?? 0,
  refusal,
});

const createRunner = (installed: readonly InstalledModel[], loaded: ReadonlyMap<string, OnnxModel>): ModelRunner => ({
  models: () => [...loaded.values()],
  refused: () => installed.flatMap(({ id, refusal }) => (refusal === null ? [] : [{ id, refusal }])),
  run: async (modelId, inputs, signal) => {
    if (signal?.aborted) return refuse('cancelled', 'The analysis was cancelled.');
    const model = loaded.get(modelId);
    return model === undefined ? refuse('model-refused', `Model ${modelId} is not loaded.`) : model.run(inputs);
  },
});
