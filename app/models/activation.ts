import type { Activation } from '../ports.ts';
import { durationS, type Recording } from '../recording/recording.ts';
import { type LeadWindowsInput, leadWindowsInput, type Manifest, signalInput } from './manifest.ts';
import { leadPreparations } from './preparation.ts';
import type { ModelOutput } from './runner.ts';
import { singleLead } from './singleLead.ts';

type Map = Pick<Activation, 'leads' | 'cells' | 'toS' | 'signed'> & { readonly rectified: Float32Array };

/**
 * A model's class-activation map on the recording's time axis, the rectified one scaled so that its largest value is 1; null
 * when the model gives none.
 * @param lead the reader's choice for a model of one lead, as `output` was made with.
 */
export const toActivation = (
  manifest: Manifest,
  output: ModelOutput,
  recording: Recording,
  lead: string | null,
): Activation | null => {
  const map = mapOf(manifest, output, recording, lead);
  if (map === null) return null;
  const largest = map.rectified.reduce((a, b) => Math.max(a, b), 0);
  return {
    ...map,
    model: manifest.id,
    classes: manifest.classes,
    fromS: 0,
    rectified: map.rectified.map((value) => (largest > 0 ? Math.max(0, value) / largest : 0)),
  };
};

const mapOf = (manifest: Manifest, output: ModelOutput, recording: Recording, lead: string | null): Map | null => {
  const { activation } = output;
  const cells = manifest.output.activation?.cells;
  if (activation === null || cells === undefined) return null;
  const whole = signalInput(manifest);
  if (whole !== null)
    return { ...activation, cells, leads: whole.leads, toS: whole.lengthSamples / whole.sampleRateHz };
  const windowed = leadWindowsInput(manifest);
  const judged = singleLead(recording, lead);
  if (windowed === null || judged === undefined) return null;
  const signed = joinWindows(windowed, activation.signed, manifest.classes.length, cells, durationS(recording));
  const joined = signed.length / manifest.classes.length;
  return {
    leads: [judged.name],
    cells: joined,
    toS: (joined * windowed.lengthSamples) / cells / windowed.sampleRateHz,
    signed,
    rectified: signed.map((value) => Math.max(0, value)),
  };
};

/**
 * The windows' maps as one over the recording, [classes x cells]: each cell of a window, divided by the number of windows, is
 * added where its middle lies, so that the sum over time is still what the classes' mean logits are made of.
 */
const joinWindows = (
  { preparation, sampleRateHz, lengthSamples, longestDurationS }: LeadWindowsInput,
  signed: Float32Array,
  classes: number,
  cells: number,
  lastsS: number,
): Float32Array => {
  const samples = Math.round(Math.min(lastsS, longestDurationS) * sampleRateHz);
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
