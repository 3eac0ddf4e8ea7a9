import { expect, test } from 'vitest';
import { analyzeSignal } from './analyzeSignal.ts';
import { pulseTrain, recordingOf, seededRandom } from './pulseTrain.testing.ts';
import { analysisSchema, measurementNames } from './schema.ts';

/** The rest of an analysis, so that the part made here can be held against the whole schema. */
const rest = {
  schema: 'einthoven.analysis/1',
  record: 'x',
  source: { file: 'x.hea', format: 'wfdb', sha256: '0'.repeat(64), bytes: 1 },
  recording: {
    leads: [],
    sampleRateHz: 500,
    durationS: 10,
    startTime: null,
    patient: { id: null, ageYears: null, sex: null },
    device: null,
    appliedFilters: [],
    derivedLeads: [],
    notes: [],
  },
  gates: [],
  diagnoses: [],
  binary: [],
  recommendations: [],
  models: [],
  timingMs: { decode: 0, signal: 0, models: 0, total: 0 },
};

const analyse = (leads: readonly Float32Array[], rateHz = 500, lead: string | null = null) => {
  const analysis = analyzeSignal(recordingOf(leads, rateHz), { lead });
  const parsed = analysisSchema.safeParse({ ...rest, ...analysis });
  expect(parsed.error?.issues ?? []).toEqual([]);
  for (const name of measurementNames)
    expect(analysis.measurements[name] === null).toBe(name in analysis.measurements.reasons);
  return analysis;
};

const make = (n: number, value: (i: number) => number): Float32Array =>
  Float32Array.from({ length: n }, (_, i) => value(i));
const codes = (analysis: ReturnType<typeof analyse>): string[] =>
  analysis.validity.reasons.map((reason) => reason.code);

test('a clean recording: valid, acceptable, its rate and its spread', () => {
  const { leads, beatsS } = pulseTrain({ noiseMv: 0.005 });
  const analysis = analyse(leads);
  expect(analysis.validity).toEqual({ status: 'VALID', reasons: [], outOfDistributionScore: null });
  expect(analysis.quality.verdict).toBe('acceptable');
  expect(analysis.beats.length).toBe(beatsS.length);
  const rr = beatsS.slice(1).map((t, i) => 1000 * (t - beatsS[i]!));
  const mean = rr.reduce((a, b) => a + b, 0) / rr.length;
  expect(Math.abs(analysis.measurements.rrMeanMs! - mean)).toBeLessThan(1);
  expect(Math.abs(analysis.measurements.heartRateBpm! - 60_000 / mean)).toBeLessThan(0.1);
  const sd = Math.sqrt(rr.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (rr.length - 1));
  expect(Math.abs(analysis.measurements.rrSdMs! - sd)).toBeLessThan(2);
});

const random = seededRandom(5);
/** White noise held for 40 ms each. */
const coarseNoise = (): Float32Array => {
  const levels = Array.from({ length: 250 }, () => 2 * (random() - 0.5));
  return make(5000, (i) => levels[Math.floor(i / 20)]!);
};

test.each<[string, Float32Array[], number, string]>([
  ['no leads', [], 500, 'no-leads'],
  ['zero length', [new Float32Array(0)], 500, 'too-short'],
  ['a rate of 0', [new Float32Array(500)], 0, 'no-leads'],
  ['half a second', [make(250, (i) => Math.sin(i / 9))], 500, 'too-short'],
  ['all missing', [new Float32Array(5000).fill(Number.NaN)], 500, 'missing-samples'],
  ['asystole', [new Float32Array(5000), new Float32Array(5000)], 500, 'flat'],
  ['a constant', [new Float32Array(5000).fill(3)], 500, 'flat'],
  ['white noise', [make(5000, () => random() - 0.5)], 500, 'no-beats'],
  ['coarse noise', [coarseNoise()], 500, 'no-repeating-beat'],
  ['a sine of 10 Hz', [make(5000, (i) => Math.sin((2 * Math.PI * 10 * i) / 500))], 500, 'single-frequency'],
  ['mains only', [make(5000, (i) => 0.5 * Math.sin((2 * Math.PI * 50 * i) / 500))], 500, 'single-frequency'],
  ['a square wave', [make(5000, (i) => (Math.floor(i / 250) % 2 === 0 ? 1 : 0))], 500, 'square-wave'],
  [
    'counts taken for millivolts',
    pulseTrain({}).leads.map((lead) => lead.map((v) => 200 * v)),
    500,
    'amplitude-too-large',
  ],
  ['volts taken for millivolts', pulseTrain({}).leads.map((lead) => lead.map((v) => v / 1000)), 500, 'flat'],
])('%s is INVALID and says why', (_, leads, rateHz, code) => {
  const analysis = analyse(leads, rateHz);
  expect(analysis.validity.status).toBe('INVALID');
  expect(codes(analysis)).toContain(code);
});

