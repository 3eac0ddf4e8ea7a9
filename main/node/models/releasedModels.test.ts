import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type ParityFormula, paritySignal } from '../../../app/models/fixtures.ts';
import type { Manifest } from '../../../app/models/manifest.ts';
import type { ModelOutput, ModelTensor } from '../../../app/models/runner.ts';
import type { Result } from '../../../app/result.ts';
import { openOnnxModel } from './onnxModel.ts';
import { readModelFolder } from './readModelFolder.ts';

interface Vector {
  readonly input: ParityFormula;
  readonly features?: readonly (number | null)[];
  readonly logits: readonly number[];
  readonly signedActivation?: readonly (readonly number[])[];
  readonly largestContributions?: readonly {
    readonly features: readonly number[];
    readonly values: readonly number[];
  }[];
}
interface Parity {
  readonly modelSha256: string;
  readonly tolerance: number;
  readonly vectors: readonly Vector[];
}

const required = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
};

const release = async (id: string) => {
  const folder = fileURLToPath(new URL(`../../../models/${id}/`, import.meta.url));
  const verified = required((await readModelFolder(folder)).verified);
  const parity: Parity = JSON.parse(readFileSync(join(folder, 'parity.json'), 'utf8'));
  expect(verified.manifest.id).toBe(id);
  expect(parity.modelSha256).toBe(verified.manifest.sha256);
  expect(parity.vectors.length).toBeGreaterThan(0);
  return { manifest: verified.manifest, parity, model: required(await openOnnxModel(verified)) };
};

const tensors = ({ inputs }: Manifest, { input, features }: Vector): ModelTensor[] =>
  inputs.map((wanted) => {
    if (wanted.kind === 'signal')
      return {
        name: wanted.name,
        data: Float32Array.from(paritySignal(input).flatMap((row) => [...row])),
        dims: [1, wanted.leads.length, wanted.lengthSamples],
      };
    const values = features ?? [];
    return { name: wanted.name, data: Float32Array.from(values, (v) => v ?? Number.NaN), dims: [1, values.length] };
  });

const largest = (expected: readonly number[], found: ArrayLike<number>): number =>
  expected.reduce((most, value, at) => Math.max(most, Math.abs(value - found[at]!)), 0);

const sum = (values: Iterable<number> | undefined): number => [...(values ?? [])].reduce((a, b) => a + b, 0);

test.each(['binary-logreg', 'binary-gru', 'binary-ensemble', 'validity'])(
  '%s gives in ONNX Runtime what the training gave, missing features included',
  async (id) => {
    const { manifest, parity, model } = await release(id);
    for (const vector of parity.vectors) {
      const output: ModelOutput = required(await model.run(tensors(manifest, vector)));
      expect(largest(vector.logits, output.logits)).toBeLessThan(parity.tolerance);
      const cells = (vector.signedActivation ?? []).flat();
      expect(output.activation?.signed.length ?? 0).toBe(cells.length);
      expect(largest(cells, output.activation?.signed ?? [])).toBeLessThan(parity.tolerance);
      for (const { features, values } of vector.largestContributions ?? [])
        expect(
          largest(
            values,
            features.map((feature) => output.contributions![feature]!),
          ),
        ).toBeLessThan(parity.tolerance);
    }
  },
);

test.each(['binary-logreg', 'binary-gru', 'binary-ensemble'])(
  '%s: cells, contributions and a constant add up to the logit',
  async (id) => {
    const { manifest, parity, model } = await release(id);
    const constants: number[] = [];
    for (const vector of parity.vectors) {
      const { logits, activation, contributions } = required(await model.run(tensors(manifest, vector)));
      constants.push(logits[0]! - sum(activation?.signed) - sum(contributions ?? []));
    }
    for (const constant of constants) expect(constant).toBeCloseTo(constants[0]!, 3);
  },
);

test('validity finds noise, a tone and an empty recording stranger than the drawing of a heart', async () => {
  const { manifest, parity, model } = await release('validity');
  const scoreOf = async (data: Float32Array) =>
    required(await model.run([{ name: manifest.inputs[0]!.name, data, dims: [1, 12, 1000] }])).logits[0]!;
  const heart = Float32Array.from(paritySignal(parity.vectors[0]!.input).flatMap((row) => [...row]));
  let seed = 1;
  const noise = heart.map(() => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 31 - 1;
  });
  const tone = heart.map((_, i) => Math.sin(0.5 * (i % 1000)));
  const threshold = await scoreOf(heart);
  for (const strange of [noise, tone, new Float32Array(12_000)])
    expect(await scoreOf(strange)).toBeGreaterThan(threshold);
});
