import { describe, expect, test } from 'vitest';
import type { Recording } from '../recording/recording.ts';
import { noNoise, type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analysisProblems } from './analysisProblems.testing.ts';
import { analyzeSignal, type SignalAnalysis } from './analyzeSignal.ts';
import { recordingOf, seededRandom } from './pulseTrain.testing.ts';
import { measurementNames } from './schema.ts';
import { createStreamingDetector, streamingLearningS } from './streamingDetector.ts';

const intervals = ['pMs', 'prMs', 'qrsMs', 'qtMs'] as const;

const heart = (change: Partial<SynthSpec> = {}): Recording =>
  synthesise(synthSpec({ seed: 11, durationS: 10, ...change })).recording;

/** Every lead through `change`, by its index. */
const spoiled = (recording: Recording, change: (mv: number, i: number, lead: number) => number): Recording => ({
  ...recording,
  leads: recording.leads.map((lead, l) => ({ ...lead, samplesMv: lead.samplesMv.map((mv, i) => change(mv, i, l)) })),
});

const made = (n: number, value: (i: number) => number, leads = 2, rateHz = 500): Recording =>
  recordingOf(
    Array.from({ length: leads }, () => Float32Array.from({ length: n }, (_, i) => value(i))),
    rateHz,
  );

const analysed = (recording: Recording): SignalAnalysis => {
  const analysis = analyzeSignal(recording, { lead: null });
  expect(analysisProblems(recording, analysis)).toEqual([]);
  return analysis;
};

const expectNothingMeasured = ({ measurements, delineation, validity }: SignalAnalysis): void => {
  expect(validity.status).toBe('INVALID');
  expect(delineation).toEqual({});
  expect(measurements.perLead).toEqual({});
  for (const name of measurementNames) {
    expect(measurements[name]).toBeNull();
    expect(measurements.reasons[name]).toMatch(/\w{3}/);
  }
};

const clean = heart();
const wholeMeasurements = analysed(clean).measurements;

/** The intervals of what is left are those of the whole, within `withinMs`. */
const expectSame = ({ measurements }: SignalAnalysis, withinMs: number): void => {
  for (const name of intervals) {
    expect(measurements[name], name).not.toBeNull();
    expect(Math.abs(measurements[name]! - wholeMeasurements[name]!), name).toBeLessThanOrEqual(withinMs);
  }
};

const random = seededRandom(9);
const noise = Float32Array.from({ length: 20_000 }, () => random() - 0.5);

describe('what is no ECG: INVALID, every measurement null with its reason', () => {
  test.each<[string, Recording]>([
    ['no sample at all', made(0, () => 0)],
    ['one sample', made(1, () => 0.4)],
    ['two samples', made(2, (i) => i)],
    [
      '0.1 s',
      { ...clean, sampleCount: 50, leads: clean.leads.map((l) => ({ ...l, samplesMv: l.samplesMv.slice(0, 50) })) },
    ],
    ['all missing', spoiled(clean, () => Number.NaN)],
    ['all infinite', spoiled(clean, () => Number.POSITIVE_INFINITY)],
    ['two thirds missing in every lead', spoiled(clean, (mv, i) => (i % 3 === 0 ? mv : Number.NaN))],
    ['flat at zero', made(5000, () => 0, 12)],
    ['a constant', made(5000, () => -3.2, 12)],
    ['a constant beyond any amplifier', made(5000, () => 1e6)],
    ['a slow drift and no more', made(5000, (i) => i / 1000)],
    ['white noise', made(5000, (i) => noise[i]!)],
    ['much louder white noise', made(5000, (i) => 8 * noise[i]!)],
    ['a square wave of 1 Hz', made(5000, (i) => (i % 500 < 250 ? 1 : 0))],
    ['a square wave of 2 Hz with a little noise', made(5000, (i) => (i % 250 < 125 ? 1 : 0) + 0.004 * noise[i]!)],
    ['mains of 50 Hz', made(5000, (i) => Math.sin((2 * Math.PI * 50 * i) / 500))],
    ['mains of 60 Hz', made(5000, (i) => 0.2 * Math.sin((2 * Math.PI * 60 * i) / 500))],
    ['mains at 100 Hz of sampling', made(1000, (i) => Math.sin((2 * Math.PI * 49 * i) / 100), 2, 100)],
    ['a sine of 1 Hz', made(5000, (i) => Math.sin((2 * Math.PI * i) / 500))],
    ['a sawtooth of 1e6 mV', made(5000, (i) => (i % 400) * 2500)],
    ['asystole: P waves alone', heart({ rhythm: 'asystole', seed: 4 })],
    ['asystole: P waves alone, without noise', heart({ rhythm: 'asystole', seed: 5, noise: noNoise })],
  ])('%s', (_, recording) => {
    expectNothingMeasured(analysed(recording));
  });
});

