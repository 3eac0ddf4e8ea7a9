import { describe, expect, it } from 'vitest';
import { findLead, type Recording } from '../recording/recording.ts';
import type { Morphology } from './catalogue.ts';
import { drawSpec, humanMorphologies } from './population.ts';
import { noNoise, type SynthSpec, synthSpec } from './spec.ts';
import { synthesise } from './synthesise.ts';
import { encodeTruth, type LeadTruth, truthSchema } from './truth.ts';

const quiet = (change: Partial<SynthSpec> & Pick<SynthSpec, 'seed'>) =>
  synthesise(drawSpec({ noise: noNoise, ...change }));

const leadsOf = (recording: Recording): readonly Float32Array[] => recording.leads.map(({ samplesMv }) => samplesMv);

/** How fast the potentials change around a sample, root sum of squares over the leads. */
const speed = (leads: readonly Float32Array[], i: number): number =>
  Math.hypot(...leads.map((mv) => (mv[i + 1] ?? 0) - (mv[i - 1] ?? 0)));

const near = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe.each(humanMorphologies)('QRS of the signal: %s', (morphology) => {
  const { recording, truth } = quiet({ seed: 7, morphology, rhythm: 'sinus', sampleRateHz: 1000, durationS: 4 });
  const leads = leadsOf(recording);
  const inside = truth.beats.flatMap(({ qrs, p }) =>
    qrs.onsetS !== null && qrs.offsetS !== null && qrs.onsetS > 0.05 && qrs.offsetS < 3.9
      ? [{ onsetS: qrs.onsetS, offsetS: qrs.offsetS, pOffsetS: p?.offsetS ?? 0 }]
      : [],
  );

  it('changes fast up to the offset and slowly after it', () => {
    expect(inside.length).toBeGreaterThan(2);
    for (const { offsetS } of inside) {
      const at = Math.round(offsetS * 1000);
      const before = sum(near.map((k) => speed(leads, at - k - 2)));
      const after = sum(near.map((k) => speed(leads, at + k + 2)));
      expect(before / after).toBeGreaterThan(3);
    }
  });

  it('leaves what was before by 10 uV at the onset', () => {
    for (const { onsetS, pOffsetS } of inside) {
      // A short PR lets the P wave run into the QRS: there is no calm before it.
      if (onsetS - pOffsetS < 0.02) continue;
      const from = Math.round((onsetS - 0.008) * 1000);
      let at = from;
      while (leads.every((mv) => Math.abs(mv[at]! - mv[from]!) <= 0.01)) at++;
      expect(Math.abs(at / 1000 - onsetS)).toBeLessThanOrEqual(0.005);
    }
  });
});

describe('lead by lead', () => {
  it('spans the global marks: earliest onset, latest offset', () => {
    for (const morphology of ['normal', 'lbbb', 'anterior-st-elevation', 'wpw'] as const) {
      const { truth } = quiet({ seed: 3, morphology, rhythm: 'sinus', durationS: 5 });
      for (const beat of truth.beats) {
        const leads: LeadTruth[] = Object.values(beat.perLead);
        expect(leads).toHaveLength(12);
        for (const wave of ['p', 'qrs', 't'] as const) {
          const marks = leads.flatMap((each) => (each[wave] === null ? [] : [each[wave]]));
          if (marks.some((each) => each.includes(null)) || beat[wave]?.onsetS == null) continue;
          expect(Math.min(...marks.map(([onsetS]) => onsetS!))).toBeCloseTo(beat[wave].onsetS, 5);
          expect(Math.max(...marks.map(([, , offsetS]) => offsetS!))).toBeCloseTo(beat[wave].offsetS!, 5);
          for (const [onsetS, peakS, offsetS] of marks) {
            expect(onsetS! <= peakS! && peakS! <= offsetS!).toBe(true);
          }
        }
      }
    }
  });

  it('has the peak of R in V5 where that lead has it', () => {
    const { recording, truth } = quiet({ seed: 5, morphology: 'normal', rhythm: 'sinus', sampleRateHz: 1000 });
    const five = findLead(recording, 'V5')!.samplesMv;
    for (const { perLead, qrs } of truth.beats) {
      const peakS = perLead.V5?.qrs?.[1];
      if (peakS == null || qrs.onsetS === null || qrs.offsetS === null) continue;
      let largest = Math.round(qrs.onsetS * 1000);
      for (let i = largest; i < qrs.offsetS * 1000; i++) if (Math.abs(five[i]!) > Math.abs(five[largest]!)) largest = i;
      expect(Math.abs(largest / 1000 - peakS)).toBeLessThanOrEqual(0.002);
    }
  });

  it('says nothing of a T wave that the next beat cuts off', () => {
    const { truth } = quiet({ seed: 2, morphology: 'normal', rhythm: 'ventricular-r-on-t', durationS: 20 });
    const early = truth.beats.findIndex((beat) => beat.class === 'V');
    expect(truth.beats[early - 1]).toMatchObject({ t: { offsetS: null }, qtMs: null });
  });
});

