import type { Recording } from '../../recording/recording.ts';
import type { Feature } from './leadFeatures.ts';
import { measuredFeatureNames, measuredFeatures } from './measuredFeatures.ts';

export interface FeatureSet {
  /** In the order of a model's input. */
  readonly names: readonly string[];
  readonly compute: (recording: Recording) => readonly Feature[];
}

/** The sets that a manifest may name. */
export const featureSets: ReadonlyMap<string, FeatureSet> = new Map([
  ['measured100-v1', { names: measuredFeatureNames, compute: measuredFeatures }],
]);
