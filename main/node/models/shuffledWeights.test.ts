import { readFileSync } from 'node:fs';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect, test } from 'vitest';
import { standardLeads } from '../../../app/recording/recording.ts';
import { synthSpec } from '../../../app/synth/spec.ts';
import { synthesise } from '../../../app/synth/synthesise.ts';

/** A map that stays when the weights are shuffled shows the signal, not the model (Adebayo et al. 2018). */

const folder = new URL('../../../models/superclass-ensemble/', import.meta.url);
const graphField = 7;
const initializerField = 5;
const rawDataField = 9;

/** Fields of a protobuf message that hold bytes: number, and where they lie. */
function* bytesFields(
  bytes: Uint8Array,
  from: number,
  to: number,
): Generator<[field: number, from: number, to: number]> {
  let at = from;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < to) {
    const key = varint();
    const kind = key % 8;
    if (kind === 0) varint();
    else if (kind === 1) at += 8;
    else if (kind === 5) at += 4;
    else {
      const length = varint();
      yield [Math.floor(key / 8), at, at + length];
      at += length;
    }
  }
}

/** The same graph with the numbers of each weight in another order. */
const shuffled = (model: Uint8Array): { bytes: Uint8Array; moved: number } => {
  const bytes = Uint8Array.from(model);
  let seed = 1;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  let moved = 0;
  for (const [field, from, to] of bytesFields(bytes, 0, bytes.length))
    if (field === graphField)
      for (const [inner, start, end] of bytesFields(bytes, from, to))
        if (inner === initializerField)
          for (const [part, first, last] of bytesFields(bytes, start, end)) {
            if (part !== rawDataField || last - first < 256) continue;
            const values = new Float32Array(bytes.slice(first, last).buffer);
            for (let i = values.length - 1; i > 0; i--) {
              const j = Math.floor(random() * (i + 1));
              [values[i], values[j]] = [values[j]!, values[i]!];
            }
            bytes.set(new Uint8Array(values.buffer), first);
            moved += values.length;
          }
  return { bytes, moved };
};

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
  const { bytes, moved } = shuffled(model);
  expect(moved).toBeGreaterThan(100_000);
  expect(Math.abs(correlation(original, await mapOf(bytes)))).toBeLessThan(0.5);
});
