import { findLead, type Lead, type Recording } from '../recording/recording.ts';
import { resample } from '../recording/resample.ts';
import { accept, type Result, refuse } from '../result.ts';
import { featureSets } from './features/featureSets.ts';
import type { FeaturesInput, LeadWindowsInput, Manifest, ManifestInput, SignalInput } from './manifest.ts';
import { leadPreparations, preparations } from './preparation.ts';
import type { ModelTensor } from './runner.ts';
import { singleLead } from './singleLead.ts';

/** What lies behind the window still shapes its last samples while resampling; more than the reach of any filter used. */
const marginS = 2;

/** Computes a set of features once for all models that ask for it. */
export type FeaturesOf = (set: string) => Float32Array;

/** @returns [features] per set, NaN where the recording does not give a value; empty for a set that is not known. */
export const featuresOnce = (recording: Recording): FeaturesOf => {
  const known = new Map<string, Float32Array>();
  return (set) => {
    const values =
      known.get(set) ?? Float32Array.from(featureSets.get(set)?.compute(recording) ?? [], ([, value]) => value);
    known.set(set, values);
    return values;
  };
};

/**
 * The one place where a model's inputs are made from a recording; see `preparations` and `featureSets` for what each of
 * them does. The manifest has passed `checkManifest`.
 * Errors: `model-refused` when the recording lacks a lead. A lead that is there without a single sample gives zeros, as in
 * training; whether a model may see that is decided by its gates.
 * @param lead the reader's choice for a model of one lead; see `singleLead`.
 */
export const prepareInputs = (
  recording: Recording,
  manifest: Manifest,
  featuresOf: FeaturesOf,
  lead: string | null = null,
): Result<readonly ModelTensor[]> => {
  const tensors: ModelTensor[] = [];
  for (const input of manifest.inputs) {
    const tensor = tensorFor(input, recording, manifest, featuresOf, lead);
    if (!tensor.ok) return tensor;
    tensors.push(tensor.value);
  }
  return accept(tensors);
};

const tensorFor = (
  input: ManifestInput,
  recording: Recording,
  manifest: Manifest,
  featuresOf: FeaturesOf,
  lead: string | null,
): Result<ModelTensor> => {
  switch (input.kind) {
    case 'signal':
      return signalTensor(recording, manifest, input);
    case 'leadWindows':
      return leadTensor(recording, manifest, input, lead);
    case 'features':
      return featuresTensor(input, featuresOf);
    case 'beatWindows':
    case 'beatFeatures':
      return refuse('model-refused', `Model ${manifest.id} is asked beat by beat, not of a recording.`);
  }
};

const leadTensor = (
  recording: Recording,
  { id }: Manifest,
  { name, lengthSamples, preparation, longestDurationS }: LeadWindowsInput,
  wanted: string | null,
): Result<ModelTensor> => {
  const lead = singleLead(recording, wanted);
  if (lead === undefined) return refuse('model-refused', `Model ${id} needs a lead, and the recording has none.`);
  const { sampleRateHz } = recording;
  const head = lead.samplesMv.subarray(0, Math.floor(longestDurationS * sampleRateHz));
  const data = leadPreparations.get(preparation)?.windows(head, sampleRateHz) ?? new Float32Array();
  return accept({ name, data, dims: [data.length / lengthSamples, 1, lengthSamples] });
};

const featuresTensor = ({ name, set, features }: FeaturesInput, featuresOf: FeaturesOf): Result<ModelTensor> =>
  accept({ name, data: featuresOf(set).slice(), dims: [1, features.length] });

const signalTensor = (recording: Recording, { id }: Manifest, input: SignalInput): Result<ModelTensor> => {
  const data = signalTensorOf(recording, input);
  return data.ok
    ? accept({ name: input.name, data: data.value, dims: [1, input.leads.length, input.lengthSamples] })
    : refuse('model-refused', `Model ${id}: ${data.error.message}`);
};

/**
 * The window of a signal input, [leads x lengthSamples], lead by lead.
 * Errors: `model-refused` when the recording lacks a lead.
 */
export const signalTensorOf = (
  recording: Recording,
  input: Pick<SignalInput, 'sampleRateHz' | 'lengthSamples' | 'preparation'> & { readonly leads: readonly string[] },
): Result<Float32Array> => {
  const { leads, sampleRateHz, lengthSamples, preparation } = input;
  const limitMv = preparations.get(preparation)?.limitMv ?? Number.POSITIVE_INFINITY;
  const data = new Float32Array(leads.length * lengthSamples);
  for (const [row, wanted] of leads.entries()) {
    const lead = findLead(recording, wanted);
    if (lead === undefined)
      return refuse('model-refused', `Lead ${wanted} is needed, which the recording does not have.`);
    const window = data.subarray(row * lengthSamples, (row + 1) * lengthSamples);
    fillWindow(window, lead, recording.sampleRateHz, sampleRateHz, limitMv);
  }
  return accept(data);
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
