import { expect, test } from 'vitest';
import {
  type BeatInputs,
  type BeatView,
  beatChannels,
  beatFeatureNames,
  beatInputs,
  beatWindowLength,
  beatWindowRateHz,
  causalDelayS,
} from './beatInputs.ts';
import { evenBeats, testLead } from './testBeats.testing.ts';

const rateHz = 360;
/** The tenth beat is premature and wide, the twentieth premature and narrow without P. */
const beats = evenBeats(30, 0.8, {
  10: { timeS: 0.5 + 10 * 0.8 - 0.25, wide: true },
  20: { timeS: 0.5 + 20 * 0.8 - 0.25, withoutP: true },
});
const { samplesMv, samples } = testLead(beats, 25, rateHz);

const feature = (inputs: BeatInputs, view: BeatView, k: number, name: string): number => {
  const names = beatFeatureNames[view];
  expect(names).toContain(name);
  return inputs.features[k * names.length + names.indexOf(name)]!;
};
const channel = (inputs: BeatInputs, k: number, name: (typeof beatChannels)[number]): Float32Array => {
  const at = (k * beatChannels.length + beatChannels.indexOf(name)) * beatWindowLength;
  return inputs.windows.subarray(at, at + beatWindowLength);
};
const largest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

test.each(['causal', 'diagnostic'] as const)('early beats and other shapes stand out (%s)', (view) => {
  const inputs = beatInputs(samplesMv, rateHz, samples, { view });
  expect(inputs.count).toBe(30);
  expect(inputs.judgeable.every(Boolean)).toBe(true);
  const of = (k: number, name: string) => feature(inputs, view, k, name);
  expect(of(15, 'interval / mean of 10 before')).toBeCloseTo(0, 1);
  for (const k of [10, 20]) expect(of(k, 'interval / median of 10 before')).toBeCloseTo(Math.log(0.55 / 0.8), 2);
  expect(of(10, 'QRS correlation with the dominant beat')).toBeLessThan(0.8);
  expect(of(20, 'QRS correlation with the dominant beat')).toBeGreaterThan(0.97);
  expect(of(10, 'QRS duration / dominant')).toBeGreaterThan(0.7);
  expect(of(20, 'P correlation with the dominant beat')).toBeLessThan(0.5);
  expect(of(19, 'P correlation with the dominant beat')).toBeGreaterThan(0.95);
  expect(largest(channel(inputs, 19, 'residual'))).toBeLessThan(0.05);
  expect(largest(channel(inputs, 10, 'residual'))).toBeGreaterThan(0.5);
  const peak = Math.round(0.4 * beatWindowRateHz);
  expect(Math.abs(channel(inputs, 19, 'beat').indexOf(Math.max(...channel(inputs, 19, 'beat'))) - peak)).toBeLessThan(
    2,
  );
});

test('the diagnostic view knows the pause after an early beat, the causal one does not', () => {
  const inputs = beatInputs(samplesMv, rateHz, samples, { view: 'diagnostic' });
  expect(feature(inputs, 'diagnostic', 10, 'next interval / interval')).toBeCloseTo(Math.log(1.05 / 0.55), 2);
  expect(feature(inputs, 'diagnostic', 10, 'interval and next / two means of 10 around')).toBeCloseTo(0, 1);
  expect(beatFeatureNames.causal.some((name) => name.includes('next'))).toBe(false);
});

test('causally a row knows nothing later than its delay, and no later beat', () => {
  const whole = beatInputs(samplesMv, rateHz, samples, { view: 'causal' });
  const names = beatFeatureNames.causal.length;
  const size = beatChannels.length * beatWindowLength;
  for (const k of [0, 5, 10, 20, 29]) {
    const known = samplesMv.slice(0, samples[k]! + Math.floor(causalDelayS * rateHz) + 1);
    const cut = beatInputs(known, rateHz, samples.slice(0, k + 1), { view: 'causal' });
    expect(cut.features).toEqual(whole.features.slice(0, (k + 1) * names));
    expect(cut.windows).toEqual(whole.windows.slice(0, (k + 1) * size));
  }
});

test('gain does not matter, polarity turns the windows, other rates give nearly the same', () => {
  const view = 'diagnostic';
  const inputs = beatInputs(samplesMv, rateHz, samples, { view });
  const louder = beatInputs(
    samplesMv.map((value) => -3 * value),
    rateHz,
    samples,
    { view },
  );
  expect(largest(louder.windows.map((value, i) => value + inputs.windows[i]!))).toBeLessThan(1e-4);
  for (const other of [250, 500, 1000]) {
    const lead = testLead(beats, 25, other);
    const same = beatInputs(lead.samplesMv, other, lead.samples, { view });
    expect(largest(channel(same, 15, 'beat').map((value, i) => value - channel(inputs, 15, 'beat')[i]!))).toBeLessThan(
      0.2,
    );
  }
});

test('missing samples, edges, silence and nothing at all give finite rows', () => {
  const holed = samplesMv.slice();
  holed.fill(Number.NaN, 0, 100);
  holed.fill(Number.NaN, samples[7]! - 80, samples[7]! + 80);
  for (const view of ['causal', 'diagnostic'] as const) {
    for (const lead of [
      holed,
      new Float32Array(samplesMv.length),
      new Float32Array(samplesMv.length).fill(Number.NaN),
    ]) {
      const inputs = beatInputs(lead, rateHz, [0, ...samples, lead.length - 1], { view });
      expect(inputs.windows.every(Number.isFinite)).toBe(true);
      expect(inputs.features.every(Number.isFinite)).toBe(true);
    }
    expect(beatInputs(holed, rateHz, samples, { view }).judgeable.indexOf(false)).toBe(7);
    expect(beatInputs(new Float32Array(0), rateHz, [], { view })).toMatchObject({ count: 0 });
    expect(beatInputs(samplesMv, rateHz, [500], { view }).features.every(Number.isFinite)).toBe(true);
  }
});