describe('an ECG with something wrong in it: the intervals of the rest, or a reason', () => {
  test.each<[string, Recording, number]>([
    ['one lead missing', spoiled(clean, (mv, _, l) => (l === 6 ? Number.NaN : mv)), 8],
    [
      'a gap of a second in one lead',
      spoiled(clean, (mv, i, l) => (l === 1 && i > 2000 && i < 2500 ? Number.NaN : mv)),
      8,
    ],
    ['a gap of a second in all leads', spoiled(clean, (mv, i) => (i > 2000 && i < 2500 ? Number.NaN : mv)), 8],
    ['the first second missing', spoiled(clean, (mv, i) => (i < 500 ? Number.NaN : mv)), 8],
    ['the last second missing', spoiled(clean, (mv, i) => (i >= 4500 ? Number.NaN : mv)), 8],
    ['single samples missing', spoiled(clean, (mv, i, l) => ((i * 7 + l) % 97 === 0 ? Number.NaN : mv)), 8],
    [
      'single infinite samples',
      spoiled(clean, (mv, i, l) => ((i * 7 + l) % 997 === 0 ? Number.NEGATIVE_INFINITY : mv)),
      8,
    ],
    ['one lead flat', spoiled(clean, (mv, _, l) => (l === 4 ? 0 : mv)), 8],
    ['one lead at 1e6 mV', spoiled(clean, (mv, _, l) => (l === 4 ? 1e6 * mv : mv)), 8],
    ['a constant of 300 mV in all leads', spoiled(clean, (mv) => mv + 300), 8],
    ['clipped at 0.4 mV', spoiled(clean, (mv) => Math.max(-0.4, Math.min(0.4, mv))), 20],
  ])('%s', (_, recording, withinMs) => {
    expectSame(analysed(recording), withinMs);
  });

  test('sixteen leads, four of them of other kinds', () => {
    const extra = [0, 1, 2, 3].map((k) => ({
      name: `X${k + 1}`,
      derived: false,
      samplesMv: clean.leads[k]!.samplesMv.map((mv, i) => (k === 0 ? 0 : k === 1 ? noise[i]! : mv)),
    }));
    expectSame(analysed({ ...clean, leads: [...clean.leads, ...extra] }), 20);
  });

  test.each(clean.leads.map(({ name }) => name))('one lead only: %s', (name) => {
    const leads = clean.leads.filter((lead) => lead.name === name);
    const { beats, measurements } = analysed({ ...clean, leads });
    expect(beats.length).toBe(analysed(clean).beats.length);
    // A lead sees a part of the whole: its intervals are no longer, and axes need two leads.
    for (const wanted of intervals) {
      const value = measurements[wanted];
      if (value !== null) expect(value).toBeLessThan(wholeMeasurements[wanted]! + 20);
    }
    for (const axis of ['pAxisDeg', 'qrsAxisDeg', 'tAxisDeg'] as const) expect(measurements[axis]).toBeNull();
  });

  test.each([0.1, 0.2, 0.5])(
    'one lead of nothing but noise, %s mV from peak to peak: intervals stay',
    (mvPeakToPeak) => {
      expectSame(analysed(spoiled(clean, (mv, i, l) => (l === 4 ? mvPeakToPeak * noise[i]! : mv))), 20);
    },
  );

  test('one lead of loud noise: every beat, the lead is named and the recording called limited', () => {
    const whole = analysed(clean);
    const { beats, quality } = analysed(spoiled(clean, (mv, i, l) => (l === 4 ? 4 * noise[i]! : mv)));
    expect(beats.length).toBe(whole.beats.length);
    expect(quality.verdict).toBe('limited');
    expect(quality.leads.map(({ readable }) => !readable)).toEqual(clean.leads.map((_, l) => l === 4));
  });

  test('two seconds: beats and intervals, or reasons', () => {
    expectSame(analysed(heart({ durationS: 2, heartRateBpm: 80 })), 25);
    analysed(heart({ durationS: 2, heartRateBpm: 30 }));
  });

  test.each([100, 250, 1000, 2000])('%i Hz', (rateHz) => {
    // The synthetic heart ends at 1000 Hz: every sample twice.
    const source = heart({ sampleRateHz: Math.min(1000, rateHz) });
    const recording =
      rateHz <= 1000
        ? source
        : {
            ...source,
            sampleRateHz: 2000,
            sampleCount: 2 * source.sampleCount,
            leads: source.leads.map((lead) => ({
              ...lead,
              samplesMv: Float32Array.from({ length: 2 * source.sampleCount }, (_, i) => lead.samplesMv[i >> 1]!),
            })),
          };
    expectSame(analysed(recording), rateHz === 100 ? 25 : 12);
  });

  test('saturated most of the time: nothing invented', () => {
    analysed(spoiled(clean, (mv) => Math.max(-0.02, Math.min(0.02, mv))));
    analysed(spoiled(clean, (mv) => Math.max(0, Math.min(0.01, mv))));
  });

  test('an ECG of half a recording, then asystole', () => {
    const { measurements } = analysed(spoiled(clean, (mv, i) => (i < 2500 ? mv : 0)));
    expect(measurements.qrsMs).not.toBeNull();
  });
});

