import { expect, test } from 'vitest';
import { beatChannels, beatFeatureNames, beatInputs, beatWindowLength, causalDelayS } from './beatInputs.ts';
import { createCausalBeatInputs } from './causalBeatInputs.ts';
import { evenBeats, testLead } from './testBeats.testing.ts';

const rowsLive = (samplesMv: Float32Array, rateHz: number, samples: readonly number[]) => {
  const live = createCausalBeatInputs(rateHz);
  const rows: { windows: Float32Array; features: Float32Array; judgeable: readonly boolean[] }[] = [];
  const due = samples.map((sample) => Math.min(samplesMv.length - 1, sample + Math.floor(causalDelayS * rateHz)));
  samplesMv.forEach((value, i) => {
    live.push(value);
    while (rows.length < due.length && due[rows.length]! <= i) rows.push(live.next(samples[rows.length]!));
  });
  return rows;
};

const expectTheSame = (samplesMv: Float32Array, rateHz: number, samples: readonly number[]): void => {
  const whole = beatInputs(samplesMv, rateHz, samples, { view: 'causal' });
  const rows = rowsLive(samplesMv, rateHz, samples);
  expect(rows).toHaveLength(samples.length);
  const names = beatFeatureNames.causal.length;
  const size = beatChannels.length * beatWindowLength;
  rows.forEach(({ windows, features, judgeable }, k) => {
    expect(features, `features of beat ${k}`).toEqual(whole.features.subarray(k * names, (k + 1) * names));
    expect(windows, `window of beat ${k}`).toEqual(whole.windows.subarray(k * size, (k + 1) * size));
    expect(judgeable[0]).toBe(whole.judgeable[k]);
  });
};

test.each([90, 128, 250, 360, 1000])('beat by beat the same rows as of the whole recording, %i Hz', (rateHz) => {
  const beats = evenBeats(30, 0.8, {
    10: { timeS: 0.5 + 10 * 0.8 - 0.25, wide: true },
    20: { timeS: 0.5 + 20 * 0.8 - 0.25, withoutP: true },
  });
  const { samplesMv, samples } = testLead(beats, 25, rateHz);
  expectTheSame(samplesMv, rateHz, samples);
  const holed = samplesMv.slice();
  holed.fill(Number.NaN, 0, 30);
  holed.fill(Number.NaN, samples[7]! - 40, samples[7]! + 40);
  expectTheSame(holed, rateHz, samples);
});

test('after hundreds of beats, of which the first are forgotten, still the same', () => {
  const wide = Object.fromEntries(
    [...Array(90).keys()].map((i) => [10 * i + 5, { timeS: 0.5 + (10 * i + 5) * 0.4 - 0.1, wide: true }]),
  );
  const { samplesMv, samples } = testLead(evenBeats(900, 0.4, wide), 362, 125);
  expectTheSame(samplesMv, 125, samples);
});

test('no rate, no beats', () => {
  expect(() => createCausalBeatInputs(0)).toThrow(RangeError);
  expect(() => createCausalBeatInputs(Number.NaN)).toThrow(RangeError);
});
