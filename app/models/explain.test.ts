import { expect, test } from 'vitest';
import { standardLeads } from '../recording/recording.ts';
import { accept, refuse } from '../result.ts';
import type { ModelAnswer } from './askModels.ts';
import { explainAnswer } from './explain.ts';
import { testManifest } from './fixtures.ts';
import type { Manifest } from './manifest.ts';
import type { ModelOutput, ModelRunner, ModelTensor } from './runner.ts';

const samples = 1000;
const cells = 4;

/**
 * A "network" that a hand can compute: a cell of a class is the sum over the leads of what the lead holds in that quarter of the
 * time, and the logit is the sum of the cells; the second class takes all with the other sign. With shuffled weights the
 * quarters come in another order.
 */
const quartersOf = (inputs: readonly ModelTensor[], order: readonly number[]): Float32Array => {
  const ecg = inputs[0]!.data;
  const quarters = order.map((cell) =>
    standardLeads.reduce((total, _, lead) => {
      const from = lead * samples + (cell * samples) / cells;
      return total + ecg.subarray(from, from + samples / cells).reduce((sum, value) => sum + value, 0);
    }, 0),
  );
  return Float32Array.from([...quarters, ...quarters.map((value) => -value)]);
};
const outputOf = (inputs: readonly ModelTensor[], order = [0, 1, 2, 3]): ModelOutput => {
  const signed = quartersOf(inputs, order);
  const sum = signed.subarray(0, cells).reduce((total, value) => total + value, 0);
  return {
    rows: 1,
    logits: Float32Array.of(sum, -sum),
    activation: { rectified: signed, signed },
    contributions: null,
  };
};
const runnerOf = (run: ModelRunner['run']): ModelRunner => ({ models: () => [], refused: () => [], run });
const summing = runnerOf(async (_, inputs, __, weights) =>
  accept(outputOf(inputs, weights === 'shuffled' ? [3, 0, 1, 2] : [0, 1, 2, 3])),
);

/** One number a lead, at the beginning of the second quarter of the time. */
const answerOf = (perLead: readonly number[], manifest: Manifest = testManifest): ModelAnswer => {
  const data = new Float32Array(12 * samples);
  for (const [lead, value] of perLead.entries()) data[lead * samples + samples / cells] = value;
  const inputs: ModelTensor[] = [{ name: 'ecg', data, dims: [1, 12, samples] }];
  return { manifest, inputs, output: outputOf(inputs) };
};

test('a cell of a lead is what the map loses without that lead; what spoke against is nothing', async () => {
  const explained = await explainAnswer(answerOf([0, 4, -2, 0, 0, 0, 2]), summing);
  if (!explained.ok) throw new Error(explained.error.message);
  const { activation } = explained.value;
  const of = (row: number, lead: number) => [
    ...activation!.spokeFor.subarray((row * 12 + lead) * cells, (row * 12 + lead + 1) * cells),
  ];
  expect(activation).toMatchObject({ model: 'test-net', leads: standardLeads, cells, fromS: 0, toS: 10 });
  expect([of(0, 0), of(0, 1), of(0, 2), of(0, 6)]).toEqual([0, 1, 0, 0.5].map((value) => [0, value, 0, 0]));
  expect([of(1, 1), of(1, 2)]).toEqual([0, 0.5].map((value) => [0, value, 0, 0]));
});

test('a map stands when it is the weights’ doing and the evidence is where it points', async () => {
  const explained = await explainAnswer(answerOf([0, 4, -2, 0, 0, 0, 2]), summing);
  if (!explained.ok) throw new Error(explained.error.message);
  const [first, second] = explained.value.activation!.checks;
  // Without the cells of 4 and 2 the first logit falls by 6; elsewhere at most one of them is met.
  expect(first).toMatchObject({ failed: null, fall: 6 });
  expect(first!.chanceFall).toBeLessThan(6);
  expect(first!.likeness).toBeLessThan(0.1);
  expect(second).toMatchObject({ failed: null, fall: 2 });
});

test('a map that shuffled weights give as well is the recording’s, not the model’s', async () => {
  const explained = await explainAnswer(
    answerOf([0, 4]),
    runnerOf(async (_, inputs) => accept(outputOf(inputs))),
  );
  expect(explained).toMatchObject({
    ok: true,
    value: { activation: { checks: [{ failed: 'not-the-weights', likeness: 1 }, { failed: 'blank' }] } },
  });
});

test('a map that points away from what the answer rests on is not shown', async () => {
  // The answer rests on lead I at the very end, the map on lead II in the second quarter.
  const answer = answerOf([0, 4]);
  const logitsOf = (inputs: readonly ModelTensor[]) => Float32Array.of(inputs[0]!.data[samples - 1]!, 0);
  answer.inputs[0]!.data[samples - 1] = -1;
  const runner = runnerOf(async (_, inputs, __, weights) =>
    accept({ ...outputOf(inputs, weights === 'shuffled' ? [3, 0, 1, 2] : [0, 1, 2, 3]), logits: logitsOf(inputs) }),
  );
  const explained = await explainAnswer(
    { ...answer, output: { ...outputOf(answer.inputs), logits: logitsOf(answer.inputs) } },
    runner,
  );
  if (!explained.ok) throw new Error(explained.error.message);
  expect(explained.value.activation!.checks[0]).toMatchObject({ failed: 'not-the-evidence', fall: 0 });
});

test('an even recording gives an empty map, and no division by zero', async () => {
  const explained = await explainAnswer(answerOf([]), summing);
  expect(explained).toMatchObject({
    ok: true,
    value: {
      activation: {
        spokeFor: new Float32Array(2 * 12 * cells),
        checks: [{ failed: 'blank' }, { failed: 'blank' }],
      },
    },
  });
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
