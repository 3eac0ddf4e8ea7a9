import { expect, test } from 'vitest';
import { testManifest } from '../fixtures.ts';
import type { Manifest } from '../manifest.ts';
import { classifyBeats } from './beatClasses.ts';

const manifest = (scale: number, bias: number[]): Manifest => ({
  ...testManifest,
  task: 'beats',
  classes: ['N', 'S', 'V'],
  thresholds: null,
  calibration: { method: 'softmax', scale, bias },
});
const plain = manifest(1, [0, 0, 0]);

test('the most probable class with its probability', () => {
  const [first, second] = classifyBeats(plain, Float32Array.of(0, 0, Math.log(2), 5, 0, 0), [true, true]);
  expect(first).toEqual({ aami: 'V', probability: expect.closeTo(0.5, 6) });
  expect(second?.aami).toBe('N');
});

test('scale and bias are those of the calibration', () => {
  expect(classifyBeats(manifest(0.1, [0, Math.log(3), 0]), Float32Array.of(0, 0, 0), [true])).toEqual([
    { aami: 'S', probability: expect.closeTo(0.6, 6) },
  ]);
});

test('what cannot be judged has no class', () => {
  expect(classifyBeats(plain, Float32Array.of(1, 0, 0), [false])).toEqual([null]);
  expect(classifyBeats(plain, Float32Array.of(Number.NaN, 0, 0), [true])).toEqual([null]);
  expect(classifyBeats(plain, new Float32Array(0), [])).toEqual([]);
});
