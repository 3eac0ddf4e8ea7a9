import { expect, test } from 'vitest';
import { decodeFiles } from '../formats/registry.ts';
import type { Recording } from '../recording/recording.ts';
import { demoFiles } from '../synth/demo.ts';
import { truthSchema } from '../synth/truth.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import { assessPacing } from './pacing.ts';
import { pulseTrain, recordingOf, seededRandom } from './pulseTrain.testing.ts';

/** Adds a pulse of one sample (two where the rate is high enough for 2 ms) so long before each beat, in every lead. */
const withPulses = (
  leads: readonly Float32Array[],
  rateHz: number,
  timesS: readonly number[],
  mvOf: (lead: number) => number,
): Float32Array[] =>
  leads.map((lead, l) => {
    const out = Float32Array.from(lead);
    for (const timeS of timesS) out[Math.round(timeS * rateHz)]! += mvOf(l);
    return out;
  });

/** Wide beats as a ventricular pacemaker makes them, R peak 60 ms after the pulse. */
const wide = (rateHz: number, change: Partial<Parameters<typeof pulseTrain>[0]> = {}) =>
  pulseTrain({ rateHz, rWidthS: 0.03, leads: 8, noiseMv: 0.004, ...change });
const pulsesOf = (beatsS: readonly number[], aheadS = 0.1): number[] => beatsS.map((timeS) => timeS - aheadS);
const eitherWay = (lead: number): number => (lead % 2 === 0 ? 0.6 : -0.4);

const assess = (leads: readonly Float32Array[], rateHz: number, beatsS: readonly number[]) =>
  assessPacing(recordingOf(leads, rateHz), beatsS);

test.each([250, 360, 500, 1000, 2000])(
  'every pulse is found, on its sample, at %d Hz; the beats are paced',
  (rateHz) => {
    const { leads, beatsS } = wide(rateHz);
    const pulses = pulsesOf(beatsS);
    const { pacing, beatPaced } = assess(withPulses(leads, rateHz, pulses, eitherWay), rateHz, beatsS);
    expect(pacing.paced).toBe(true);
    expect(pacing.spikes.map(({ timeS }) => Math.round(timeS * rateHz))).toEqual(
      pulses.map((timeS) => Math.round(timeS * rateHz)),
    );
    expect(pacing.spikes.every(({ chamber, leads }) => chamber === 'V' && leads.length === 8)).toBe(true);
    expect(beatPaced).toEqual(beatsS.map(() => true));
    expect(pacing.limitation).toContain('may be missing');
  },
);

test('a pulse long before the QRS is atrial, one behind it belongs to no beat', () => {
  const { leads, beatsS } = pulseTrain({ leads: 8, noiseMv: 0.004, bpm: 60 });
  const atrial = pulsesOf(beatsS, 0.26);
  const lost = beatsS[3]! + 0.5;
  const { pacing } = assess(withPulses(leads, 500, [...atrial, lost], eitherWay), 500, beatsS);
  expect(pacing.spikes.filter(({ chamber }) => chamber === 'A')).toHaveLength(beatsS.length);
  const [stray] = pacing.spikes.filter(({ chamber }) => chamber === '?');
  expect(stray?.timeS).toBeCloseTo(lost, 2);
});

test.each([
  ['narrow and tall QRS', pulseTrain({ leads: 8, rWidthS: 0.007, rMv: 3 })],
  ['the narrowest QRS at 250 Hz', pulseTrain({ leads: 8, rWidthS: 0.009, rMv: 2, rateHz: 250 })],
  ['narrow QRS in two leads at 360 Hz', pulseTrain({ leads: 2, rWidthS: 0.009, rMv: 2, rateHz: 360 })],
  ['muscle noise', pulseTrain({ leads: 8, noiseMv: 0.08 })],
  ['a fast rate', pulseTrain({ leads: 8, bpm: 180, rWidthS: 0.009 })],
])('%s is no pacing', (_, { leads, beatsS, rateHz }) => {
  const { pacing, beatPaced } = assess(leads, rateHz, beatsS);
  expect(pacing).toMatchObject({ paced: false, spikes: [] });
  expect(beatPaced.every((paced) => paced === false)).toBe(true);
});

test('mains, pops in all leads and steps of a lead coming off are no pacing', () => {
  const { leads, beatsS } = pulseTrain({ leads: 8, noiseMv: 0.004 });
  const hum = leads.map((lead) => lead.map((v, i) => v + 0.1 * Math.sin((2 * Math.PI * 50 * i) / 500)));
  expect(assess(hum, 500, beatsS).pacing.paced).toBe(false);
  const random = seededRandom(8);
  const pops = Array.from({ length: 12 }, () => 0.3 + 9 * random());
  expect(assess(withPulses(leads, 500, pops, eitherWay), 500, beatsS).pacing.paced).toBe(false);
  const steps = leads.map((lead) => lead.map((v, i) => v + (Math.floor(i / 700) % 2 === 0 ? 0 : 1)));
  expect(assess(steps, 500, beatsS).pacing.paced).toBe(false);
});

