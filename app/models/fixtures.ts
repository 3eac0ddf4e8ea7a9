import type { Pacing, Quality, Validity } from '../analysis/schema.ts';
import { type Recording, standardLeads } from '../recording/recording.ts';
import { recordingOf } from '../tracing/testRecordings.ts';
import type { Manifest, SignalInput } from './manifest.ts';

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

/** Twelve leads; `sample` gives millivolts at a time in seconds. */
export const testRecording = (
  sampleRateHz: number,
  lengthS: number,
  sample: (timeS: number, lead: number) => number,
): Recording => recordingOf(standardLeads, lengthS, sample, sampleRateHz);

export const goodQuality: Quality = { verdict: 'acceptable', score: 1, leads: [] };
export const notPaced: Pacing = { paced: false, spikes: [], limitation: null };
export const valid: Validity = { status: 'VALID', reasons: [], outOfDistributionScore: null };

/** One signal of parity.json, in its own words; models/training/common/formulae.py has the formula. */
export interface ParityFormula {
  readonly periodSamples: number;
  readonly lengthSamples: number;
  readonly waves: readonly {
    readonly centreS: number;
    readonly widthS: number;
    readonly amplitudeMv: readonly number[];
  }[];
  readonly sines: readonly {
    readonly frequencyHz: number;
    readonly phaseRad: number;
    readonly amplitudeMv: readonly number[];
  }[];
}

/** Twelve leads at 100 Hz, millivolts. */
export const paritySignal = ({ periodSamples, lengthSamples, waves, sines }: ParityFormula): Float32Array[] =>
  standardLeads.map((_, lead) =>
    Float32Array.from({ length: lengthSamples }, (_, t) => {
      const u = (t % periodSamples) / 100;
      const fromWaves = waves.map(
        ({ centreS, widthS, amplitudeMv }) => amplitudeMv[lead]! * Math.exp(-0.5 * ((u - centreS) / widthS) ** 2),
      );
      const fromSines = sines.map(
        ({ frequencyHz, phaseRad, amplitudeMv }) =>
          amplitudeMv[lead]! * Math.sin((2 * Math.PI * frequencyHz * t) / 100 + phaseRad),
      );
      return [...fromWaves, ...fromSines].reduce((a, b) => a + b, 0);
    }),
  );