test('a lead that is flat, clipped, missing, wandering, trembling or humming is flagged so', () => {
  const { leads } = pulseTrain({ leads: 8, noiseMv: 0.003 });
  const noise = seededRandom(2);
  const bad = leads.map((lead, l) =>
    lead.map((value, i) => {
      if (l === 0) return 0.001;
      if (l === 1) return Math.max(-0.1, Math.min(0.05, value));
      if (l === 2) return i > 2000 && i < 3000 ? Number.NaN : value;
      if (l === 3) return value + 2 * Math.sin((2 * Math.PI * 0.25 * i) / 500);
      if (l === 4) return value + 0.3 * (noise() - 0.5);
      if (l === 5) return value + 0.1 * Math.sin((2 * Math.PI * 50 * i) / 500);
      if (l === 6) return i > 1500 ? 0 : value;
      return value;
    }),
  );
  const { quality } = analyse(bad);
  const flags = quality.leads.map((lead) => lead.flags);
  const expected = ['flat', 'clipped', 'missing', 'baseline-wander', 'muscle', 'mains', 'lead-off'];
  for (const [l, flag] of expected.entries()) expect(flags[l]).toContain(flag);
  // The polarity of these handmade leads is no heart's.
  expect(flags[7]!.filter((flag) => flag !== 'swapped?')).toEqual([]);
  expect(quality.verdict).toBe('limited');
});

test('one dead lead of two leaves a limited recording, one of eight an unacceptable one', () => {
  const two = pulseTrain({ leads: 2 }).leads;
  expect(analyse([two[0]!, new Float32Array(5000)]).quality.verdict).toBe('limited');
  const eight = pulseTrain({ leads: 8 }).leads;
  expect(analyse([...eight.slice(0, 7), new Float32Array(5000)]).quality.verdict).toBe('unacceptable');
});

test('the lead asked for is the lead that is read; another name reads all', () => {
  const { leads, beatsS } = pulseTrain({ leads: 1 });
  const pair = [leads[0]!, new Float32Array(5000)];
  expect(analyse(pair, 500, 'II').beats).toEqual([]);
  expect(analyse(pair, 500, 'I').beats.length).toBe(beatsS.length);
  expect(analyse(pair, 500, 'V9').beats.length).toBe(beatsS.length);
});

test('pacing is never denied: a reason, and at low rates the rate is named', () => {
  expect(analyse(pulseTrain({ rateHz: 100 }).leads, 100).pacing).toMatchObject({ paced: null, spikes: [] });
  expect(analyse(pulseTrain({ rateHz: 100 }).leads, 100).pacing.limitation).toContain('100 samples per second');
  const seenNothing = analyse(pulseTrain({}).leads);
  expect(seenNothing.pacing).toMatchObject({ paced: false, spikes: [] });
  expect(seenNothing.pacing.limitation).toContain('does not exclude a pacemaker');
  expect(seenNothing.beats.every((beat) => beat.paced === false)).toBe(true);
});

test('numbers beyond all bounds do not throw', () => {
  for (const value of [1e30, -1e38, Number.POSITIVE_INFINITY])
    expect(() => analyse([make(3000, (i) => (i % 400 === 7 ? value : Math.sin(i)))])).not.toThrow();
  expect(() => analyse([make(3000, (i) => Math.sin(i))], 1)).not.toThrow();
  expect(() => analyse([make(3000, (i) => Math.sin(i))], 1e9)).not.toThrow();
});
