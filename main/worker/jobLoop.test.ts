import { expect, test } from 'vitest';
import { accept } from '../../app/result.ts';
import { createJobLoop } from './jobLoop.ts';
import type { Response } from './messages.ts';

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));
const open = (id: number) => ({ kind: 'open', id, files: [], hints: {} });

test('runs jobs one after the other, drops one that was cancelled while it waited, and aborts the running one', async () => {
  const sent: Response[] = [];
  const started: number[] = [];
  const ends: (() => void)[] = [];
  let aborted = false;
  const take = createJobLoop(
    async ({ id }, signal) => {
      started.push(id);
      await new Promise<void>((resolve) => ends.push(resolve));
      aborted ||= signal.aborted;
      return accept(id);
    },
    (response) => sent.push(response),
  );
  for (const id of [1, 2, 3]) take(open(id));
  expect(started).toEqual([1]);
  take({ kind: 'cancel', id: 2 });
  take({ kind: 'cancel', id: 1 });
  take({ kind: 'cancel', id: 99 });
  ends[0]!();
  await settled();
  expect(aborted).toBe(true);
  expect(started).toEqual([1, 3]);
  ends[1]!();
  await settled();
  expect(sent.map(({ id }) => id)).toEqual([1, 3]);
});

test('answers a message that it does not know, and goes on', async () => {
  const sent: Response[] = [];
  const take = createJobLoop(
    async ({ id }) => accept(id),
    (response) => sent.push(response),
  );
  for (const message of [
    null,
    'x',
    {},
    { id: 7, kind: 'format-disk' },
    { ...open(8), files: [{ name: 'x' }] },
    open(9),
  ])
    take(message);
  await settled();
  expect(sent).toMatchObject([
    { id: 7, result: { ok: false, error: { code: 'invalid-input' } } },
    { id: 8, result: { ok: false, error: { code: 'invalid-input' } } },
    { id: 9, result: { ok: true } },
  ]);
});