describe('the causal detector', () => {
  const streamed = (recording: Recording, block: number): number[] => {
    const { sampleRateHz, leads, sampleCount } = recording;
    const detector = createStreamingDetector({ sampleRateHz, leadCount: leads.length });
    const found: number[] = [];
    for (let i = 0; i < sampleCount; i += block)
      found.push(...detector.push(leads.map((l) => l.samplesMv.subarray(i, i + block))).map(({ sample }) => sample));
    found.push(...detector.flush().map(({ sample }) => sample));
    expect(found.every((sample, k) => sample >= 0 && sample < sampleCount && sample > (found[k - 1] ?? -1))).toBe(true);
    return found;
  };

  test.each<[string, Recording]>([
    ['no sample', made(0, () => 0)],
    ['one sample', made(1, () => 1)],
    ['0.1 s', made(50, (i) => i)],
    ['all missing', made(10_000, () => Number.NaN)],
    ['all infinite', made(10_000, () => Number.NEGATIVE_INFINITY)],
    ['flat', made(10_000, () => 0)],
    ['a constant', made(10_000, () => 1e6)],
    ['a slow drift', made(10_000, (i) => i / 1000)],
  ])('%s: no beat', (_, recording) => {
    expect(streamed(recording, 97)).toEqual([]);
  });

  test.each<[string, Recording]>([
    ['white noise', made(20_000, (i) => noise[i]!)],
    ['a square wave', made(20_000, (i) => (i % 500 < 250 ? 1 : 0))],
    ['mains', made(20_000, (i) => Math.sin((2 * Math.PI * 50 * i) / 500))],
    ['giant values', made(20_000, (i) => 1e6 * noise[i]!)],
    ['infinite samples now and then', made(20_000, (i) => (i % 713 === 0 ? Number.POSITIVE_INFINITY : noise[i]!))],
  ])('%s: bounded, in order, no exception', (_, recording) => {
    expect(streamed(recording, 500).length).toBeLessThanOrEqual(40 * 5);
  });

  test('beats go on after a gap in every lead, and a lead of noise costs none', () => {
    const long = heart({ durationS: 40, seed: 12 });
    const all = streamed(long, 250);
    const lateS = streamingLearningS + 1;
    const inside = (sample: number): boolean => sample / 500 > lateS && !(sample / 500 > 14.5 && sample / 500 < 23);
    const gap = streamed(
      spoiled(long, (mv, i) => (i > 7500 && i < 10_000 ? Number.NaN : mv)),
      250,
    );
    expect(gap.filter((sample) => sample > 7550 && sample < 9950)).toEqual([]);
    expect(all.filter(inside).filter((beat) => !gap.some((other) => Math.abs(other - beat) <= 25))).toEqual([]);
    const noisy = streamed(
      spoiled(long, (mv, i, l) => (l === 3 ? 4 * noise[i]! : mv)),
      250,
    );
    expect(all.filter(inside).filter((beat) => !noisy.some((other) => Math.abs(other - beat) <= 25))).toEqual([]);
  });
});

test('time grows in proportion to length: CPU of 5, 10 and 30 minutes', () => {
  const cpuMs = (minutes: number): number => {
    const recording = heart({ durationS: 60 * minutes, sampleRateHz: 250 });
    const two = { ...recording, leads: recording.leads.slice(0, 2) };
    const before = process.cpuUsage();
    analysed(two);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };
  cpuMs(1);
  const [five, ten, thirty] = [cpuMs(5), cpuMs(10), cpuMs(30)];
  // Quadratic time would give 4 and 36.
  expect(ten / five).toBeLessThan(3.2);
  expect(thirty / five).toBeLessThan(12);
}, 120_000);
