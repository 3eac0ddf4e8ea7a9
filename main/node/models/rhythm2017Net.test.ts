import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { lead100, lead100Windows, prepareLead100Band } from '../../../app/models/lead100Band.ts';
import { type LeadFormula, leadSignal } from '../../../app/models/leadFormula.ts';

interface Parity {
  readonly tolerance: number;
  readonly vectors: readonly {
    readonly input: LeadFormula;
    readonly windows: number;
    readonly logits: readonly number[];
    readonly signedActivation: readonly number[];
  }[];
}
const folder = new URL('../../../models/rhythm2017-net/', import.meta.url);
const parity: Parity = JSON.parse(readFileSync(new URL('parity.json', folder), 'utf8'));
const session = await InferenceSession.create(readFileSync(new URL('model.onnx', folder)), { intraOpNumThreads: 1 });

const outputsFor = async (input: LeadFormula) => {
  const windows = lead100Windows(prepareLead100Band(leadSignal(input), input.sampleRateHz));
  const rows = windows.length / lead100.windowSamples;
  return session.run({ ecg: new Tensor('float32', windows, [rows, 1, lead100.windowSamples]) });
};

const largestDifference = (found: Tensor | undefined, expected: readonly number[]): number => {
  const values = found?.data;
  if (!(values instanceof Float32Array)) throw new Error('the graph gives no such output');
  expect(values).toHaveLength(expected.length);
  return values.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
};

test.each(parity.vectors.map((vector) => [vector.input.name, vector] as const))(
  'the core and ONNX Runtime give what the training gave: %s',
  async (_, { input, windows, logits, signedActivation }) => {
    const outputs = await outputsFor(input);
    expect(outputs.logits?.dims).toEqual([windows, logits.length / windows]);
    expect(largestDifference(outputs.logits, logits)).toBeLessThan(parity.tolerance);
    expect(largestDifference(outputs.signed_activation, signedActivation)).toBeLessThan(parity.tolerance);
    const rectified = signedActivation.map((value) => Math.max(0, value));
    expect(largestDifference(outputs.activation, rectified)).toBeLessThan(parity.tolerance);
  },
);
