import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AnalysisService, defaultOptions, type FileBundle } from '../../../app/ports.ts';
import { createAnalysisService } from './createAnalysisService.ts';
import { forkWorker } from './forkWorker.ts';
import type { WorkerProcess } from './workerProcess.ts';

const fixture = fileURLToPath(new URL('misbehaving.fixture.ts', import.meta.url));
const never = new AbortController().signal;

let folder: string;
let spawned: WorkerProcess[];
let service: AnalysisService;

const start = (processes: number, jobLimitMs = 20_000) => {
  service = createAnalysisService({
    spawn: () => {
      const worker = forkWorker({ entry: fixture, modelsDir: folder });
      spawned.push(worker);
      return worker;
    },
    processes,
    jobLimitMs,
  });
};

const bundle = (path: string): FileBundle => ({ path, files: [], sha256: '' });
const analyze = (path: string, signal = never) => service.analyze(bundle(path), defaultOptions, signal);
const flag = (name: string) => join(folder, name);
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'einthoven-service-'));
  spawned = [];
});

afterEach(async () => {
  await service.close();
  rmSync(folder, { recursive: true });
});

test('starts no process before there is work, and no more than are needed', async () => {
  start(3);
  expect(spawned).toHaveLength(0);
  expect(await analyze('answer')).toMatchObject({ ok: true });
  expect(await analyze('answer')).toMatchObject({ ok: true });
  expect(spawned).toHaveLength(1);
});

test('works on as many recordings at a time as there are processes', async () => {
  start(2);
  const answers = await Promise.all(['a', 'b', 'c', 'd'].map((name) => analyze(`wait|${flag(name)}`)));
  expect(new Set(answers.map((answer) => answer.ok && answer.value)).size).toBe(2);
  expect(spawned).toHaveLength(2);
});

test('tries a recording again on a fresh process when its process was killed', async () => {
  start(1);
  const before = await analyze('answer');
  const retried = await analyze(`die-once|${flag('died')}`);
  expect(retried.ok).toBe(true);
  expect(retried).not.toEqual(before);
  expect(spawned).toHaveLength(2);
});

test('a process killed from outside in the middle of a job loses nothing', async () => {
  start(1);
  const answer = analyze(`wait|${flag('started')}`);
  await until(() => existsSync(flag('started')));
  spawned[0]!.kill();
  expect(await answer).toMatchObject({ ok: true });
  expect(spawned).toHaveLength(2);
});

test('refuses a recording that kills its process twice, names it and the reason, and goes on with the others', async () => {
  start(2);
  const paths = ['answer', 'die', 'answer', `wait|${flag('w')}`, 'answer'];
  const answers = await Promise.all(paths.map((path) => analyze(path)));
  expect(answers.map(({ ok }) => ok)).toEqual([true, false, true, true, true]);
  expect(answers[1]).toMatchObject({
    error: {
      code: 'analysis-crashed',
      file: 'die',
      message: expect.stringContaining('died 2 times on this recording: it was ended by SIGKILL'),
    },
  });
  expect(await analyze('exit')).toMatchObject({ error: { message: expect.stringContaining('exit code 7') } });
});

test('ends a process that hangs when the time limit is over', async () => {
  start(1, 2_000);
  const hanging = analyze('hang');
  const next = analyze('answer');
  expect(await hanging).toMatchObject({
    ok: false,
    error: { code: 'analysis-crashed', message: expect.stringContaining('longer than 2 s; it took longer than 2 s') },
  });
  expect(await next).toMatchObject({ ok: true });
});

test('an exception in a job is an answer without what the file holds, and the process lives on', async () => {
  start(1);
  const before = await analyze('answer');
  const thrown = await analyze('throw');
  expect(thrown).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(thrown)).toContain('TypeError at misbehaving.fixture.ts:');
  expect(JSON.stringify(thrown)).not.toContain('Doe');
  expect(await analyze('answer')).toEqual(before);
});

test('cancelling takes waiting recordings out of the queue and tells the running job', async () => {
  start(1);
  const running = new AbortController();
  const waiting = new AbortController();
  const first = analyze(`wait-for-cancel|${flag('first')}`, running.signal);
  const second = analyze(`wait|${flag('second')}`, waiting.signal);
  const third = analyze('answer');
  await until(() => existsSync(flag('first')));
  waiting.abort();
  expect(await second).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  running.abort();
  expect(await first).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  // The first job only ends because the cancel reached it; the third shows that its process is free again.
  expect(await third).toMatchObject({ ok: true });
  expect(existsSync(flag('second'))).toBe(false);
  expect(spawned).toHaveLength(1);

  const gone = new AbortController();
  gone.abort();
  expect(await analyze('answer', gone.signal)).toMatchObject({ error: { code: 'cancelled' } });
});

test('what a reader waits for goes before the rest of a batch', async () => {
  start(1);
  const order: string[] = [];
  const done = (name: string) => () => order.push(name);
  const batch = ['a', 'b'].map((name) => analyze(`wait|${flag(name)}`).then(done(name)));
  const explained = service.explain([], {}, [], never).then(done('map'));
  await Promise.all([...batch, explained]);
  expect(order).toEqual(['a', 'map', 'b']);
});

test('a recording is opened while every process is at work', async () => {
  start(1);
  let analysed = false;
  const running = analyze(`wait|${flag('a')}`).then(() => {
    analysed = true;
  });
  expect(await service.open([], {}, never)).toMatchObject({ ok: true });
  expect(analysed).toBe(false);
  await running;
});

test('closing refuses what is not done and leaves no process behind', async () => {
  start(2);
  const pids = (await Promise.all(['x', 'y'].map((name) => analyze(`wait|${flag(name)}`)))).map(
    (answer) => answer.ok && Number(answer.value),
  );
  const hanging = ['hang', 'hang', 'answer'].map((path) => analyze(path));
  await service.close();
  for (const answer of await Promise.all(hanging)) expect(answer).toMatchObject({ error: { code: 'cancelled' } });
  expect(pids).toHaveLength(2);
  for (const pid of pids) expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
  expect(await analyze('answer')).toMatchObject({ error: { code: 'cancelled' } });
});

test('a process that cannot be started is a refusal', async () => {
  service = createAnalysisService({
    spawn: () => {
      throw new RangeError('no more processes');
    },
    processes: 1,
  });
  expect(await analyze('answer')).toMatchObject({
    ok: false,
    error: { code: 'analysis-crashed', message: expect.stringContaining('could not be started (RangeError)') },
  });
  await expect(service.models()).rejects.toThrow('died 2 times');
});
