import type { Activation } from '../ports.ts';
import type { ModelAnswer } from './askModels.ts';
import { type LeadWindowsInput, leadWindowsInput } from './manifest.ts';
import { leadPreparations } from './preparation.ts';

/**
 * Where a model of one lead looked: the maps of its windows as one over the recording. null for another model or one without
 * a map.
 */
export const leadActivation = ({ manifest, output, judged }: ModelAnswer): Omit<Activation, 'checks'> | null => {
  const input = leadWindowsInput(manifest);
  const described = manifest.output.activation;
  if (input === null || judged === undefined || described === null || output.activation === null) return null;
  const signed = joinWindows(input, output.activation.signed, manifest.classes.length, described.cells, judged.toS);
  const largest = signed.reduce((a, b) => Math.max(a, b), 0);
  const cells = signed.length / manifest.classes.length;
  return {
    model: manifest.id,
    classes: manifest.classes,
    leads: [judged.lead],
    cells,
    fromS: 0,
    toS: (cells * input.lengthSamples) / described.cells / input.sampleRateHz,
    ...inParts(signed, largest),
  };
};

/** What speaks for the classes and what against them, each never negative, as shares of the largest value that speaks for one. */
export const inParts = (signed: Float32Array, largest: number): Pick<Activation, 'spokeFor' | 'spokeAgainst'> => ({
  spokeFor: signed.map((value) => (largest > 0 ? Math.max(0, value) / largest : 0)),
  spokeAgainst: signed.map((value) => (largest > 0 ? Math.max(0, -value) / largest : 0)),
});

/**
 * [classes x cells]: each cell of a window, divided by the number of windows, is added where its middle lies, so that the sum
 * over time is still what the classes' mean logits are made of, but for a bias.
 * @param signed [windows x classes x cells]
 */
export const joinWindows = (
  { preparation, sampleRateHz, lengthSamples }: LeadWindowsInput,
  signed: Float32Array,
  classes: number,
  cells: number,
  toS: number,
): Float32Array => {
  const samples = Math.round(toS * sampleRateHz);
  const starts = leadPreparations.get(preparation)?.windowStarts(samples) ?? [];
  const cellSamples = lengthSamples / cells;
  const joinedCells = Math.max(1, Math.ceil(samples / cellSamples));
  const joined = new Float32Array(classes * joinedCells);
  for (const [row, start] of starts.entries())
    for (let index = 0; index < classes * cells; index++) {
      const middle = Math.floor((start + ((index % cells) + 0.5) * cellSamples) / cellSamples);
      const at = Math.floor(index / cells) * joinedCells + Math.min(joinedCells - 1, middle);
      joined[at] = joined[at]! + signed[row * classes * cells + index]! / starts.length;
    }
  return joined;
};
