import { findLead, type Lead, type Recording } from '../recording/recording.ts';
import { resample } from '../recording/resample.ts';
import { accept, type Result, refuse } from '../result.ts';
import { checkManifest } from './checkManifest.ts';
import type { Manifest } from './manifest.ts';

export interface ModelInput {
  /** [leads x lengthSamples], row by row in the manifest's lead order. */
  readonly data: Float32Array;
  /** Span of the whole window on the recording's time axis, padding included. */
  readonly fromS: number;
  readonly toS: number;
}

/** What lies behind the window still shapes its last samples while resampling; more than the reach of any filter used. */
const marginS = 2;

/**
 * The one place where a model's input is made from a recording; see `preparations` for what each preparation does.
 * Errors: `model-refused` when the manifest does not fit its preparation or the recording lacks a lead. A lead that is there
 * without a single sample gives zeros, as in training; whether a model may see that is decided by its gates.
 */
export const prepareInput = (recording: Recording, manifest: Manifest): Result<ModelInput> => {
  const preparation = checkManifest(manifest);
  if (!preparation.ok) return preparation;
  const { leads, sampleRateHz, lengthSamples } = manifest.input;

  const data = new Float32Array(leads.length * lengthSamples);
  for (const [row, name] of leads.entries()) {
    const lead = findLead(recording, name);
    if (lead === undefined)
      return refuse('model-refused', `Model ${manifest.id} needs lead ${name}, which the recording does not have.`);
    const window = data.subarray(row * lengthSamples, (row + 1) * lengthSamples);
    fillWindow(window, lead, recording.sampleRateHz, sampleRateHz, preparation.value.limitMv);
  }
  return accept({ data, fromS: 0, toS: lengthSamples / sampleRateHz });
};

const fillWindow = (window: Float32Array, lead: Lead, fromHz: number, toHz: number, limitMv: number): void => {
  const neededS = window.length / toHz + marginS;
  const head = lead.samplesMv.subarray(0, Math.ceil(neededS * fromHz));
  const samplesMv = (fromHz === toHz ? head : resample(head, fromHz, toHz)).subarray(0, window.length);

  let sum = 0;
  let present = 0;
  for (const value of samplesMv)
    if (Number.isFinite(value)) {
      sum += value;
      present++;
    }
  const mean = present === 0 ? 0 : sum / present;
  for (const [i, value] of samplesMv.entries())
    window[i] = Number.isFinite(value) ? Math.max(-limitMv, Math.min(limitMv, value - mean)) : 0;
};
