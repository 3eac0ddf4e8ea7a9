import { expect, test } from 'vitest';
import type { Progress } from '../../app/ports.ts';
import { accept, type Result } from '../../app/result.ts';
import { createJobs } from './jobs.ts';

const setUp = () => {
  const clock = { ms: 0 };
  const sent: Progress[] = [];
  return { jobs: createJobs(() => clock.ms), clock, sent, send: (progress: Progress) => sent.push(progress) };
};

/** A job that ends when told to. */
const open = () => {
  let end: (result: Result<string>) => void = () => {};
  const ended = new Promise<Result<string>>((resolve) => {
    end = resolve;
  });
  return { ended, end };
};

test('ten reports a second pass; a new stage and the last step always do', async () => {
  const { jobs, clock, sent, send } = setUp();
  await jobs.run(1, 'a', send, async ({ onProgress }) => {
    onProgress({ stage: 'finding', done: 0, total: 0 });
    for (let done = 0; done <= 1000; done += 1) {
      clock.ms = done;
      onProgress({ stage: 'analysing', done, total: 1000 });
    }
    return accept('done');
  });
  expect(sent[0]).toEqual({ stage: 'finding', done: 0, total: 0 });
  expect(sent[1]).toEqual({ stage: 'analysing', done: 0, total: 1000 });
  expect(sent.at(-1)).toEqual({ stage: 'analysing', done: 1000, total: 1000 });
  expect(sent.length).toBeGreaterThanOrEqual(11);
  expect(sent.length).toBeLessThanOrEqual(13);
});

test('cancel aborts the job of that id in that window alone', async () => {
  const { jobs, send } = setUp();
  const { ended, end } = open();
  const signals: AbortSignal[] = [];
  const start = (windowId: number, jobId: string) =>
    jobs.run(windowId, jobId, send, ({ signal }) => {
      signals.push(signal);
      return ended;
    });
  const running = [start(1, 'a'), start(1, 'b'), start(2, 'a')];
  jobs.cancel(1, 'a');
  jobs.cancel(1, 'unknown');
  jobs.cancel(3, 'a');
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false, false]);
  jobs.cancelWindow(2);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false, true]);
  end(accept('x'));
  await Promise.all(running);
});

test('an id in use is refused, and free again after the job, even after one that threw', async () => {
  const { jobs, send } = setUp();
  const { ended, end } = open();
  const first = jobs.run(1, 'a', send, () => ended);
  expect(await jobs.run(1, 'a', send, async () => accept('second'))).toMatchObject({
    ok: false,
    error: { code: 'invalid-input' },
  });
  end(accept('first'));
  expect(await first).toEqual(accept('first'));
  await expect(jobs.run(1, 'a', send, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(await jobs.run(1, 'a', send, async () => accept('third'))).toEqual(accept('third'));
});
