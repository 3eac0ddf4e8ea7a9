import fc from 'fast-check';
import { expect, test } from 'vitest';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { type PulseTrain, pulseTrain, seededRandom } from './pulseTrain.testing.ts';
import { createStreamingDetector, type Detection, streamingDelayS, streamingLearningS } from './streamingDetector.ts';

const stream = (
  leads: readonly Float32Array[],
  sampleRateHz: number,
  blockOf: () => number,
): { pushed: Detection[]; flushed: readonly Detection[]; latestS: number } => {
  const detector = createStreamingDetector({ sampleRateHz, leadCount: leads.length });
  const pushed: Detection[] = [];
  let latestS = 0;
  const n = leads[0]!.length;
  for (let i = 0; i < n; ) {
    const end = Math.min(n, i + blockOf());
    for (const detection of detector.push(leads.map((lead) => lead.subarray(i, end)))) {
      if (end - i === 1) latestS = Math.max(latestS, (i - detection.sample) / sampleRateHz);
      pushed.push(detection);
    }
    i = end;
  }
  return { pushed, flushed: detector.flush(), latestS };
};

const arbitrarySignal = fc
  .record({
    seed: fc.integer({ min: 1, max: 10_000 }),
    bpm: fc.integer({ min: 40, max: 180 }),
    rateHz: fc.constantFrom(100, 128, 250, 360, 500, 1000),
    noiseMv: fc.constantFrom(0, 0.05, 0.2, 0.6),
    leads: fc.integer({ min: 1, max: 3 }),
  })
  .map((change) => pulseTrain({ durationS: 14, wanderMv: 0.2, ...change }));

test('a tachycardia of wide beats after a sinus rhythm of narrow ones is found, not taken for T waves', () => {
  const parts = (['sinus', 'ventricular-tachycardia'] as const).map((rhythm) =>
    synthesise(synthSpec({ seed: 105, rhythm, durationS: 20, sampleRateHz: 250, variety: true })),
  );
  const leads = ['II', 'V1', 'V5'].map((name) =>
    Float32Array.from(
      parts.flatMap(({ recording }) => [...recording.leads.find((lead) => lead.name === name)!.samplesMv]),
    ),
  );
  const { pushed } = stream(leads, 250, () => 250);
  const truth = parts[1]!.truth.beats.filter(({ timeS }) => timeS > 2 && timeS < 19);
  for (const { timeS } of truth) expect(pushed.some((one) => Math.abs(one.timeS - 20 - timeS) < 0.15)).toBe(true);
});

test('blocks of any size give the same beats, no later than the stated delay, in order', () => {
  fc.assert(
    fc.property(arbitrarySignal, fc.integer({ min: 1, max: 1000 }), ({ leads, rateHz }, seed) => {
      const random = seededRandom(seed);
      const single = stream(leads, rateHz, () => 1);
      const blocks = stream(leads, rateHz, () => 1 + Math.floor(700 * random()));
      expect(blocks.pushed).toEqual(single.pushed);
      expect(blocks.flushed).toEqual(single.flushed);
      expect(single.latestS).toBeLessThanOrEqual(streamingDelayS);
      const samples = [...single.pushed, ...single.flushed].map(({ sample }) => sample);
      expect(samples).toEqual([...samples].sort((a, b) => a - b));
    }),
    { numRuns: 40, seed: 5 },
  );
});

test('what comes later changes nothing: a prefix gives the beats of the whole up to the delay before its end', () => {
  fc.assert(
    fc.property(arbitrarySignal, fc.double({ min: 0.2, max: 1, noNaN: true }), ({ leads, rateHz }, part) => {
      const end = Math.floor(part * leads[0]!.length);
      const whole = stream(leads, rateHz, () => 97).pushed;
      const prefix = stream(
        leads.map((lead) => lead.subarray(0, end)),
        rateHz,
        () => 97,
      ).pushed;
      const sure = end - streamingDelayS * rateHz;
      expect(prefix.filter(({ sample }) => sample < sure)).toEqual(whole.filter(({ sample }) => sample < sure));
      expect(whole.slice(0, prefix.length)).toEqual(prefix);
    }),
    { numRuns: 40, seed: 6 },
  );
});

test.each<[string, Partial<PulseTrain>]>([
  ['clean', {}],
  ['one lead', { leads: 1 }],
  ['twelve leads', { leads: 12 }],
  ['100 Hz', { rateHz: 100 }],
  ['1000 Hz', { rateHz: 1000 }],
  ['low voltage', { rMv: 0.15, noiseMv: 0.006 }],
  ['wide beats', { rWidthS: 0.03 }],
  ['wander of three times R', { wanderMv: 3 }],
])('finds every beat after the learning time and nothing else: %s', (_, change) => {
  const { leads, beatsS, rateHz } = pulseTrain({ durationS: 40, ...change });
  const { pushed, flushed } = stream(leads, rateHz, () => 50);
  const foundS = [...pushed, ...flushed].map(({ timeS }) => timeS).filter((t) => t > streamingLearningS + 1);
  const knownS = beatsS.filter((t) => t > streamingLearningS + 1);
  expect(foundS.length).toBe(knownS.length);
  for (const [k, t] of foundS.entries()) expect(Math.abs(t - knownS[k]!)).toBeLessThanOrEqual(0.03);
});

test('a gap, a dead lead and a stream that never had a signal are borne', () => {
  const { leads, beatsS, rateHz } = pulseTrain({ durationS: 40, leads: 2 });
  const holed = [leads[0]!.slice().fill(Number.NaN, 15 * rateHz, 20 * rateHz), leads[1]!.slice().fill(Number.NaN)];
  const foundS = stream(holed, rateHz, () => 50).pushed.map(({ timeS }) => timeS);
  expect(foundS.filter((t) => t > 15.1 && t < 19.9)).toEqual([]);
  const after = beatsS.filter((t) => t > 22 && t < 39);
  expect(after.filter((t) => !foundS.some((f) => Math.abs(f - t) < 0.03))).toEqual([]);
  for (const value of [0, 5, Number.NaN, Number.POSITIVE_INFINITY])
    expect(stream([new Float32Array(20 * rateHz).fill(value)], rateHz, () => 500).pushed).toEqual([]);
});

test('refuses a rate and a number of leads that make no sense', () => {
  expect(() => createStreamingDetector({ sampleRateHz: 0, leadCount: 1 })).toThrow(RangeError);
  expect(() => createStreamingDetector({ sampleRateHz: Number.NaN, leadCount: 1 })).toThrow(RangeError);
  expect(() => createStreamingDetector({ sampleRateHz: 250, leadCount: 0 })).toThrow(RangeError);
});
