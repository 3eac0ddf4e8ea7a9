import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import { checkManifest, parseManifest } from '../../../app/models/checkManifest.ts';
import type { Manifest } from '../../../app/models/manifest.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { mostModelBytes, mostTextBytes, readPlainFile } from './modelFiles.ts';

export interface VerifiedModel {
  readonly manifest: Manifest;
  /** The bytes that were hashed. Whoever loads the model loads these, so that the file cannot be swapped in between. */
  readonly bytes: Uint8Array;
}

/** What is known of a model folder: `manifest` is null when model.json itself does not fit. */
export interface ModelFolder {
  readonly manifest: Manifest | null;
  readonly verified: Result<VerifiedModel>;
}

/**
 * Reads `model.json` and the file that it names, and compares size and SHA-256.
 * Errors: `model-refused`, naming model and file and, where they differ, both hashes.
 */
export const readModelFolder = async (folder: string): Promise<ModelFolder> => {
  const name = basename(folder);
  const text = await readPlainFile(join(folder, 'model.json'), mostTextBytes);
  if (!text.ok)
    return {
      manifest: null,
      verified: refuse('model-refused', `Model folder ${name}: ${text.error.message}`, 'model.json'),
    };
  const manifest = parseManifest(text.value.toString('utf8'), name);
  if (!manifest.ok) return { manifest: null, verified: manifest };
  return { manifest: manifest.value, verified: await verify(folder, manifest.value) };
};

const verify = async (folder: string, manifest: Manifest): Promise<Result<VerifiedModel>> => {
  const { id, file } = manifest;
  const checked = checkManifest(manifest);
  if (!checked.ok) return checked;
  const misfit = (text: string) => refuse('model-refused', `Model ${id}: ${text}`, file);
  if (file !== basename(file) || /[\\/]|^\.*$/.test(file))
    return misfit(`${file} is not a file name in its own folder.`);
  const read = await readPlainFile(join(folder, file), mostModelBytes);
  if (!read.ok) return misfit(read.error.message);
  const bytes = read.value;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (bytes.length !== manifest.bytes || sha256 !== manifest.sha256)
    return misfit(
      `${file} is not the file that was released: expected ${manifest.bytes} bytes with SHA-256 ${manifest.sha256}, found ${bytes.length} bytes with SHA-256 ${sha256}.`,
    );
  return accept({ manifest, bytes });
};
