import { aamiClasses } from '../../analysis/schema.ts';
import { calibrated } from '../calibrate.ts';
import type { Manifest } from '../manifest.ts';

export type BeatClass = (typeof aamiClasses)[number];

/** What is said of a beat: the most probable class and its probability. */
export interface ClassedBeat {
  readonly aami: BeatClass;
  readonly probability: number;
}

/**
 * Classes of beats from a model's logits [beats x classes]; null for a beat that could not be judged (`judgeable` of `beatInputs`).
 */
export const classifyBeats = (
  manifest: Manifest,
  logits: Float32Array,
  judgeable: readonly boolean[],
): (ClassedBeat | null)[] => {
  const width = manifest.classes.length;
  return judgeable.map((known, k) => {
    const probabilities = calibrated(manifest, logits.subarray(k * width, (k + 1) * width));
    const probability = Math.max(...probabilities);
    const name = manifest.classes[probabilities.indexOf(probability)];
    const aami = aamiClasses.find((one) => one === name);
    return known && aami !== undefined ? { aami, probability } : null;
  });
};
