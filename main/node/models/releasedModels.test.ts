import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { type ParityFormula, paritySignal } from '../../../app/models/fixtures.ts';
import { type Manifest, manifestSchema } from '../../../app/models/manifest.ts';
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

const released = fileURLToPath(new URL('../../../models/', import.meta.url));

/** Models of whole recordings that are there, by task. */
const idsOf = (...tasks: readonly Manifest['task'][]): string[] =>
  readdirSync(released).filter((name) => {
    const file = join(released, name, 'model.json');
    return existsSync(file) && tasks.includes(manifestSchema.parse(JSON.parse(readFileSync(file, 'utf8'))).task);
  });

const release = async (id: string) => {
  const folder = join(released, id);
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

test.each(idsOf('superclass', 'binary', 'validity'))(
  '%s gives in ONNX Runtime what the training gave, missing features included',
  async (id) => {
    const { manifest, parity, model } = await release(id);
    for (const vector of parity.vectors) {
      const output: ModelOutput = required(await model.run(tensors(manifest, vector)));
      expect(largest(vector.logits, output.logits)).toBeLessThan(parity.tolerance);
      const cells = (vector.signedActivation ?? []).flat();
      expect(output.activation?.signed.length ?? 0).toBe(cells.length);
      expect(largest(cells, output.activation?.signed ?? [])).toBeLessThan(parity.tolerance);
      const perClass = (output.contributions?.length ?? 0) / manifest.classes.length;
      for (const [row, { features, values }] of (vector.largestContributions ?? []).entries()) {
        const found = features.map((feature) => output.contributions![row * perClass + feature]!);
        expect(largest(values, found)).toBeLessThan(parity.tolerance);
      }
    }
  },
);

test.each(idsOf('superclass', 'binary'))('%s: cells, contributions and a constant add up to the logit', async (id) => {
  const { manifest, parity, model } = await release(id);
  const constants: number[][] = [];
  for (const vector of parity.vectors) {
    const { logits, activation, contributions } = required(await model.run(tensors(manifest, vector)));
    const part = (values: Float32Array | undefined | null, row: number): number => {
      const size = (values?.length ?? 0) / manifest.classes.length;
      return [...(values ?? [])].slice(row * size, (row + 1) * size).reduce((a, b) => a + b, 0);
    };
    constants.push([...logits].map((logit, row) => logit - part(activation?.signed, row) - part(contributions, row)));
  }
  for (const rows of constants)
    for (const [row, constant] of rows.entries()) expect(constant).toBeCloseTo(constants[0]![row]!, 3);
});

test.each(idsOf('validity'))('%s finds noise, a tone and silence stranger than the drawing of a heart', async (id) => {
  const { manifest, parity, model } = await release(id);
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
