import type { Refusal, Result } from '../result.ts';
import type { Manifest } from './manifest.ts';

/** One input of a model's graph. */
export interface ModelTensor {
  readonly name: string;
  readonly data: Float32Array;
  /** The first is the number of rows: recordings, windows or beats. */
  readonly dims: readonly number[];
}

/** What a model gives, columns in the order of the manifest's classes; null is what it does not give. */
export interface ModelOutput {
  readonly rows: number;
  /** [rows x classes], not calibrated. */
  readonly logits: Float32Array;
  /** [rows x classes x cells] class-activation map, rectified and signed. */
  readonly activation: { readonly rectified: Float32Array; readonly signed: Float32Array } | null;
  /** [rows x classes x features]. */
  readonly contributions: Float32Array | null;
}

/** 'shuffled': the same graph with the numbers of each weight in another order, which knows nothing; to check a map by. */
export type Weights = 'own' | 'shuffled';

/** The installed models; the adapter on ONNX Runtime lives in main/node/models. */
export interface ModelRunner {
  /** Models that were verified and loaded. */
  readonly models: () => readonly { readonly manifest: Manifest }[];
  /** Models that are there but must not run, and why. */
  readonly refused: () => readonly { readonly id: string; readonly refusal: Refusal }[];
  /**
   * Runs one model on the tensors of `prepareInputs`, with its own weights unless told otherwise.
   * Errors: `model-refused` when the model is not loaded or input or output do not have the manifest's shape, `cancelled`.
   */
  readonly run: (
    modelId: string,
    inputs: readonly ModelTensor[],
    signal?: AbortSignal,
    weights?: Weights,
  ) => Promise<Result<ModelOutput>>;
}
