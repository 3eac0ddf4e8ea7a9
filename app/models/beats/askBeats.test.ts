import { expect, test, vi } from 'vitest';
import { accept, refuse } from '../../result.ts';
import { recordingOf } from '../../tracing/testRecordings.ts';
import { checkManifest } from '../checkManifest.ts';
import { testManifest, valid } from '../fixtures.ts';
import type { Manifest } from '../manifest.ts';
import type { ModelRunner } from '../runner.ts';
import { askBeats, type BeatQuestion } from './askBeats.ts';
import { type BeatView, beatChannels, beatFeatureNames, beatWindowLength, beatWindowRateHz } from './beatInputs.ts';

const manifestOf = (id: string, view: BeatView): Manifest => ({
  ...testManifest,
  id,
  task: 'beats',
  inputs: [
    {
      kind: 'beatWindows',
      name: 'windows',
      view,
      channels: [...beatChannels],
      sampleRateHz: beatWindowRateHz,
      lengthSamples: beatWindowLength,
    },
    { kind: 'beatFeatures', name: 'features', view, features: [...beatFeatureNames[view]] },
  ],
  output: { logits: 'logits', activation: null, contributions: null },
  classes: ['N', 'V'],
  thresholds: null,
  calibration: { method: 'softmax', scale: 1, bias: [0, 0] },
});
const diagnostic = manifestOf('diagnostic', 'diagnostic');
const causal = manifestOf('causal', 'causal');

/** Every second beat is V. */
const run = vi.fn<ModelRunner['run']>(async (_, inputs) => {
  const rows = inputs[0]?.dims[0] ?? 0;
  const logits = Float32Array.from({ length: 2 * rows }, (_, i) => (i % 4 === 0 || i % 4 === 3 ? 1 : 0));
  return accept({ rows, logits, activation: null, contributions: null });
});
const runner: ModelRunner = {
  models: () => [{ manifest: testManifest }, { manifest: causal }, { manifest: diagnostic }],
  refused: () => [],
  run,
};

const recording = recordingOf(
  ['I', 'II'],
  10,
  (timeS, lead) => (lead + 1) * Math.exp(-((((timeS % 1) - 0.5) / 0.02) ** 2)),
  250,
);
const beats = [0.5, 1.5, 2.5, 3.5].map((timeS) => ({ timeS, aami: null, probability: null, paced: null }));
const question: BeatQuestion = { recording, validity: valid, beats, lead: null, closed: () => [] };

test('behind a closed gate no beat is classed; a gate of every model is told elsewhere', async () => {
  run.mockClear();
  const gates = [
    { model: '*', code: 'quality-unacceptable', text: '' },
    { model: 'diagnostic', code: 'age-below-minimum', text: '' },
  ];
  const asked = await askBeats({ ...question, closed: () => gates }, null, runner);
  expect(asked).toMatchObject({ ok: true, value: { beats, gates: [gates[1]], asked: { id: 'diagnostic' } } });
  expect(run).not.toHaveBeenCalled();
});

test('a first beat whose P wave lies before the recording is not called supraventricular', async () => {
  const supraventricular: typeof runner = {
    ...runner,
    models: () => [{ manifest: { ...diagnostic, classes: ['N', 'S'] } }],
    run: async (_, [input]) => {
      const rows = input?.dims[0] ?? 0;
      const logits = Float32Array.from({ length: rows * 2 }, (_, i) => i % 2);
      return accept({ rows, logits, activation: null, contributions: null });
    },
  };
  const classesFrom = async (firstS: number) => {
    const asked = await askBeats(
      { ...question, beats: [{ ...beats[0]!, timeS: firstS }, ...beats.slice(1)] },
      null,
      supraventricular,
    );
    return asked.ok && asked.value.beats.map(({ aami }) => aami);
  };
  expect(await classesFrom(0.1)).toEqual([null, 'S', 'S', 'S']);
  expect(await classesFrom(0.5)).toEqual(['S', 'S', 'S', 'S']);
});

test('the beats of a file are classed by the diagnostic model', async () => {
  run.mockClear();
  const asked = await askBeats(question, null, runner);
  expect(asked).toMatchObject({ ok: true, value: { gates: [], asked: { id: 'diagnostic' } } });
  const probability = expect.closeTo(1 / (1 + Math.exp(-1)), 6);
  expect(asked.ok && asked.value.beats.map(({ aami }) => aami)).toEqual(['N', 'V', 'N', 'V']);
  expect(asked.ok && asked.value.beats[0]).toEqual({ ...beats[0], aami: 'N', probability });
  const inputs = run.mock.calls[0]?.[1];
  expect(inputs?.map(({ name, dims }) => [name, dims])).toEqual([
    ['windows', [4, 2, 108]],
    ['features', [4, beatFeatureNames.diagnostic.length]],
  ]);
});

test('another model answers when it is named, none when none is chosen or the file is no ECG', async () => {
  expect(await askBeats(question, ['causal'], runner)).toMatchObject({ value: { asked: { id: 'causal' } } });
  const silent = { value: { asked: null, gates: [], beats } };
  expect(await askBeats(question, [], runner)).toMatchObject(silent);
  expect(await askBeats(question, ['test-net'], runner)).toMatchObject(silent);
  expect(await askBeats({ ...question, validity: { ...valid, status: 'INVALID' } }, null, runner)).toMatchObject(
    silent,
  );
  expect(await askBeats({ ...question, beats: [] }, null, runner)).toMatchObject({ value: { asked: null, beats: [] } });
});

test('paced beats are Q by rule', async () => {
  const asked = await askBeats({ ...question, beats: beats.map((beat) => ({ ...beat, paced: true })) }, null, runner);
  expect(asked.ok && asked.value.beats.map(({ aami, probability }) => [aami, probability])).toEqual(
    beats.map(() => ['Q', null]),
  );
});

test('a model that fails or a rate that is too low is a closed gate and leaves the beats as they were', async () => {
  const failing = { ...runner, run: async () => refuse('model-refused', 'It gave NaN.') };
  expect(await askBeats(question, null, failing)).toMatchObject({
    value: { beats, gates: [{ model: 'diagnostic', code: 'model-refused', text: 'It gave NaN.' }] },
  });
  const slow = { ...recording, sampleRateHz: 50 };
  expect(await askBeats({ ...question, recording: slow }, null, runner)).toMatchObject({
    value: { beats, gates: [{ model: 'diagnostic', code: 'rate-too-low' }] },
  });
  const aborted = new AbortController();
  aborted.abort();
  expect(await askBeats(question, null, runner, aborted.signal)).toMatchObject({ error: { code: 'cancelled' } });
});

test('a manifest whose beats are made otherwise is refused', () => {
  expect(checkManifest(diagnostic).ok).toBe(true);
  const [windows, features] = diagnostic.inputs;
  const changed = (change: object, other: object = {}) =>
    checkManifest({
      ...diagnostic,
      inputs: [
        { ...windows!, ...change },
        { ...features!, ...other },
      ] as Manifest['inputs'],
    });
  expect(changed({ sampleRateHz: 360 })).toMatchObject({ error: { code: 'model-refused' } });
  expect(changed({ channels: ['residual', 'beat'] })).toMatchObject({ error: { code: 'model-refused' } });
  expect(changed({}, { features: ['QT'] })).toMatchObject({ error: { code: 'model-refused' } });
});
