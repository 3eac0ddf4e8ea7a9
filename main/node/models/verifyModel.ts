import { basename, join } from 'node:path';
import { preparationTolerance, readParity } from '../../../app/models/parity.ts';
import type { ModelVerification } from '../../../app/ports.ts';
import { type Refusal, refuse } from '../../../app/result.ts';
import { mostTextBytes, readPlainFile } from './modelFiles.ts';
import { openOnnxModel } from './onnxModel.ts';
import { readModelFolder } from './readModelFolder.ts';

/**
 * All that can be checked of a model folder before it may answer: size and SHA-256 of its file, the manifest against our
 * preparations and feature sets, the graph's inputs and outputs in ONNX Runtime, and every vector of parity.json through
 * preparation and graph. What fails is the refusal of the answer; nothing throws.
 */
export const verifyModel = async (folder: string): Promise<ModelVerification> => {
  const { manifest, verified } = await readModelFolder(folder);
  const known = {
    id: manifest?.id ?? basename(folder),
    version: manifest?.version ?? '',
    sha256: manifest?.sha256 ?? '',
  };
  const refused = (refusal: Refusal): ModelVerification => ({ ...known, parity: null, refusal });
  if (!verified.ok) return refused(verified.error);
  const model = await openOnnxModel(verified.value);
  if (!model.ok) return refused(model.error);
  const text = await readPlainFile(join(folder, 'parity.json'), mostTextBytes);
  if (!text.ok) return refused(text.error);
  const parity = readParity(text.value.toString('utf8'), verified.value.manifest);
  if (!parity.ok) return refused(parity.error);

  const { tolerance, preparationDifference, cases } = parity.value;
  const differs = (what: string, found: number, allowed: number): Refusal =>
    refuse(
      'model-refused',
      `Model ${known.id}: it does not answer here as in training: ${what} differs by ${found.toExponential(1)}, allowed are ${allowed.toExponential(1)}.`,
      'parity.json',
    ).error;
  if (!(preparationDifference <= preparationTolerance))
    return refused(differs('the preparation', preparationDifference, preparationTolerance));
  let largestDifference = 0;
  let worst = '';
  for (const { name, inputs, differenceOf } of cases) {
    const output = await model.value.run(inputs);
    if (!output.ok) return refused(output.error);
    const difference = differenceOf(output.value);
    if (!(difference <= largestDifference)) [largestDifference, worst] = [difference, name];
  }
  return {
    ...known,
    parity: { vectors: cases.length, largestDifference, tolerance },
    refusal: largestDifference <= tolerance ? null : differs(worst, largestDifference, tolerance),
  };
};
