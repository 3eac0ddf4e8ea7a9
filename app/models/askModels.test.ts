import { expect, test, vi } from 'vitest';
import { accept, refuse } from '../result.ts';
import { askModels } from './askModels.ts';
import { plattProbability } from './calibrate.ts';
import { goodQuality, notPaced, testManifest, testRecording, valid } from './fixtures.ts';
import type { ModelOutput, ModelRunner } from './runner.ts';
import { superclassDiagnoses } from './superclass.ts';

const output: ModelOutput = {
  rows: 1,
  logits: Float32Array.of(0, 1),
  activation: {
    rectified: Float32Array.of(0, 1, 2, 0, 4, 0, 0, 1),
    signed: Float32Array.of(-1, 1, 2, -3, 4, 0, 0, 1),
  },
  contributions: null,
};
const recording = testRecording(100, 10, (timeS) => Math.sin(timeS));
const input = { recording, validity: valid, quality: goodQuality, pacing: notPaced };

const runnerOf = (run: ModelRunner['run']): ModelRunner => ({
  models: () => [{ manifest: testManifest }, { manifest: { ...testManifest, id: 'second' } }],
  refused: () => [{ id: 'tampered', refusal: { code: 'model-refused', message: 'Its hash differs.', file: null } }],
  run,
});

test('asks all models, and names the one that was refused at loading as a closed gate', async () => {
  const asked = await askModels(
    input,
    null,
    runnerOf(async () => accept(output)),
  );
  expect(asked).toMatchObject({
    ok: true,
    value: {
      answers: [{ manifest: { id: 'test-net' } }, { manifest: { id: 'second' } }],
      gates: [{ model: 'tampered', code: 'model-refused', text: 'Its hash differs.' }],
    },
  });
});

test('asks only the models that were chosen; an unknown one is an error', async () => {
  const run = vi.fn<ModelRunner['run']>(async () => accept(output));
  expect(await askModels(input, ['second'], runnerOf(run))).toMatchObject({ value: { gates: [] } });
  expect(run.mock.calls.map(([id]) => id)).toEqual(['second']);
  expect(await askModels(input, [], runnerOf(run))).toMatchObject({ value: { asked: [], answers: [], gates: [] } });
  expect(await askModels(input, ['third'], runnerOf(run))).toMatchObject({
    error: { code: 'not-found', message: expect.stringContaining('third') },
  });
  expect(run).toHaveBeenCalledTimes(1);
});

test('models of beats and of validity are not asked here', async () => {
  const run = vi.fn<ModelRunner['run']>(async () => accept(output));
  const elsewhere = (['beats', 'validity'] as const).map((task) => ({ manifest: { ...testManifest, id: task, task } }));
  const runner: ModelRunner = { ...runnerOf(run), models: () => elsewhere };
  expect(await askModels(input, ['beats', 'validity'], runner)).toMatchObject({ value: { asked: [], answers: [] } });
  expect(run).not.toHaveBeenCalled();
});

test('behind a closed gate no model is run', async () => {
  const run = vi.fn<ModelRunner['run']>(async () => accept(output));
  const quality = { ...goodQuality, verdict: 'unacceptable' as const };
  expect(await askModels({ ...input, quality }, ['test-net'], runnerOf(run))).toMatchObject({
    value: { answers: [], gates: [{ model: '*' }], asked: [{ id: 'test-net' }] },
  });
  expect(run).not.toHaveBeenCalled();
});

test('a model that fails is a closed gate, the others answer', async () => {
  const asked = await askModels(
    input,
    ['test-net', 'second'],
    runnerOf(async (id) => (id === 'second' ? accept(output) : refuse('model-refused', 'It gave NaN.'))),
  );
  expect(asked).toMatchObject({
    value: {
      answers: [{ manifest: { id: 'second' } }],
      gates: [{ model: 'test-net', code: 'model-refused', text: 'It gave NaN.' }],
    },
  });
});

test('is cancelled between two models', async () => {
  const cancel = new AbortController();
  const run = vi.fn<ModelRunner['run']>(async () => {
    cancel.abort();
    return accept(output);
  });
  expect(await askModels(input, null, runnerOf(run), cancel.signal)).toMatchObject({ error: { code: 'cancelled' } });
  expect(run).toHaveBeenCalledTimes(1);
});

test('logits become calibrated probabilities with their thresholds', () => {
  expect(plattProbability(0, 1, 0)).toBe(0.5);
  expect(plattProbability(2, 0.5, -1)).toBe(0.5);
  expect(plattProbability(1, 2, -1)).toBeCloseTo(1 / (1 + Math.exp(-1)), 12);
  expect([plattProbability(1000, 1, 0), plattProbability(-1000, 1, 0)]).toEqual([1, 0]);
  expect(superclassDiagnoses(testManifest, Float32Array.of(-0.1, 1))).toEqual([
    {
      model: 'test-net',
      version: '1.2.3',
      class: 'NORM',
      probability: expect.closeTo(0.475, 3),
      threshold: 0.5,
      positive: false,
      calibrated: true,
    },
    expect.objectContaining({ class: 'MI', probability: expect.closeTo(0.731, 3), threshold: 0.2, positive: true }),
  ]);
});

test('normal is stated only when nothing else is, and only when it is more likely than not', () => {
  const lowBar = { ...testManifest, thresholds: [0.2, 0.2] };
  const stated = (...logits: number[]) =>
    superclassDiagnoses(lowBar, Float32Array.from(logits)).flatMap(({ class: name, positive }) =>
      positive ? [name] : [],
    );
  expect(stated(3, -5)).toEqual(['NORM']);
  expect(stated(3, 3)).toEqual(['MI']);
  expect(stated(-0.5, -5)).toEqual([]);
});
