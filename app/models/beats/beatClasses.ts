import type { aamiClasses } from '../../analysis/schema.ts';

export type BeatClass = (typeof aamiClasses)[number];

/** probabilities = softmax(scale * logits + bias). */
export interface BeatCalibration {
  readonly scale: number;
  readonly bias: readonly number[];
}

/** What is said of a beat: the most probable class and its probability. */
export interface ClassedBeat {
  readonly aami: BeatClass;
  readonly probability: number;
}

/**
 * Classes of beats from a model's logits [beats x classes]; null for a beat that could not be judged (`judgeable` of `beatInputs`) or whose
 * logits are not finite.
 */
export const classifyBeats = (
  logits: Float32Array,
  classes: readonly BeatClass[],
  { scale, bias }: BeatCalibration,
  judgeable: readonly boolean[],
): (ClassedBeat | null)[] =>
  judgeable.map((known, k) => {
    const row = classes.map((_, c) => scale * logits[k * classes.length + c]! + bias[c]!);
    if (!known || !row.every(Number.isFinite)) return null;
    const highest = Math.max(...row);
    const sum = row.reduce((total, value) => total + Math.exp(value - highest), 0);
    return { aami: classes[row.indexOf(highest)]!, probability: 1 / sum };
  });
