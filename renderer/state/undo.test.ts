import { beforeEach, expect, test } from 'vitest';
import { forgetDeeds, redo, rememberDeed, undo, useUndo } from './undo.ts';

let value = 0;
const set = (to: number) => {
  const from = value;
  value = to;
  rememberDeed({
    label: `set ${to}`,
    undo: () => {
      value = from;
    },
    redo: () => {
      value = to;
    },
  });
};

beforeEach(() => {
  value = 0;
  useUndo.setState({ done: [], undone: [] });
});

test('deeds are taken back and done again in order', () => {
  set(1);
  set(2);
  expect(undo()?.label).toBe('set 2');
  expect(value).toBe(1);
  undo();
  expect(value).toBe(0);
  expect(undo()).toBeNull();
  expect(redo()?.label).toBe('set 1');
  redo();
  expect(value).toBe(2);
  expect(redo()).toBeNull();
});

test('a new deed ends what could be done again', () => {
  set(1);
  undo();
  set(5);
  expect(redo()).toBeNull();
  expect(value).toBe(5);
});

test('deeds of what was left are forgotten, and there is an end to them', () => {
  for (let to = 1; to <= 150; to++) set(to);
  expect(useUndo.getState().done).toHaveLength(100);
  forgetDeeds(({ label }) => label !== 'set 150');
  undo();
  expect(undo()).toBeNull();
  expect(value).toBe(149);
});
