import { expect, test, vi } from 'vitest';
import {
  beatChannels,
  beatFeatureNames,
  beatInputs,
  beatWindowLength,
  causalDelayS,
} from '../models/beats/beatInputs.ts';
import { testManifest } from '../models/fixtures.ts';
import type { Manifest } from '../models/manifest.ts';
import type { ModelRunner } from '../models/runner.ts';
import { accept, refuse } from '../result.ts';
import { causalModel, createClassifyingMonitor } from './classifyingMonitor.ts';
import { heart, twoLeads } from './monitored.testing.ts';

const manifest: Manifest = {
  ...testManifest,
  id: 'causal',
  task: 'beats',
  inputs: [
    {
      kind: 'beatWindows',
      name: 'windows',
      view: 'causal',
      channels: [...beatChannels],
      sampleRateHz: 120,
      lengthSamples: beatWindowLength,
    },
    { kind: 'beatFeatures', name: 'features', view: 'causal', features: [...beatFeatureNames.causal] },
  ],
  output: { logits: 'logits', activation: null, contributions: null },
  classes: ['N', 'V'],
  thresholds: null,
  calibration: { method: 'softmax', scale: 1, bias: [0, 0] },
};
const run = vi.fn<ModelRunner['run']>(async (_, [windows]) => {
  const first = windows?.data[0] ?? 0;
  return accept({ rows: 1, logits: Float32Array.of(first, 0), activation: null, contributions: null });
});
const runner: ModelRunner = { models: () => [{ manifest: testManifest }, { manifest }], refused: () => [], run };

const recording = twoLeads(heart({ durationS: 12 }));
const samples = recording.leads.map(({ samplesMv }) => samplesMv);
const options = { sampleRateHz: 250, leadNames: ['I', 'II'], judged: 1, model: manifest };

const inPieces = async (length: number) => {
  const monitor = createClassifyingMonitor(options, runner);
  const events = [];
  for (let at = 0; at < samples[0]!.length; at += length) {
    const said = await monitor.push(samples.map((lead) => lead.subarray(at, at + length)));
    if (!said.ok) throw new Error(said.error.message);
    events.push(...said.value);
  }
  return [...events, ...monitor.finish()];
};

test('the same is said however the samples are cut into pieces, each class when it is stated to come', async () => {
  const whole = await inPieces(100_000);
  expect(await inPieces(37)).toEqual(whole);
  const classes = whole.flatMap((event) => (event.type === 'class' ? [event] : []));
  expect(classes.length).toBeGreaterThan(8);
  for (const { atS, timeS } of classes) {
    expect(atS - timeS).toBeLessThanOrEqual(causalDelayS + 0.006);
    expect(atS - timeS).toBeGreaterThan(causalDelayS - 0.01);
  }
});

test('the model gets what it gets of a whole recording', async () => {
  run.mockClear();
  const events = await inPieces(500);
  const beats = events.flatMap((event) => (event.type === 'class' ? [Math.round(event.timeS * 250)] : []));
  const inputs = beatInputs(samples[1]!, 250, beats, { view: 'causal' });
  const given = run.mock.calls.map(([, [windows]]) => windows!.data);
  expect(given).toHaveLength(beats.length);
  const size = beatChannels.length * beatWindowLength;
  given.forEach((windows, k) => {
    expect(windows).toEqual(inputs.windows.subarray(k * size, (k + 1) * size));
  });
});

test('a model that fails ends the stream with its reason; without a model, or at a low rate, there are no classes', async () => {
  const failing: ModelRunner = { ...runner, run: async () => refuse('model-refused', 'It broke.') };
  expect(await createClassifyingMonitor(options, failing).push(samples)).toMatchObject({
    ok: false,
    error: { code: 'model-refused' },
  });
  for (const other of [{ model: null }, { sampleRateHz: 80 }]) {
    const said = await createClassifyingMonitor({ ...options, ...other }, runner).push(samples);
    expect(said.ok && said.value.some(({ type }) => type === 'class')).toBe(false);
    expect(said.ok && said.value.some(({ type }) => type === 'beat')).toBe(true);
  }
});

test('the causal model is found by its view, or by its name', () => {
  expect(causalModel(runner, null)?.id).toBe('causal');
  expect(causalModel(runner, 'causal')?.id).toBe('causal');
  expect(causalModel(runner, testManifest.id)).toBeNull();
});
