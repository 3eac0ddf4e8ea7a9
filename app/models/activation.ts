import type { Activation } from '../ports.ts';
import { type Manifest, signalInput } from './manifest.ts';
import type { ModelOutput } from './runner.ts';

/**
 * A model's class-activation map on the recording's time axis, the rectified one scaled so that its largest value is 1; null
 * when the model gives none.
 */
export const toActivation = (manifest: Manifest, { activation }: ModelOutput): Activation | null => {
  const input = signalInput(manifest);
  if (activation === null || manifest.output.activation === null || input === null) return null;
  const largest = activation.rectified.reduce((a, b) => Math.max(a, b), 0);
  return {
    model: manifest.id,
    classes: manifest.classes,
    cells: manifest.output.activation.cells,
    fromS: 0,
    toS: input.lengthSamples / input.sampleRateHz,
    rectified: activation.rectified.map((value) => (largest > 0 ? Math.max(0, value) / largest : 0)),
    signed: activation.signed,
  };
};
