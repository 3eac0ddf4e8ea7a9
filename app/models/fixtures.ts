import type { Pacing, Quality, Validity } from '../analysis/schema.ts';
import { type Recording, standardLeads } from '../recording/recording.ts';
import { recordingOf } from '../tracing/testRecordings.ts';
import type { LeadWindowsInput, Manifest, SignalInput } from './manifest.ts';

/** Values for tests of the models: a manifest that fits, a recording, and the formulae of a model's parity.json. */

const testInput: SignalInput = {
  kind: 'signal',
  name: 'ecg',
  leads: [...standardLeads],
  sampleRateHz: 100,
  lengthSamples: 1000,
  unit: 'mV',
  preparation: 'mv100-meanfree-v1',
};

export const testManifest: Manifest = {
  schema: 'einthoven.model/2',
  id: 'test-net',
  version: '1.2.3',
  title: 'A manifest for tests',
  task: 'superclass',
  file: 'model.onnx',
  sha256: '0'.repeat(64),
  bytes: 1,
  parameters: 1,
  intendedUse: 'tests',
  notFor: [],
  minimumAgeYears: 18,
  inputs: [testInput],
  output: {
    logits: 'logits',
    activation: { rectified: 'activation', signed: 'signed_activation', cells: 4 },
    contributions: null,
  },
  classes: ['NORM', 'MI'],
  thresholds: [0.5, 0.2],
  calibration: { method: 'platt', slope: [1, 2], intercept: [0, -1] },
  training: {
    data: 'none',
    licence: 'none',
    citation: 'none',
    split: 'none',
    recordings: 1,
    command: 'none',
    seed: 1,
    minutes: 1,
  },
  metrics: {},
};

export const testManifestInput = (changes: Partial<SignalInput>): Manifest => ({
  ...testManifest,
  inputs: [{ ...testInput, ...changes }],
});

/** A model of one lead, four classes, two cells of 15 s a window. */
export const testLeadInput: LeadWindowsInput = {
  kind: 'leadWindows',
  name: 'ecg',
  sampleRateHz: 100,
  lengthSamples: 3000,
  unit: 'mV',
  preparation: 'lead100-band-v1',
  leastDurationS: 9,
  longestDurationS: 61,
};

export const testLeadManifest: Manifest = {
  ...testManifest,
  id: 'lead-net',
  task: 'rhythm2017',
  inputs: [testLeadInput],
  output: { ...testManifest.output, activation: { rectified: 'activation', signed: 'signed_activation', cells: 2 } },
  classes: ['N', 'A', 'O', '~'],
  thresholds: null,
  calibration: { method: 'softmax', scale: 1, bias: [0, 0, 0, 0] },
};

/** Twelve leads; `sample` gives millivolts at a time in seconds. */
export const testRecording = (
  sampleRateHz: number,
  lengthS: number,
  sample: (timeS: number, lead: number) => number,
): Recording => recordingOf(standardLeads, lengthS, sample, sampleRateHz);

export const goodQuality: Quality = { verdict: 'acceptable', score: 1, leads: [] };
export const notPaced: Pacing = { paced: false, spikes: [], mode: null, faults: [], limitation: null };
export const valid: Validity = { status: 'VALID', reasons: [], outOfDistributionScore: null };

export { type ParityFormula, paritySignal } from './signalFormula.ts';
