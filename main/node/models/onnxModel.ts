import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Manifest } from '../../../app/models/manifest.ts';
import type { ModelOutput } from '../../../app/models/runner.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import type { VerifiedModel } from './readModelFolder.ts';

export interface OnnxModel {
  readonly manifest: Manifest;
  /** @param input [leads x lengthSamples], row by row. Errors: `model-refused` when shapes or values do not fit. */
  readonly run: (input: Float32Array) => Promise<Result<ModelOutput>>;
}

/** One thread: the analysis service runs as many processes as the machine should give, and results do not depend on it. */
const sessionOptions: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 3,
};

/**
 * Makes an ONNX Runtime session from the verified bytes and runs it once on zeros, so that a graph that does not have the
 * manifest's inputs and outputs is refused at loading and the first patient does not pay for the warming up.
 */
export const openOnnxModel = async ({ manifest, bytes }: VerifiedModel): Promise<Result<OnnxModel>> => {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(bytes, sessionOptions);
  } catch (error) {
    return misfit(manifest, `ONNX Runtime cannot load ${manifest.file}: ${firstLine(error)}`);
  }
  const model: OnnxModel = { manifest, run: (input) => run(session, manifest, input) };
  const rehearsal = await model.run(new Float32Array(manifest.input.leads.length * manifest.input.lengthSamples));
  return rehearsal.ok ? accept(model) : rehearsal;
};

const run = async (
  session: InferenceSession,
  manifest: Manifest,
  input: Float32Array,
): Promise<Result<ModelOutput>> => {
  const { leads, lengthSamples, name } = manifest.input;
  if (input.length !== leads.length * lengthSamples)
    return misfit(manifest, `it takes ${leads.length} x ${lengthSamples} samples, not ${input.length}`);
  const { logits, activation, signedActivation, cells } = manifest.output;
  let outputs: InferenceSession.ReturnType;
  try {
    const tensor = new Tensor('float32', input, [1, leads.length, lengthSamples]);
    outputs = await session.run({ [name]: tensor }, [logits, activation, signedActivation]);
  } catch (error) {
    return misfit(manifest, `it cannot be run: ${firstLine(error)}`);
  }
  const classes = manifest.classes.length;
  const found = [
    finiteValues(outputs, logits, [1, classes]),
    finiteValues(outputs, activation, [1, classes, cells]),
    finiteValues(outputs, signedActivation, [1, classes, cells]),
  ] as const;
  const [foundLogits, foundActivation, foundSigned] = found;
  if (foundLogits === null || foundActivation === null || foundSigned === null)
    return misfit(
      manifest,
      `its output "${[logits, activation, signedActivation][found.indexOf(null)]}" does not have the shape of the manifest or is not finite`,
    );
  return accept({ logits: foundLogits, activation: foundActivation, signedActivation: foundSigned });
};

/** A copy, because ONNX Runtime may use its own buffer again. */
const finiteValues = (
  outputs: InferenceSession.ReturnType,
  name: string,
  shape: readonly number[],
): Float32Array | null => {
  const tensor = outputs[name];
  if (tensor === undefined || !(tensor.data instanceof Float32Array) || tensor.dims.join() !== shape.join())
    return null;
  return tensor.data.every(Number.isFinite) ? tensor.data.slice() : null;
};

const misfit = (manifest: Manifest, text: string) =>
  refuse('model-refused', `Model ${manifest.id}: ${text}.`, manifest.file);

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]!.replace(/\.$/, '');
