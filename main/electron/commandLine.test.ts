import { expect, test } from 'vitest';
import { pathsToOpen } from './commandLine.ts';

test('paths after --open are opened, made absolute, up to the next switch', () => {
  expect(pathsToOpen(['electron', '.', '--open', 'a.hea', '/b', '--no-first-run', 'c'], '/home/x')).toEqual([
    '/home/x/a.hea',
    '/b',
  ]);
});

test('nothing is opened without --open, or with nothing after it', () => {
  expect(pathsToOpen(['electron', '.', 'a.hea'], '/')).toEqual([]);
  expect(pathsToOpen(['electron', '.', '--open'], '/')).toEqual([]);
  expect(pathsToOpen(['electron', '.', '--open', '--switch', 'a'], '/')).toEqual([]);
});
