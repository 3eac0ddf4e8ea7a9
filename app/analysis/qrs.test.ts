import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resample } from '../recording/resample.ts';
import { type PulseTrain, pulseTrain, seededRandom } from './pulseTrain.testing.ts';
import { detectQrs } from './qrs.ts';

/** Every true beat is found within the tolerance and nothing else is. */
const expectBeats = (found: readonly number[], rateHz: number, beatsS: readonly number[], toleranceS = 0.02): void => {
  const foundS = found.map((sample) => sample / rateHz);
  const missed = beatsS.filter((beat) => !foundS.some((t) => Math.abs(t - beat) <= toleranceS));
  const extra = foundS.filter((t) => !beatsS.some((beat) => Math.abs(t - beat) <= toleranceS));
  expect({ missed, extra }).toEqual({ missed: [], extra: [] });
};

test.each<[string, Partial<PulseTrain>]>([
  ['clean', {}],
  ['one lead', { leads: 1 }],
  ['sixteen leads', { leads: 16 }],
  ['100 Hz', { rateHz: 100 }],
  ['1000 Hz', { rateHz: 1000 }],
  ['2 s', { durationS: 2 }],
  ['30 min', { durationS: 1800, leads: 1, rateHz: 250 }],
  ['38 per minute', { bpm: 38, durationS: 30 }],
  ['190 per minute', { bpm: 190, t: 0.15 }],
  ['T as tall as R', { t: 1 }],
  ['low voltage', { rMv: 0.12, noiseMv: 0.006 }],
  ['wide beats', { rWidthS: 0.03 }],
  ['noise of a tenth of R', { noiseMv: 0.1, durationS: 60 }],
  ['wander of three times R', { wanderMv: 3, durationS: 60 }],
])('finds every beat and nothing else: %s', (_, change) => {
  const { leads, beatsS, rateHz } = pulseTrain(change);
  expectBeats(detectQrs(leads, rateHz), rateHz, beatsS);
});

test('a flat lead, a missing lead and a lead of pure noise do not disturb the good one', () => {
  const { leads, beatsS, rateHz } = pulseTrain({ leads: 1, durationS: 30 });
  const random = seededRandom(7);
  const n = leads[0]!.length;
  const noise = Float32Array.from({ length: n }, () => 2 * (random() - 0.5));
  const withBad = [noise, new Float32Array(n), new Float32Array(n).fill(Number.NaN), leads[0]!];
  expectBeats(detectQrs(withBad, rateHz), rateHz, beatsS, 0.03);
});

test('amplitude falling to a quarter over a minute loses no beat', () => {
  const { leads, beatsS, rateHz } = pulseTrain({ leads: 1, durationS: 60, noiseMv: 0.01 });
  const fading = leads[0]!.map((value, i, all) => value * (1 - (0.75 * i) / all.length));
  expectBeats(detectQrs([fading], rateHz), rateHz, beatsS);
});

test('a gap costs only the beats inside it', () => {
  const { leads, beatsS, rateHz } = pulseTrain({ durationS: 20 });
  const holed = leads.map((lead) => lead.slice().fill(Number.NaN, 8 * rateHz, 11 * rateHz));
  const outside = beatsS.filter((t) => t < 7.9 || t > 11.1);
  const found = detectQrs(holed, rateHz).filter((s) => s < 7.9 * rateHz || s > 11.1 * rateHz);
  expectBeats(found, rateHz, outside);
  expect(detectQrs(holed, rateHz).filter((s) => s > 8.1 * rateHz && s < 10.9 * rateHz)).toEqual([]);
});

test('gain, polarity and order of the leads do not matter: same beats within 2 ms', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1e6 }),
      fc.integer({ min: 45, max: 150 }),
      fc.constantFrom(128, 250, 360, 500),
      (seed, bpm, rateHz) => {
        const { leads } = pulseTrain({ seed, bpm, rateHz, noiseMv: 0.05, wanderMv: 0.2 });
        const plain = detectQrs(leads, rateHz);
        const near = (other: number[]): void => {
          expect(other.length).toBe(plain.length);
          for (const [k, sample] of other.entries())
            expect(Math.abs(sample - plain[k]!)).toBeLessThanOrEqual(0.002 * rateHz);
        };
        near(
          detectQrs(
            leads.map((lead) => lead.map((v) => 2 * v)),
            rateHz,
          ),
        );
        near(
          detectQrs(
            leads.map((lead, l) => (l === 1 ? lead.map((v) => -v) : lead)),
            rateHz,
          ),
        );
        near(detectQrs([...leads].reverse(), rateHz));
      },
    ),
    { numRuns: 40, seed: 3 },
  );
});

test('time grows in proportion to length', () => {
  const short = pulseTrain({ leads: 1, durationS: 300, rateHz: 250 });
  const long = pulseTrain({ leads: 1, durationS: 2400, rateHz: 250 });
  const time = (leads: Float32Array[]): number => {
    const runs = [0, 1, 2, 3, 4].map(() => {
      const start = performance.now();
      detectQrs(leads, 250);
      return performance.now() - start;
    });
    return Math.min(...runs);
  };
  time(short.leads);
  expect(time(long.leads)).toBeLessThan(8 * 3 * Math.max(1, time(short.leads)));
});

test('resampling 250 to 1000 Hz moves no beat by more than 4 ms', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 45, max: 150 }), (seed, bpm) => {
      const { leads } = pulseTrain({ seed, bpm, rateHz: 250, noiseMv: 0.03, wanderMv: 0.2, durationS: 20 });
      const slow = detectQrs(leads, 250).map((sample) => sample / 250);
      const fast = detectQrs(
        leads.map((lead) => resample(lead, 250, 1000)),
        1000,
      ).map((sample) => sample / 1000);
      expect(fast.length).toBe(slow.length);
      for (const [k, timeS] of fast.entries()) expect(Math.abs(timeS - slow[k]!)).toBeLessThanOrEqual(0.004);
    }),
    { numRuns: 25, seed: 8 },
  );
});

test('flutter, square waves, mains, pure noise and silence neither throw nor hang', () => {
  const random = seededRandom(11);
  const rateHz = 250;
  const signals = [
    (t: number) => Math.sin(2 * Math.PI * 4.5 * t) * (1 + 0.4 * Math.sin(2 * Math.PI * 0.3 * t)),
    (t: number) => (Math.floor(2 * t) % 2 === 0 ? 1 : -1),
    (t: number) => Math.sin(2 * Math.PI * 50 * t),
    () => random() - 0.5,
    () => 0,
    () => Number.NaN,
    () => Number.NEGATIVE_INFINITY,
    () => 1e30,
  ];
  for (const signal of signals)
    for (const durationS of [0, 0.2, 2, 60]) {
      const lead = Float32Array.from({ length: durationS * rateHz }, (_, i) => signal(i / rateHz));
      for (const leads of [[lead], [lead, lead.slice()]]) {
        const beats = detectQrs(leads, rateHz);
        expect(beats.every((sample, k) => sample >= 0 && sample < lead.length && sample > (beats[k - 1] ?? -1))).toBe(
          true,
        );
        expect(beats.length).toBeLessThanOrEqual(durationS * 5 + 1);
      }
    }
});
