import type { Analysis } from '../analysis/schema.ts';
import { calibrated } from './calibrate.ts';
import type { Manifest } from './manifest.ts';

export type BinaryStatement = Analysis['binary'][number];

/** NORMAL or NOT NORMAL with the calibrated probability of what is stated. @param logits [1], finite. */
export const binaryStatement = (manifest: Manifest, logits: Float32Array): BinaryStatement => {
  const probability = calibrated(manifest, logits)[0]!;
  const abnormal = probability >= (manifest.thresholds?.[0] ?? 0.5);
  return {
    model: manifest.id,
    label: abnormal ? 'NOT NORMAL' : 'NORMAL',
    confidence: abnormal ? probability : 1 - probability,
  };
};
