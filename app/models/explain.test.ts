import { expect, test } from 'vitest';
import { standardLeads } from '../recording/recording.ts';
import { accept, refuse } from '../result.ts';
import type { ModelAnswer } from './askModels.ts';
import { explainAnswer } from './explain.ts';
import { testManifest } from './fixtures.ts';
import type { Manifest } from './manifest.ts';
import type { ModelRunner, ModelTensor } from './runner.ts';

const samples = 1000;
const cells = 4;

/** A "network" that a hand can compute: the cell of a class is the sum over the leads of the lead's first sample. */
const sumOfLeads = (inputs: readonly ModelTensor[]): Float32Array => {
  const ecg = inputs[0]!.data;
  const sum = standardLeads.reduce((total, _, lead) => total + ecg[lead * samples]!, 0);
  return Float32Array.from({ length: 2 * cells }, (_, i) => (i < cells ? sum : -sum));
};
const runnerOf = (run: ModelRunner['run']): ModelRunner => ({ models: () => [], refused: () => [], run });
const summing = runnerOf(async (_, inputs) =>
  accept({
    rows: 1,
    logits: new Float32Array(2),
    activation: { rectified: new Float32Array(2 * cells), signed: sumOfLeads(inputs) },
    contributions: null,
  }),
);

const answerOf = (perLead: readonly number[], manifest: Manifest = testManifest): ModelAnswer => {
  const data = new Float32Array(12 * samples);
  for (const [lead, value] of perLead.entries()) data[lead * samples] = value;
  const inputs: ModelTensor[] = [{ name: 'ecg', data, dims: [1, 12, samples] }];
  const activation = { rectified: new Float32Array(2 * cells), signed: sumOfLeads(inputs) };
  return { manifest, inputs, output: { rows: 1, logits: new Float32Array(2), activation, contributions: null } };
};

test('a cell of a lead is what the map loses without that lead; what spoke against is nothing', async () => {
  const explained = await explainAnswer(answerOf([0, 4, -2, 0, 0, 0, 2]), summing);
  if (!explained.ok) throw new Error(explained.error.message);
  const { activation } = explained.value;
  const of = (row: number, lead: number) => [
    ...activation!.spokeFor.subarray((row * 12 + lead) * cells, (row * 12 + lead + 1) * cells),
  ];
  expect(activation).toMatchObject({ model: 'test-net', leads: standardLeads, cells, fromS: 0, toS: 10 });
  expect([of(0, 0), of(0, 1), of(0, 2), of(0, 6)]).toEqual([0, 1, 0, 0.5].map((value) => Array(cells).fill(value)));
  expect([of(1, 1), of(1, 2)]).toEqual([0, 0.5].map((value) => Array(cells).fill(value)));
});

test('an even recording gives an empty map, and no division by zero', async () => {
  const explained = await explainAnswer(answerOf([]), summing);
  expect(explained).toMatchObject({ ok: true, value: { activation: { spokeFor: new Float32Array(2 * 12 * cells) } } });
});

test('a model without a map is not asked again', async () => {
  const failing = runnerOf(async () => refuse('internal', 'asked again'));
  const output = { ...testManifest.output, activation: null };
  const explained = await explainAnswer(answerOf([1], { ...testManifest, output }), failing);
  expect(explained).toEqual({ ok: true, value: { model: 'test-net', activation: null, contributions: [] } });
  expect(await explainAnswer(answerOf([1]), failing)).toMatchObject({ ok: false, error: { message: 'asked again' } });
});

test('of each class the features that moved it most, either way, with what was measured', async () => {
  const features = Array.from({ length: 20 }, (_, i) => `f${i}`);
  const manifest: Manifest = {
    ...testManifest,
    inputs: [{ kind: 'features', name: 'measured', set: 'any', features }],
    output: { logits: 'logits', activation: null, contributions: { name: 'contributions', input: 'measured' } },
  };
  const data = Float32Array.from(features, (_, i) => (i === 3 ? Number.NaN : i));
  const contributions = Float32Array.from({ length: 40 }, (_, i) => (i === 3 ? -3 : i === 5 ? 2 : 0.01 * (i % 20)));
  const explained = await explainAnswer(
    {
      manifest,
      inputs: [{ name: 'measured', data, dims: [1, 20] }],
      output: { rows: 1, logits: new Float32Array(2), activation: null, contributions },
    },
    summing,
  );
  if (!explained.ok) throw new Error(explained.error.message);
  const own = explained.value.contributions.filter((one) => one.class === 'NORM');
  expect(own).toHaveLength(8);
  expect(own.slice(0, 2)).toEqual([
    { class: 'NORM', feature: 'f3', value: null, logit: -3 },
    { class: 'NORM', feature: 'f5', value: 5, logit: 2 },
  ]);
});
