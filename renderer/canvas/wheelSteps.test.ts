import { expect, test } from 'vitest';
import { createWheelSteps } from './wheelSteps.ts';

test('a notch is a step, whatever the system makes of it', () => {
  const steps = createWheelSteps();
  expect([120, 53, -100].map(steps)).toEqual([1, 1, -1]);
});

test('small movements of a touchpad add up to steps', () => {
  const steps = createWheelSteps();
  expect([20, 20, 20, 20, 20].map(steps)).toEqual([0, 0, 1, 0, 1]);
  expect([-30, -30].map(steps)).toEqual([0, -1]);
});
