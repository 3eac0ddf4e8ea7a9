import { describe, expect, test } from 'vitest';
import { accept } from '../result.ts';
import { askModels } from './askModels.ts';
import { explainAnswer } from './explain.ts';
import {
  goodQuality,
  notPaced,
  testLeadInput,
  testLeadManifest,
  testManifest,
  testRecording,
  valid,
} from './fixtures.ts';
import { joinWindows } from './leadActivation.ts';
import { probabilitiesOf, rhythm2017 } from './rhythm2017.ts';
import type { ModelOutput, ModelRunner } from './runner.ts';

/** Two windows of four classes of two cells. */
const output: ModelOutput = {
  rows: 2,
  logits: Float32Array.of(0, 4, 0, 0, 2, 2, 0, 0),
  activation: {
    rectified: new Float32Array(16),
    signed: Float32Array.of(1, 2, 3, 4, 0, 0, 0, 0, 5, 6, -7, 8, 0, 0, 0, 0),
  },
  contributions: null,
};
const runner: ModelRunner = {
  models: () => [{ manifest: testManifest }, { manifest: testLeadManifest }],
  refused: () => [],
  run: async () => accept(output),
};
const ask = async (lengthS: number, ids: readonly string[], lead: string | null = null, change = {}) => {
  const recording = testRecording(100, lengthS, () => 0.1);
  const input = { recording, validity: valid, quality: goodQuality, pacing: notPaced, lead, ...change };
  const asked = await askModels(input, ids, runner);
  if (!asked.ok) throw new Error(asked.error.message);
  return rhythm2017(asked.value);
};

describe('rhythm2017', () => {
  test('states the calibrated softmax of the mean of the windows, and of what', async () => {
    const answer = await ask(40, ['lead-net'], 'V1');
    const [n, a, o] = [Math.E, Math.E ** 3, 1];
    const sum = n + a + 2 * o;
    expect(answer).toEqual({
      rhythm2017: {
        N: expect.closeTo(n / sum, 6),
        A: expect.closeTo(a / sum, 6),
        O: expect.closeTo(o / sum, 6),
        '~': expect.closeTo(o / sum, 6),
      },
      rhythm2017Source: { model: 'lead-net', version: '1.2.3', lead: 'V1', toS: 40 },
      reason: null,
    });
    expect((await ask(100, ['lead-net']))?.rhythm2017Source).toMatchObject({ lead: 'II', toS: 61 });
    const shifted = { ...testLeadManifest, calibration: { method: 'softmax' as const, scale: 2, bias: [0, 0, 9, 0] } };
    expect(probabilitiesOf(shifted, output).O).toBeCloseTo(
      Math.exp(9) / (Math.exp(2) + Math.exp(6) + Math.exp(9) + 1),
      6,
    );
  });

  test('is null with the reason behind a closed gate, and nothing where no such model was asked', async () => {
    expect(await ask(8, ['lead-net'])).toEqual({
      rhythm2017: null,
      rhythm2017Source: null,
      reason: 'The recording lasts 8 s; the model looks at up to 61 s and needs at least 9 s.',
    });
    const poor = await ask(40, ['lead-net'], null, { quality: { ...goodQuality, verdict: 'unacceptable' } });
    expect(poor).toMatchObject({ rhythm2017: null, reason: expect.stringContaining('quality') });
    expect(await ask(40, ['test-net'])).toBeNull();
  });
});

test('the windows of one lead make one activation map that adds up to the mean logits', async () => {
  const { name, lengthSamples } = testLeadInput;
  const inputs = [{ name, data: new Float32Array(2 * lengthSamples), dims: [2, 1, lengthSamples] }];
  const answer = { manifest: testLeadManifest, inputs, output, judged: { lead: 'II', toS: 40 } };
  const explained = await explainAnswer(answer, runner);
  // Windows begin at 0 and 10 s; their cells of 15 s have their middles at 7.5, 22.5 and 17.5, 32.5 s.
  const added = [0.5, 1 + 2.5, 3, 1.5, 2 - 3.5, 4, 0, 0, 0, 0, 0, 0];
  const joined = joinWindows(testLeadInput, output.activation!.signed, 4, 2, 40);
  expect([...joined]).toEqual(added);
  expect(explained).toMatchObject({
    value: {
      activation: {
        model: 'lead-net',
        leads: ['II'],
        cells: 3,
        fromS: 0,
        toS: 45,
        spokeFor: Float32Array.from(added, (value) => Math.max(0, value) / 4),
        spokeAgainst: Float32Array.from(added, (value) => Math.max(0, -value) / 4),
      },
      contributions: [],
    },
  });
});
