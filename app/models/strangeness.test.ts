import { expect, test, vi } from 'vitest';
import { accept, refuse } from '../result.ts';
import { testManifest, testRecording, valid } from './fixtures.ts';
import { closedGates } from './gates.ts';
import type { Manifest } from './manifest.ts';
import type { ModelRunner } from './runner.ts';
import { judgeStrangeness } from './strangeness.ts';

const manifest: Manifest = {
  ...testManifest,
  id: 'judge',
  task: 'validity',
  classes: ['NOT ECG'],
  thresholds: [0.9],
  calibration: { method: 'platt', slope: [1], intercept: [0] },
};
const recording = testRecording(100, 10, (timeS) => Math.sin(timeS));
const runnerOf = (logit: number | null, installed: readonly Manifest[] = [testManifest, manifest]): ModelRunner => ({
  models: () => installed.map((each) => ({ manifest: each })),
  refused: () => [],
  run: vi.fn<ModelRunner['run']>(async () =>
    logit === null
      ? refuse('internal', 'It failed.')
      : accept({ rows: 1, logits: Float32Array.of(logit), activation: null, contributions: null }),
  ),
});

test('an ECG like those known keeps its verdict and gets its score', async () => {
  const { validity, judge } = await judgeStrangeness(recording, valid, runnerOf(0));
  expect(validity).toEqual({ ...valid, outOfDistributionScore: 0.5 });
  expect(judge).toBe(manifest);
});

test('above the threshold it is told, and every model is closed', async () => {
  const { validity } = await judgeStrangeness(recording, valid, runnerOf(4));
  expect(validity).toMatchObject({ status: 'VALID', reasons: [{ code: 'unlike-known-ecgs' }] });
  const quality = { verdict: 'acceptable', score: 1, leads: [] } as const;
  const gates = closedGates({ recording, validity, quality: { ...quality, leads: [] }, pacing: { paced: false } }, [
    testManifest,
  ]);
  expect(gates).toMatchObject([{ model: '*', code: 'unlike-known-ecgs' }]);
});

test('not asked: what is INVALID, has another length or lacks leads, and where no such model is installed', async () => {
  const invalid = { ...valid, status: 'INVALID' as const, reasons: [{ code: 'flat', text: 'Flat.' }] };
  const short = testRecording(100, 5, (timeS) => Math.sin(timeS));
  const few = { ...recording, leads: recording.leads.slice(0, 3) };
  const runner = runnerOf(4);
  expect((await judgeStrangeness(recording, invalid, runner)).validity).toBe(invalid);
  expect((await judgeStrangeness(short, valid, runner)).validity).toBe(valid);
  expect((await judgeStrangeness(few, valid, runner)).validity).toBe(valid);
  expect(await judgeStrangeness(recording, valid, runnerOf(4, [testManifest]))).toEqual({
    validity: valid,
    judge: null,
  });
  expect(runner.run).not.toHaveBeenCalled();
});

test('a judge that fails leaves the recording as it is', async () => {
  expect(await judgeStrangeness(recording, valid, runnerOf(null))).toEqual({ validity: valid, judge: null });
  expect((await judgeStrangeness(recording, valid, runnerOf(Number.NaN))).validity).toBe(valid);
});
