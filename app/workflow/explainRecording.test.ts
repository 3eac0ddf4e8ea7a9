import { expect, test } from 'vitest';
import { testManifest } from '../models/fixtures.ts';
import type { ModelRunner } from '../models/runner.ts';
import { accept, refuse } from '../result.ts';
import { explainRecording } from './explainRecording.ts';
import { heartFiles } from './fixtures.ts';

const runnerOf = (run: ModelRunner['run']): ModelRunner => ({
  models: () => [{ manifest: testManifest }],
  refused: () => [],
  run,
});
const answering = runnerOf(async () =>
  accept({
    rows: 1,
    logits: new Float32Array(2),
    activation: { rectified: new Float32Array(8), signed: new Float32Array(8) },
    contributions: null,
  }),
);

test('explains what open models say, and nothing behind a closed gate', async () => {
  const ports = { runner: answering };
  expect(await explainRecording(heartFiles('heart'), {}, ['test-net'], ports)).toMatchObject({
    value: [{ model: 'test-net', activation: { fromS: 0, toS: 10, cells: 4 } }],
  });
  expect(await explainRecording(heartFiles('child', 10, '# Age: 9 Sex: F'), {}, ['test-net'], ports)).toEqual({
    ok: true,
    value: [],
  });
});

test('no other model is asked than those wanted, and one that is gone hinders nothing', async () => {
  const silent = runnerOf(async () => refuse('internal', 'asked'));
  expect(await explainRecording(heartFiles('heart'), {}, [], { runner: silent })).toEqual({ ok: true, value: [] });
  expect(await explainRecording(heartFiles('heart'), {}, ['gone', 'test-net'], { runner: answering })).toMatchObject({
    value: [{ model: 'test-net' }],
  });
});

test('a model that fails explains nothing; a file that cannot be read is refused', async () => {
  let calls = 0;
  const failing = runnerOf(async (...args) => (calls++ === 0 ? answering.run(...args) : refuse('internal', 'broken')));
  expect(await explainRecording(heartFiles('heart'), {}, ['test-net'], { runner: failing })).toEqual({
    ok: true,
    value: [],
  });
  expect(await explainRecording([], {}, ['test-net'], { runner: answering })).toMatchObject({ ok: false });
});
