import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analysisSchema } from '../../app/analysis/schema.ts';
import { isRuleGate } from '../../app/models/gates.ts';
import { type AnalysisService, defaultOptions } from '../../app/ports.ts';
import { standardLeads } from '../../app/recording/recording.ts';
import { syntheticBundle } from '../../app/synth/files.ts';
import { synthSpec } from '../../app/synth/spec.ts';
import { synthesise } from '../../app/synth/synthesise.ts';
import { heartBundle, heartFiles } from '../../app/workflow/fixtures.ts';
import { createAnalysisService, type WorkerProcess } from '../node/analysisService/createAnalysisService.ts';
import { forkWorker } from '../node/analysisService/forkWorker.ts';

/** The real process with the real models, as the command line starts it. */

const entry = fileURLToPath(new URL('entry.ts', import.meta.url));
const released = fileURLToPath(new URL('../../models/', import.meta.url));
const never = new AbortController().signal;

const withService = async (modelsDir: string, use: (service: AnalysisService) => Promise<void>) => {
  const service = createAnalysisService({ spawn: () => forkWorker({ entry, modelsDir }), processes: 1 });
  try {
    await use(service);
  } finally {
    await service.close();
  }
};

let tamperedDir: string;
beforeAll(() => {
  tamperedDir = mkdtempSync(join(tmpdir(), 'einthoven-tampered-'));
  cpSync(join(released, 'superclass-ensemble'), join(tamperedDir, 'superclass-ensemble'), { recursive: true });
  const file = join(tamperedDir, 'superclass-ensemble', 'model.onnx');
  const bytes = readFileSync(file);
  bytes[1000]! ^= 1;
  writeFileSync(file, bytes);
});
afterAll(() => rmSync(tamperedDir, { recursive: true }));

test('analyses bytes into an analysis with calibrated probabilities', async () => {
  await withService(released, async (service) => {
    const result = await service.analyze(heartBundle('heart'), defaultOptions, never);
    if (!result.ok) throw new Error(result.error.message);
    const analysis = analysisSchema.parse(result.value);
    expect(analysis.gates.filter((gate) => !isRuleGate(gate))).toEqual([]);
    expect(analysis.diagnoses.map((diagnosis) => diagnosis.class)).toEqual(['NORM', 'MI', 'STTC', 'CD', 'HYP']);
    const installed = await service.models();
    expect(installed.map(({ refusal }) => refusal)).toEqual(installed.map(() => null));
    const known = installed.map(({ id, version, sha256 }) => ({ id, version, sha256 }));
    expect(known).toEqual(expect.arrayContaining(analysis.models));
    expect(analysis.models.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['superclass-ensemble', 'beats-diagnostic']),
    );
    const { rhythm2017, rhythm2017Source } = analysis.rhythm;
    expect(rhythm2017Source).toMatchObject({ model: 'rhythm2017-net', lead: 'II', toS: 10 });
    expect(Object.values(rhythm2017!).reduce((a, b) => a + b)).toBeCloseTo(1, 6);

    const second = await service.analyze(heartBundle('heart'), defaultOptions, never);
    expect(second).toEqual({ ok: true, value: { ...analysis, timingMs: expect.anything() } });
  });
});

test('opens bytes into samples, and explains what the models looked at', async () => {
  await withService(released, async (service) => {
    const opened = await service.open(heartFiles('heart'), {}, never);
    if (!opened.ok) throw new Error(opened.error.message);
    expect(opened.value.leads).toHaveLength(12);
    expect(opened.value.leads[1]!.samplesMv).toBeInstanceOf(Float32Array);
    expect(opened.value.leads[1]!.samplesMv).toHaveLength(1000);
    const explained = await service.explain(heartFiles('heart'), {}, ['superclass-ensemble', 'rhythm2017-net'], never);
    if (!explained.ok) throw new Error(explained.error.message);
    const activation = explained.value.find(({ model }) => model === 'superclass-ensemble')?.activation;
    expect(activation).toMatchObject({ fromS: 0, toS: 10, leads: standardLeads });
    expect(activation!.spokeFor).toHaveLength(activation!.cells * activation!.classes.length * 12);
    expect(Math.max(...activation!.spokeFor)).toBe(1);
    expect(Math.min(...activation!.spokeFor)).toBeGreaterThanOrEqual(0);
    const ofRhythm = explained.value.find(({ model }) => model === 'rhythm2017-net')?.activation;
    expect(ofRhythm).toMatchObject({ leads: ['II'], fromS: 0, classes: ['N', 'A', 'O', '~'] });
    expect(Math.max(...ofRhythm!.spokeFor)).toBe(1);
  });
});

