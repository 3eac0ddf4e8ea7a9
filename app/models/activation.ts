import type { Activation } from '../ports.ts';
import type { Manifest } from './manifest.ts';
import type { ModelInput } from './prepareInput.ts';
import type { ModelOutput } from './runner.ts';

/** A model's class-activation map on the recording's time axis, the rectified one scaled so that its largest value is 1. */
export const toActivation = (
  manifest: Manifest,
  { fromS, toS }: Pick<ModelInput, 'fromS' | 'toS'>,
  { activation, signedActivation }: ModelOutput,
): Activation => {
  const largest = activation.reduce((a, b) => Math.max(a, b), 0);
  return {
    model: manifest.id,
    classes: manifest.classes,
    cells: manifest.output.cells,
    fromS,
    toS,
    rectified: activation.map((value) => (largest > 0 ? Math.max(0, value) / largest : 0)),
    signed: signedActivation,
  };
};
