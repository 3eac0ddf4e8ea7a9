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

describe('heights', () => {
  it('are the drawn ones in analytic recordings', () => {
    const { perLead } = synthesise(
      synthSpec({ seed: 1, rhythm: 'regular', morphology: 'analytic-wide', noise: noNoise }),
    ).truth.measurements;
    const drawn = { pMv: 0.15, qMv: 0, rMv: 1.5, sMv: -0.8, stJ60Mv: 0.2, stJ80Mv: 0.2, tMv: 0.3 };
    expect(perLead.V4).toMatchObject(drawn);
    expect(perLead.II).toMatchObject(drawn);
    expect(perLead.aVF).toMatchObject({ rMv: 0.75, sMv: -0.4, stJ60Mv: 0.1 });
    expect(perLead.III).toMatchObject({ pMv: null, rMv: 0, tMv: null });
  });

  it.each(['anterior-st-elevation', 'lateral-old-infarction', 'lvh', 'pericarditis'] as const)(
    'are those of the samples: %s',
    (morphology) => {
      const { recording, truth } = synthesise(
        synthSpec({ seed: 8, morphology, noise: noNoise, sampleRateHz: 1000, heartRateBpm: 60, durationS: 6 }),
      );
      for (const { name, samplesMv } of recording.leads) {
        const heights = truth.measurements.perLead[name]!;
        const inside = truth.beats.filter(({ qrs, t }) => qrs.onsetS !== null && t.offsetS !== null);
        const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1]!;
        const st60 = median(inside.map(({ qrs }) => samplesMv[Math.round((qrs.offsetS! + 0.06) * 1000)]!));
        const deepest = median(
          inside.map(({ qrs }) => Math.min(...samplesMv.slice(qrs.onsetS! * 1000, qrs.offsetS! * 1000))),
        );
        const highest = median(
          inside.map(({ qrs }) => Math.max(...samplesMv.slice(qrs.onsetS! * 1000, qrs.offsetS! * 1000))),
        );
        expect(Math.abs(heights.stJ60Mv! - st60)).toBeLessThan(0.015);
        expect(Math.abs(Math.min(heights.qMv!, heights.sMv!) - Math.min(0, deepest))).toBeLessThan(0.04);
        expect(Math.abs(heights.rMv! - Math.max(0, highest))).toBeLessThan(0.04);
      }
    },
  );

  it('have the Q, the strain and the ST of the diagnosis', () => {
    const of = (morphology: Morphology) =>
      synthesise(synthSpec({ seed: 8, morphology, noise: noNoise })).truth.measurements.perLead;
    expect(of('inferior-old-infarction').III!.qMv).toBeLessThan(-0.2);
    expect(of('inferior-old-infarction').aVF!.tMv).toBeLessThan(-0.05);
    expect(of('anterior-old-infarction').V2!.rMv).toBeLessThan(0.05);
    expect(of('anterior-st-elevation').V2!.stJMv).toBeGreaterThan(0.2);
    expect(of('lateral-st-elevation').aVL!.stJ60Mv).toBeGreaterThan(0.1);
    expect(of('lateral-st-elevation').III!.stJ60Mv).toBeLessThan(-0.1);
    expect(of('lateral-old-infarction').aVL!.qMv).toBeLessThan(-0.15);
    expect(of('posterior-acute-infarction').V2!.stJ60Mv).toBeLessThan(-0.1);
    expect(of('posterior-old-infarction').V2!.rMv).toBeGreaterThan(0.5);
    expect(of('ischaemia').V5!.stJ80Mv).toBeLessThan(-0.1);
    expect(of('ischaemia').aVR!.stJ80Mv).toBeGreaterThan(0.05);
    for (const lead of ['I', 'II', 'V3', 'V4', 'V5'] as const) {
      expect(of('pericarditis')[lead]!.stJ60Mv).toBeGreaterThan(0.05);
    }
    expect(of('pericarditis').aVR!.stJ60Mv).toBeLessThan(-0.05);
    expect(of('brugada').V1!.stJMv).toBeGreaterThan(0.2);
    expect(of('brugada').V1!.tMv).toBeLessThan(0);
    const left = of('lvh');
    expect(left.V5!.rMv! - left.V1!.sMv!).toBeGreaterThan(3.5);
    expect(left.V6!.tMv).toBeLessThan(-0.1);
    const right = of('rvh');
    expect(right.V1!.rMv).toBeGreaterThan(0.5);
    expect(right.V6!.sMv).toBeLessThan(-0.25);
    for (const lead of ['I', 'II', 'III', 'aVR', 'aVL', 'aVF'] as const) {
      const low = of('low-voltage')[lead]!;
      expect(low.rMv! - Math.min(low.qMv!, low.sMv!)).toBeLessThan(0.6);
    }
    expect(of('hyperkalaemia').V3!.tMv).toBeGreaterThan(0.9);
    const axis = (morphology: Morphology) =>
      synthesise(synthSpec({ seed: 8, morphology, noise: noNoise })).truth.measurements.qrsAxisDeg!;
    expect(axis('lafb')).toBeLessThan(-40);
    expect(axis('lpfb')).toBeGreaterThan(90);
    expect(axis('rvh')).toBeGreaterThan(95);
  });

  it('QT, PR and QRS leave the usual range where they are the finding', () => {
    const of = (morphology: Morphology) =>
      synthesise(synthSpec({ seed: 8, morphology, noise: noNoise, heartRateBpm: 60 })).truth.measurements;
    expect(of('long-qt').qtMs).toBeGreaterThan(470);
    expect(of('short-qt').qtMs).toBeLessThan(340);
    expect(of('wpw').prMs).toBeLessThan(120);
    expect(of('wpw').qrsMs).toBeGreaterThan(115);
    expect(of('hyperkalaemia').qrsMs).toBeGreaterThan(115);
  });
});

it('is written short and read again', () => {
  const { truth } = quiet({ seed: 4, rhythm: 'sinus', morphology: 'normal' });
  const text = encodeTruth(truth);
  expect(truthSchema.parse(JSON.parse(text))).toEqual(truth);
  expect(text.split('\n').length).toBeLessThan(truth.beats.length + 40);
});
