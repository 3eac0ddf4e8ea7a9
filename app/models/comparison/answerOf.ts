import type { Recording } from '../../recording/recording.ts';
import { accept, type Result } from '../../result.ts';
import { calibrated } from '../calibrate.ts';
import type { Manifest } from '../manifest.ts';
import { type FeaturesOf, prepareInputs } from '../prepareInputs.ts';
import type { ModelOutput, ModelTensor } from '../runner.ts';
import { superclassDiagnoses } from '../superclass.ts';

/** What a model says of a recording, in the order of its manifest's classes. */
export interface Answer {
  readonly probabilities: readonly number[];
  /** Which classes it states: from its thresholds, or the most probable one where it has none. */
  readonly stated: readonly boolean[];
}

/**
 * A model's answer to one recording, whatever its gates say: models are compared on what their training was measured on.
 * Errors: `model-refused` when the recording lacks what the model needs or the model fails on it.
 */
export const answerOf = async (
  manifest: Manifest,
  recording: Recording,
  featuresOf: FeaturesOf,
  run: (inputs: readonly ModelTensor[]) => Promise<Result<ModelOutput>>,
): Promise<Result<Answer>> => {
  const inputs = prepareInputs(recording, manifest, featuresOf);
  if (!inputs.ok) return inputs;
  const output = await run(inputs.value);
  if (!output.ok) return output;
  const logits = meanLogits(output.value, manifest.classes.length);
  const probabilities = calibrated(manifest, logits);
  return accept({ probabilities, stated: statedClasses(manifest, logits, probabilities) });
};

/** A recording that was cut into windows is judged by the mean of their logits. */
const meanLogits = ({ rows, logits }: ModelOutput, classes: number): Float32Array =>
  Float32Array.from({ length: classes }, (_, c) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += logits[row * classes + c]!;
    return sum / rows;
  });

const statedClasses = (manifest: Manifest, logits: Float32Array, probabilities: readonly number[]): boolean[] => {
  const { task, classes, thresholds } = manifest;
  if (task === 'superclass') {
    const diagnoses = superclassDiagnoses(manifest, logits);
    return classes.map((name) => diagnoses.some((each) => each.class === name && each.positive));
  }
  if (task === 'binary' || thresholds !== null) return probabilities.map((p, i) => p >= (thresholds?.[i] ?? 0.5));
  const first = probabilities.indexOf(Math.max(...probabilities));
  return probabilities.map((_, i) => i === first);
};
