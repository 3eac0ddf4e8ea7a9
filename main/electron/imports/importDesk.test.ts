import { expect, test } from 'vitest';
import { mostImportsKept } from '../../../app/contract/table.ts';
import { createImportDesk } from './importDesk.ts';

const never = new AbortController().signal;

test('a pause holds until it is ended, or until no import is left to hold', async () => {
  const desk = createImportDesk();
  desk.begun();
  await desk.mayGoOn(never);
  desk.setPaused(true);
  const gone: string[] = [];
  void desk.mayGoOn(never).then(() => gone.push('first'));
  await Promise.resolve();
  expect(gone).toEqual([]);
  desk.setPaused(false);
  await Promise.resolve();
  expect(gone).toEqual(['first']);
  desk.setPaused(true);
  const cancel = new AbortController();
  const cancelled = desk.mayGoOn(cancel.signal);
  cancel.abort();
  await cancelled;
  desk.ended();
  await desk.mayGoOn(never);
});

test('the lists of the last imports are kept', () => {
  const desk = createImportDesk();
  const last = mostImportsKept + 2;
  for (let id = 1; id <= last; id++) desk.keepList(id, []);
  expect([1, 2, 3, last].map((id) => desk.listOf(id) !== null)).toEqual([false, false, true, true]);
});
