import { expect, test } from 'vitest';
import { classifyBeats } from './beatClasses.ts';

const classes = ['N', 'S', 'V'] as const;
const plain = { scale: 1, bias: [0, 0, 0] };

test('the most probable class with its probability', () => {
  const [first, second] = classifyBeats(Float32Array.of(0, 0, Math.log(2), 5, 0, 0), classes, plain, [true, true]);
  expect(first).toEqual({ aami: 'V', probability: expect.closeTo(0.5, 6) });
  expect(second?.aami).toBe('N');
});

test('scale and bias are those of the calibration', () => {
  const calibration = { scale: 0, bias: [0, Math.log(3), 0] };
  expect(classifyBeats(Float32Array.of(9, 0, 0), classes, calibration, [true])).toEqual([
    { aami: 'S', probability: expect.closeTo(0.6, 6) },
  ]);
});

test('what cannot be judged has no class', () => {
  expect(classifyBeats(Float32Array.of(1, 0, 0, Number.NaN, 0, 0), classes, plain, [false, true])).toEqual([
    null,
    null,
  ]);
  expect(classifyBeats(new Float32Array(0), classes, plain, [])).toEqual([]);
});