test('a train of pulses that keeps its own time, as a nerve stimulator does, is no pacing', () => {
  const { leads, beatsS } = wide(500);
  const train = Array.from({ length: 90 }, (_, k) => 0.3 + 0.105 * k);
  expect(assess(withPulses(leads, 500, train, eitherWay), 500, beatsS).pacing.paced).toBe(false);
});

test('a click in one lead of eight is an electrode, in a recording of one lead it is a spike', () => {
  const { leads, beatsS } = wide(500);
  const oneOfEight = withPulses(leads, 500, pulsesOf(beatsS), (lead) => (lead === 3 ? 0.8 : 0));
  expect(assess(oneOfEight, 500, beatsS).pacing.paced).toBe(false);
  const single = wide(500, { leads: 1 });
  const pulsed = withPulses(single.leads, 500, pulsesOf(single.beatsS), eitherWay);
  expect(assess(pulsed, 500, single.beatsS).pacing.paced).toBe(true);
});

test('missing samples make no spikes and hide none elsewhere', () => {
  const { leads, beatsS } = wide(500);
  const gappy = (all: readonly Float32Array[]) =>
    all.map((lead) =>
      lead.map((v, i) =>
        beatsS.some((t) => Math.abs(i / 500 - t + 0.15) < 0.01) ? Number.NaN : v + (i > 2500 ? 2 : 0),
      ),
    );
  expect(assess(gappy(leads), 500, beatsS).pacing.paced).toBe(false);
  const late = withPulses(leads, 500, pulsesOf(beatsS), eitherWay).map((lead) => lead.fill(Number.NaN, 0, 2000));
  const after = beatsS.filter((timeS) => timeS - 0.1 > 4.1).length;
  const { pacing } = assess(late, 500, beatsS);
  expect(pacing.paced).toBe(true);
  expect(pacing.spikes).toHaveLength(after);
});

test('below 250 Hz and without beats nothing is said, and the reason is', () => {
  const { leads, beatsS } = wide(200);
  const low = assess(withPulses(leads, 200, pulsesOf(beatsS), eitherWay), 200, beatsS);
  expect(low.pacing).toMatchObject({
    paced: null,
    spikes: [],
    mode: null,
    faults: [],
    limitation: expect.stringContaining('not assessable'),
  });
  expect(low.beatPaced).toEqual(beatsS.map(() => null));
  expect(assess(wide(249.8).leads, 249.8, beatsS).pacing.paced).toBe(false);
  for (const [none, rateHz] of [
    [[], 500],
    [[new Float32Array(0)], 500],
    [[new Float32Array(3)], 500],
    [[new Float32Array(9)], Number.NaN],
  ] as const)
    expect(assess([...none], rateHz, []).pacing.paced).toBeNull();
  expect(assess([new Float32Array(3)], 500, [0]).pacing.paced).toBe(false);
});

test('30 minutes of three leads take time in proportion', () => {
  const msOf = (durationS: number): number => {
    const { leads, beatsS } = wide(360, { durationS, leads: 3, noiseMv: 0.03 });
    const recording = recordingOf(withPulses(leads, 360, pulsesOf(beatsS), eitherWay), 360);
    const start = performance.now();
    expect(assessPacing(recording, beatsS).pacing.paced).toBe(true);
    return performance.now() - start;
  };
  msOf(180);
  // Ten times the length; quadratic work would take a hundred times.
  expect(msOf(1800)).toBeLessThan(40 * Math.max(20, msOf(180)));
});

const demo = demoFiles();
const openable = demo.filter((file) => /\.(hea|csv)$/.test(file.name));
test.each(openable.map((file) => [file.name, file] as const))(
  'demo recording %s: paced when the truth says so',
  (name, file) => {
    const companion = demo.filter((other) => other.name === name.replace(/\.hea$/, '.dat') && other.name !== name);
    const decoded = decodeFiles(
      [file, ...companion].map((each) => ({ ...each, name: each.name.split('/').pop()! })),
      {},
    );
    const truthFile = demo.find((other) => other.name === name.replace(/\.(hea|csv)$/, '.truth.json'))!;
    const truth = truthSchema.parse(JSON.parse(new TextDecoder().decode(truthFile.bytes)));
    const recording: Recording = (decoded as Extract<typeof decoded, { ok: true }>).value.recording;
    const { pacing } = analyzeSignal(recording, { lead: null });
    expect(pacing.paced).toBe(truth.rhythm === 'ventricular-paced');
    for (const { timeS } of pacing.spikes)
      expect(Math.min(...truth.spikes.map((spike) => Math.abs(spike.timeS - timeS)))).toBeLessThan(
        1 / recording.sampleRateHz,
      );
  },
);
