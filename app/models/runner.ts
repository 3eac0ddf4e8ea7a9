import type { Refusal, Result } from '../result.ts';
import type { Manifest } from './manifest.ts';

/** What a network gives for one input, rows in the order of the manifest's classes. */
export interface ModelOutput {
  /** [classes], not calibrated. */
  readonly logits: Float32Array;
  /** [classes x cells] class-activation map, rectified. */
  readonly activation: Float32Array;
  /** [classes x cells] the same, signed. */
  readonly signedActivation: Float32Array;
}

/** The installed models; the adapter on ONNX Runtime lives in main/node/models. */
export interface ModelRunner {
  /** Models that were verified and loaded. */
  readonly models: () => readonly { readonly manifest: Manifest }[];
  /** Models that are there but must not run, and why. */
  readonly refused: () => readonly { readonly id: string; readonly refusal: Refusal }[];
  /**
   * Runs one model on one input of `prepareInput`, [leads x lengthSamples] row by row.
   * Errors: `model-refused` when the model is not loaded or input or output do not have the manifest's shape, `cancelled`.
   */
  readonly run: (modelId: string, input: Float32Array, signal?: AbortSignal) => Promise<Result<ModelOutput>>;
}
