import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readWindowState, writeWindowState } from './windowState.ts';

const folder = mkdtempSync(join(tmpdir(), 'einthoven-window-'));
afterAll(() => rmSync(folder, { recursive: true }));
const screens = [{ x: 0, y: 0, width: 1920, height: 1080 }];
const state = { bounds: { x: 100, y: 50, width: 1440, height: 900 }, maximized: false };

test('what was written is read again', () => {
  const path = join(folder, 'deep', 'window.json');
  writeWindowState(path, state);
  expect(readWindowState(path, screens)).toEqual(state);
});

test('a place on a screen that is gone, a broken file and no file give nothing', () => {
  const path = join(folder, 'window.json');
  writeWindowState(path, { ...state, bounds: { ...state.bounds, x: 2500 } });
  expect(readWindowState(path, screens)).toBeNull();
  writeFileSync(path, '{"bounds":{"x":"1"}}');
  expect(readWindowState(path, screens)).toBeNull();
  writeFileSync(path, '{');
  expect(readWindowState(path, screens)).toBeNull();
  expect(readWindowState(join(folder, 'none.json'), screens)).toBeNull();
});