describe('calibration and analytic recordings', () => {
  const drawn = (morphology: Morphology) =>
    synthesise(synthSpec({ seed: 1, rhythm: 'regular', morphology, noise: noNoise, sampleRateHz: 1000 }));

  it.each([
    ['cal-rectangle-500uv', 0.5, 100],
    ['cal-rectangle-1000uv', 1, 100],
    ['cal-rectangle-1500uv', 1.5, 100],
    ['cal-rectangle-2000uv', 2, 100],
    ['cal-triangle', 1, 100],
    ['cal-triangle-narrow', 2, 40],
  ] as const)('%s: %s mV for %s ms, and III is a line', (morphology, heightMv, widthMs) => {
    const { recording, truth } = drawn(morphology);
    expect(truth.measurements.qrsMs).toBe(widthMs);
    expect(truth.beats).toHaveLength(10);
    const two = findLead(recording, 'II')!.samplesMv;
    expect(Math.max(...two)).toBeCloseTo(heightMv, 6);
    expect(two.filter((mv) => mv > 0).length / 10).toBeCloseTo(widthMs - (morphology.includes('triangle') ? 1 : 0), 6);
    expect(findLead(recording, 'III')!.samplesMv.every((mv) => Math.abs(mv) === 0)).toBe(true);
    expect(Math.min(...findLead(recording, 'aVR')!.samplesMv)).toBeCloseTo(-heightMv, 6);
  });

  it.each([
    ['analytic-qrs', { pMs: 100, prMs: 160, qrsMs: 90, qtMs: 400 }],
    ['analytic-r', { pMs: 100, prMs: 180, qrsMs: 60, qtMs: 360 }],
    ['analytic-wide', { pMs: 120, prMs: 220, qrsMs: 140, qtMs: 440 }],
  ] as const)('%s: durations as drawn', (morphology, expected) => {
    const { recording, truth } = drawn(morphology);
    expect(truth.measurements).toMatchObject(expected);
    const two = findLead(recording, 'II')!.samplesMv;
    const { p, qrs, t } = truth.beats[4]!;
    const at = (timeS: number | null, ms: number): number => two[Math.round(timeS! * 1000) + ms]!;
    for (const wave of [p!, qrs]) {
      expect(at(wave.onsetS, -1)).toBe(0);
      expect(at(wave.onsetS, 1)).not.toBe(0);
    }
    expect(at(t.offsetS, -1)).not.toBe(0);
    expect(at(t.offsetS, 1)).toBe(0);
    expect(at(truth.beats[4]!.timeS, 0)).toBeCloseTo(Math.max(...two), 6);
  });
});

it('is written short and read again', () => {
  const { truth } = quiet({ seed: 4, rhythm: 'sinus', morphology: 'normal' });
  const text = encodeTruth(truth);
  expect(truthSchema.parse(JSON.parse(text))).toEqual(truth);
  expect(text.split('\n').length).toBeLessThan(truth.beats.length + 40);
});
