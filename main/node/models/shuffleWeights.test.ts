import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { standardLeads } from '../../../app/recording/recording.ts';
import { synthSpec } from '../../../app/synth/spec.ts';
import { synthesise } from '../../../app/synth/synthesise.ts';
import { shuffleWeights } from './shuffleWeights.ts';

/** A map that stays when the weights are shuffled shows the signal, not the model (Adebayo et al. 2018). */

const folder = new URL('../../../models/superclass-ensemble/', import.meta.url);

const correlation = (a: Float32Array, b: Float32Array): number => {
  const mean = (x: Float32Array) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (f: (i: number) => number) => a.reduce((total, _, i) => total + f(i), 0);
  return (
    sum((i) => (a[i]! - ma) * (b[i]! - mb)) / Math.sqrt(sum((i) => (a[i]! - ma) ** 2) * sum((i) => (b[i]! - mb) ** 2))
  );
};

test('the activation map is the weights’ doing: shuffled, it is another one', async () => {
  const { recording } = synthesise(synthSpec({ seed: 3, morphology: 'rbbb', sampleRateHz: 100 }));
  const ecg = Float32Array.from(standardLeads.flatMap((_, lead) => [...recording.leads[lead]!.samplesMv]));
  const mapOf = async (bytes: Uint8Array): Promise<Float32Array> => {
    const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1 });
    const feeds = Object.fromEntries(
      session.inputMetadata.map((input) => {
        const shape = 'shape' in input ? input.shape.map(Number) : [];
        const size = shape.reduce((a, b) => a * b, 1);
        return [input.name, new Tensor('float32', input.name === 'ecg' ? ecg : new Float32Array(size), shape)];
      }),
    );
    const map = (await session.run(feeds)).signed_activation!.data;
    if (!(map instanceof Float32Array)) throw new Error('the graph gives no map');
    return map;
  };
  const model = readFileSync(new URL('model.onnx', folder));
  const original = await mapOf(model);
  expect(correlation(original, await mapOf(model))).toBeCloseTo(1, 6);
  const bytes = shuffleWeights(model);
  expect(bytes.filter((byte, i) => byte !== model[i]).length).toBeGreaterThan(300_000);
  expect(Math.abs(correlation(original, await mapOf(bytes)))).toBeLessThan(0.5);
});
