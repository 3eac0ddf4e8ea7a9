import { expect, test } from 'vitest';
import { ofPacedShape } from './pacedShape.ts';

const rateHz = 250;
const beatTimesS = [1, 2, 3, 4, 5, 6, 7, 8];
/** Wide beats at even seconds, narrow ones at odd. */
const lead = Float32Array.from({ length: 10 * rateHz }, (_, i) =>
  beatTimesS.reduce((sum, timeS) => {
    const x = i / rateHz - timeS;
    return (
      sum +
      (timeS % 2 === 0
        ? Math.exp(-((x / 0.05) ** 2)) - 0.5 * Math.exp(-(((x - 0.2) / 0.05) ** 2))
        : Math.exp(-((x / 0.015) ** 2)))
    );
  }, 0),
);

test('a beat of the paced shape is one, its pulse seen or not', () => {
  const pulsed = beatTimesS.map((timeS) => [2, 4, 6].includes(timeS));
  const even = beatTimesS.map((timeS) => timeS % 2 === 0);
  expect(ofPacedShape([lead], rateHz, beatTimesS, pulsed)).toEqual(even);
});

test('too few pulses, no leads, missing samples and beats at the edge say nothing', () => {
  const none = beatTimesS.map(() => false);
  const two = beatTimesS.map((timeS) => timeS < 3);
  expect(ofPacedShape([lead], rateHz, beatTimesS, two)).toEqual(none);
  expect(
    ofPacedShape(
      [],
      rateHz,
      beatTimesS,
      beatTimesS.map(() => true),
    ),
  ).toEqual(none);
  const missing = lead.map(() => Number.NaN);
  expect(
    ofPacedShape(
      [missing],
      rateHz,
      beatTimesS,
      beatTimesS.map(() => true),
    ),
  ).toEqual(none);
  expect(ofPacedShape([lead], rateHz, [0, ...beatTimesS], [false, ...none])).toEqual([false, ...none]);
});