test('makes a synthetic recording and knows its truth again from the files', async () => {
  await withService(released, async (service) => {
    const spec = synthSpec({ seed: 3, durationS: 3 });
    const made = await service.synthesise(spec, never);
    expect(made).toEqual({ ok: true, value: syntheticBundle(spec) });
    if (!made.ok) throw new Error(made.error.message);
    expect(await service.truth(made.value.files, never)).toEqual({ ok: true, value: synthesise(spec).truth });
    expect(await service.truth(heartFiles('heart'), never)).toMatchObject({ ok: false, error: { code: 'not-found' } });
  });
});

test('a tampered model is refused and named, in the list and in every analysis; the rest stands', async () => {
  await withService(tamperedDir, async (service) => {
    const [model] = await service.models();
    expect(model).toMatchObject({ id: 'superclass-ensemble', refusal: { code: 'model-refused', file: 'model.onnx' } });
    expect(await service.analyze(heartBundle('heart'), defaultOptions, never)).toMatchObject({
      ok: true,
      value: {
        diagnoses: [],
        models: [],
        gates: expect.arrayContaining([
          { model: 'superclass-ensemble', code: 'model-refused', text: model!.refusal!.message },
        ]),
      },
    });
  });
});

test('killed while it has a recording, the process is replaced and the recording analysed', async () => {
  const spawned: WorkerProcess[] = [];
  const service = createAnalysisService({
    spawn: () => {
      spawned.push(forkWorker({ entry, modelsDir: released }));
      return spawned.at(-1)!;
    },
    processes: 1,
  });
  await service.models();
  const result = service.analyze(heartBundle('heart'), defaultOptions, never);
  spawned[0]!.kill();
  expect(await result).toMatchObject({ ok: true, value: { record: 'heart' } });
  expect(spawned).toHaveLength(2);
  await service.close();
});

test('a file that is no ECG is refused by its process, which goes on', async () => {
  await withService(released, async (service) => {
    const files = [{ name: 'x.hea', bytes: new Uint8Array(100) }];
    expect(await service.open(files, {}, never)).toMatchObject({ ok: false });
    expect(await service.open(heartFiles('heart'), {}, never)).toMatchObject({ ok: true });
  });
});

test('the process ends when its parent goes away', async () => {
  // A parent that starts the process, tells its pid and dies without a word.
  const script = `
    const child = require('node:child_process').fork(${JSON.stringify(entry)}, [${JSON.stringify(released)}], { serialization: 'advanced' });
    child.on('message', () => { console.log(child.pid); process.kill(process.pid, 'SIGKILL'); });
    child.send({ kind: 'models', id: 0 });`;
  const parent = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ending = new Promise((resolve) => parent.on('exit', (_, signalName) => resolve(signalName)));
  const lines = createInterface({ input: parent.stdout });
  // The process holds the same pipe as its parent: the end of the pipe is the end of both, and no pid can be met twice.
  let pid = 0;
  for await (const line of lines) pid = Number(line);
  expect(pid).toBeGreaterThan(0);
  expect(await ending).toBe('SIGKILL');
}, 10_000);

test('started by hand it says what it is', async () => {
  const child = spawn(process.execPath, [entry], { stdio: ['ignore', 'ignore', 'pipe'] });
  const code = new Promise((resolve) => child.on('exit', resolve));
  let said = '';
  for await (const chunk of child.stderr) said += String(chunk);
  expect(await code).toBe(2);
  expect(said).toContain('started by its host');
});
