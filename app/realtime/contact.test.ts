import { expect, test } from 'vitest';
import { createContactWatch } from './contact.ts';

const after = (values: readonly number[][]) => {
  const watch = createContactWatch(2, 100);
  for (const sample of values) watch.push(sample);
  return [watch.of(0), watch.of(1)];
};
const moving = (count: number, other: (i: number) => number) =>
  Array.from({ length: count }, (_, i) => [Math.sin(i), other(i)]);

test('missing after half a second, still after two, alive with the next sample that moves', () => {
  expect(after(moving(49, () => Number.NaN))).toEqual(['live', 'live']);
  expect(after(moving(50, () => Number.NaN))).toEqual(['live', 'missing']);
  expect(after(moving(150, () => 3))).toEqual(['live', 'live']);
  expect(after(moving(201, () => 3))).toEqual(['live', 'still']);
  expect(after([...moving(300, () => 3), [0, 3.001]])).toEqual(['live', 'live']);
});

test('a lead that is not given is missing', () => {
  expect(after(Array.from({ length: 60 }, (_, i) => [i]))).toEqual(['live', 'missing']);
});
