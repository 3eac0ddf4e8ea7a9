import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Manifest, ManifestInput } from '../../../app/models/manifest.ts';
import type { ModelOutput, ModelTensor, Weights } from '../../../app/models/runner.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import type { VerifiedModel } from './readModelFolder.ts';
import { shuffleWeights } from './shuffleWeights.ts';

export interface OnnxModel {
  readonly manifest: Manifest;
  /** Errors: `model-refused` when shapes or values do not fit the manifest. */
  readonly run: (inputs: readonly ModelTensor[], weights?: Weights) => Promise<Result<ModelOutput>>;
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
  // Only who asks for an explanation pays for the second session.
  let shuffled: Promise<InferenceSession> | undefined;
  const shuffledSession = () => (shuffled ??= InferenceSession.create(shuffleWeights(bytes), sessionOptions));
  const model: OnnxModel = {
    manifest,
    run: async (inputs, weights = 'own') => {
      try {
        return await run(weights === 'own' ? session : await shuffledSession(), manifest, inputs);
      } catch (error) {
        return misfit(manifest, `ONNX Runtime cannot load it with shuffled weights: ${firstLine(error)}`);
      }
    },
  };
  const rehearsal = await model.run(manifest.inputs.map(zeros));
  return rehearsal.ok ? accept(model) : rehearsal;
};

const zeros = (input: ManifestInput): ModelTensor => {
  const dims = [1, ...rowDims(input)];
  return { name: input.name, data: new Float32Array(dims.reduce((product, size) => product * size, 1)), dims };
};

/** What one row of an input holds. */
const rowDims = (input: ManifestInput): number[] => {
  switch (input.kind) {
    case 'signal':
      return [input.leads.length, input.lengthSamples];
    case 'leadWindows':
      return [1, input.lengthSamples];
    case 'beatWindows':
      return [input.channels.length, input.lengthSamples];
    case 'features':
    case 'beatFeatures':
      return [input.features.length];
  }
};

const run = async (
  session: InferenceSession,
  manifest: Manifest,
  inputs: readonly ModelTensor[],
): Promise<Result<ModelOutput>> => {
  const rows = inputs[0]?.dims[0] ?? 0;
  const misshapen = manifest.inputs.find((expected, i) => {
    const wanted = [rows, ...zeros(expected).dims.slice(1)];
    const given = inputs[i];
    const size = wanted.reduce((product, each) => product * each, 1);
    return given?.name !== expected.name || given.dims.join() !== wanted.join() || given.data.length !== size;
  });
  if (misshapen !== undefined || rows < 1 || inputs.length !== manifest.inputs.length)
    return misfit(
      manifest,
      `its input "${(misshapen ?? manifest.inputs[0])?.name}" does not have the manifest's shape`,
    );
  const { logits, activation, contributions } = manifest.output;
  const classes = manifest.classes.length;
  const explained = manifest.inputs.find(({ name }) => name === contributions?.input);
  const wanted = new Map<string, readonly number[]>([[logits, [rows, classes]]]);
  if (activation !== null)
    for (const name of [activation.rectified, activation.signed]) wanted.set(name, [rows, classes, activation.cells]);
  if (contributions !== null && explained?.kind === 'features')
    wanted.set(contributions.name, [rows, classes, explained.features.length]);
  let outputs: InferenceSession.ReturnType;
  try {
    const feeds = inputs.map(({ name, data, dims }) => [name, new Tensor('float32', data, dims)]);
    outputs = await session.run(Object.fromEntries(feeds), [...wanted.keys()]);
  } catch (error) {
    return misfit(manifest, `it cannot be run: ${firstLine(error)}`);
  }
  const found = new Map<string, Float32Array>();
  for (const [name, shape] of wanted) {
    const values = finiteValues(outputs, name, shape);
    if (values === null)
      return misfit(manifest, `its output "${name}" does not have the shape of the manifest or is not finite`);
    found.set(name, values);
  }
  const of = (name: string): Float32Array => found.get(name) ?? new Float32Array();
  return accept({
    rows,
    logits: of(logits),
    activation: activation && { rectified: of(activation.rectified), signed: of(activation.signed) },
    contributions: contributions && of(contributions.name),
  });
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
