import { expect, test } from 'vitest';
import { encodeWfdb } from '../formats/wfdb/write.ts';
import { beatChannels, beatFeatureNames, beatWindowLength } from '../models/beats/beatInputs.ts';
import { testManifest } from '../models/fixtures.ts';
import type { Manifest } from '../models/manifest.ts';
import type { ModelRunner } from '../models/runner.ts';
import { unknownPatient } from '../recording/recording.ts';
import { accept, refuse } from '../result.ts';
import { classifyLive } from './classifyLive.ts';
import { heartFiles } from './fixtures.ts';

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
const runner: ModelRunner = {
  models: () => [{ manifest }],
  refused: () => [],
  run: async () => accept({ rows: 1, logits: Float32Array.of(0, 3), activation: null, contributions: null }),
};

const longFiles = encodeWfdb(
  {
    leads: [{ name: 'II', derived: false, samplesMv: new Float32Array(190_000) }],
    sampleRateHz: 100,
    sampleCount: 190_000,
    startTime: null,
    patient: unknownPatient,
    device: null,
    appliedFilters: [],
    notes: [],
  },
  'long',
  1000,
);

test('every beat that a live monitor would have classed, in order, with the model that did', async () => {
  const answer = await classifyLive(heartFiles('heart'), {}, { runner });
  if (!answer.ok || answer.value === null) throw new Error('no classes');
  expect(answer.value).toMatchObject({ model: 'causal', lead: 'II' });
  expect(answer.value.classes.length).toBeGreaterThan(5);
  for (const one of answer.value.classes) expect(one?.aami).toBe('V');
});

test('null without a model; what fails is refused', async () => {
  const none = { ...runner, models: () => [] };
  expect(await classifyLive(heartFiles('heart'), {}, { runner: none })).toEqual({ ok: true, value: null });
  expect(await classifyLive([], {}, { runner })).toMatchObject({ ok: false });
  expect(await classifyLive(longFiles, {}, { runner })).toMatchObject({
    ok: false,
    error: { code: 'unsupported' },
  });
  const failing: ModelRunner = { ...runner, run: async () => refuse('model-refused', 'broken') };
  expect(await classifyLive(heartFiles('heart'), {}, { runner: failing })).toMatchObject({ ok: false });
  expect(await classifyLive(heartFiles('heart'), {}, { runner }, AbortSignal.abort())).toMatchObject({
    ok: false,
    error: { code: 'cancelled' },
  });
});
