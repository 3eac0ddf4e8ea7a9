import { describe, expect, test } from 'vitest';
import type { Lead } from '../recording/recording.ts';
import { delineate } from './delineation/delineate.ts';
import { type BeatsOptions, gaussianBeats, normalBeat } from './delineation/gaussianBeats.testing.ts';
import { frontalAxisDeg } from './frontalAxis.ts';
import { measure } from './measurements.ts';

const names = ['I', 'II', 'III', 'aVR', 'aVL', 'aVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

const measured = (options: BeatsOptions = {}, only: readonly string[] = names) => {
  const made = gaussianBeats(options);
  const leads: Lead[] = made.leads
    .map((samplesMv, l) => ({ name: names[l]!, samplesMv, derived: false }))
    .filter(({ name }) => only.includes(name));
  const delineation = delineate(
    leads.map((lead) => lead.samplesMv),
    made.rateHz,
    made.beats,
  );
  return measure(made.beatsS, { delineation, leads, sampleRateHz: made.rateHz });
};

test('intervals, corrected QT, axes and amplitudes of a known heart', () => {
  const m = measured({ rrS: () => 0.9, noiseMv: 0.004 });
  expect(Math.abs(m.pMs! - 100)).toBeLessThan(22);
  expect(Math.abs(m.prMs! - 173)).toBeLessThan(22);
  expect(Math.abs(m.qrsMs! - 79)).toBeLessThan(20);
  expect(Math.abs(m.qtMs! - 407)).toBeLessThan(30);
  const qt = m.qtMs!;
  expect(m.qtcBazettMs!).toBeCloseTo(qt / Math.sqrt(0.9), 3);
  expect(m.qtcFridericiaMs!).toBeCloseTo(qt / Math.cbrt(0.9), 3);
  expect(m.qtcFraminghamMs!).toBeCloseTo(qt + 15.4, 3);
  expect(m.qtcHodgesMs!).toBeCloseTo(qt + 1.75 * (60 / 0.9 - 60), 3);
  // I has 0.6 and aVF 0.75 of the heart.
  const axis = (180 / Math.PI) * Math.atan2((0.75 * 2) / Math.sqrt(3), 0.6);
  for (const name of ['pAxisDeg', 'qrsAxisDeg', 'tAxisDeg'] as const)
    expect(Math.abs(m[name]! - axis), name).toBeLessThan(4);
  const ii = m.perLead.II!;
  expect(Math.abs(ii.rMv! - 1.1)).toBeLessThan(0.04);
  expect(Math.abs(ii.pMv! - 0.15)).toBeLessThan(0.02);
  expect(Math.abs(ii.tMv! - 0.35)).toBeLessThan(0.02);
  expect(ii.qMv!).toBeLessThan(-0.04);
  expect(Math.abs(ii.stJ60Mv!)).toBeLessThan(0.05);
  expect(m.perLead.aVR!.pMv!).toBeLessThan(-0.08);
  for (const name of ['pMs', 'prMs', 'qrsMs', 'qtMs', 'qtcBazettMs'] as const)
    expect(m.uncertaintyMs[name]!, name).toBeGreaterThan(0);
});

test('every value has its uncertainty, wider in noise and with fewer leads and beats', () => {
  const m = measured({ rrS: () => 0.9, noiseMv: 0.004 });
  for (const name of ['rrMeanMs', 'rrSdMs', 'pMs', 'prMs', 'qrsMs', 'qtMs', 'qtcHodgesMs'] as const)
    expect(m.uncertaintyMs[name]!, name).toBeGreaterThan(0);
  for (const name of ['heartRateBpm', 'pAxisDeg', 'qrsAxisDeg', 'tAxisDeg'] as const)
    expect(m.uncertainty![name]!, name).toBeGreaterThan(0);
  expect(m.uncertainty!.heartRateBpm! / m.heartRateBpm!).toBeCloseTo(m.uncertaintyMs.rrMeanMs! / m.rrMeanMs!, 6);
  const ii = m.perLeadUncertaintyMv!.II!;
  for (const [name, value] of Object.entries(m.perLead.II!))
    expect(ii[name as keyof typeof ii] === null, name).toBe(value === null);
  const noisy = measured({ rrS: () => 0.9, noiseMv: 0.05 });
  expect(noisy.perLeadUncertaintyMv!.II!.rMv!).toBeGreaterThan(ii.rMv!);
  const one = measured({ rrS: () => 0.9, noiseMv: 0.004 }, ['II']);
  for (const name of ['pMs', 'prMs', 'qrsMs', 'qtMs'] as const)
    expect(one.uncertaintyMs[name]!, name).toBeGreaterThan(1.3 * m.uncertaintyMs[name]!);
});

describe('what cannot be measured is null and says why', () => {
  test('no P waves', () => {
    const m = measured({ shape: () => ({ ...normalBeat, p: [] }), rrS: (k) => 0.6 + 0.13 * ((k * 7) % 5) });
    for (const name of ['pMs', 'prMs', 'pAxisDeg'] as const) {
      expect(m[name]).toBeNull();
      expect(m.reasons[name]).toMatch(/P wave/);
    }
    expect(m.qtMs).not.toBeNull();
    expect(m.perLead.II!.pMv).toBeNull();
  });

  test('no lead aVF: no axis', () => {
    const m = measured({}, ['I', 'II', 'V1']);
    expect(m.qrsAxisDeg).toBeNull();
    expect(m.reasons.qrsAxisDeg).toMatch(/aVF/);
    expect(Object.keys(m.perLead)).toEqual(['I', 'II', 'V1']);
  });

  test('one beat: intervals but no rate and no corrected QT', () => {
    const m = measured({ durationS: 1.1 });
    expect(m.heartRateBpm).toBeNull();
    expect(m.qtcBazettMs).toBeNull();
    expect(m.reasons.qtcBazettMs).toBeDefined();
    expect(m.qrsMs).not.toBeNull();
  });

  test('no waves at all', () => {
    const m = measure([1, 2, 3], { reason: 'because', invalid: false });
    expect(m.heartRateBpm).toBe(60);
    expect(m.qrsMs).toBeNull();
    expect(m.reasons.qrsMs).toBe('because');
  });

  test('what is no ECG has no rate either', () => {
    const m = measure([1, 2, 3], { reason: 'because', invalid: true });
    expect([m.heartRateBpm, m.rrMeanMs, m.rrSdMs]).toEqual([null, null, null]);
    expect(m.reasons.heartRateBpm).toBe('because');
  });

  test('no RR interval is counted across a missing stretch; one across a still stretch is', () => {
    const waves = { reason: 'because', invalid: false };
    const gap = (kind: 'missing' | 'still') => measure([1, 2, 3, 7, 8], waves, [{ fromS: 3.5, toS: 6.5, kind }]);
    expect(gap('missing')).toMatchObject({ heartRateBpm: 60, rrSdMs: 0 });
    expect(gap('still').rrMeanMs).toBe(1750);
    expect(measure([1, 5], waves, [{ fromS: 2, toS: 4, kind: 'missing' }]).heartRateBpm).toBeNull();
  });

  test('a QS complex stands under Q', () => {
    const m = measured({ shape: () => ({ ...normalBeat, qrs: [{ atS: 0, sigmaS: 0.012, mv: -1 }] }) });
    const { qMv, rMv, sMv } = m.perLead.II!;
    expect(qMv!).toBeLessThan(-0.9);
    expect(rMv).toBeNull();
    expect(sMv).toBeNull();
  });
});

describe('values that cannot be are not stated', () => {
  const withRr = (rrS: number) => {
    const made = gaussianBeats({ rrS: () => 0.9, noiseMv: 0.004 });
    const leads: Lead[] = made.leads.map((samplesMv, l) => ({ name: names[l]!, samplesMv, derived: false }));
    const delineation = delineate(made.leads, made.rateHz, made.beats);
    const times = made.beatsS.map((_, k) => k * rrS);
    return measure(times, { delineation, leads, sampleRateHz: made.rateHz });
  };

  test('a QT longer than the mean RR interval, and what follows from it', () => {
    const m = withRr(0.35);
    expect([m.qtMs, m.qtcBazettMs, m.qtcHodgesMs]).toEqual([null, null, null]);
    expect(m.reasons.qtMs).toContain('longer than the mean RR');
    expect(m.reasons.qtcBazettMs).toBe(m.reasons.qtMs);
    expect(m.uncertaintyMs.qtMs).toBeUndefined();
    expect(m.qrsMs).not.toBeNull();
  });

  test('a corrected QT where no formula holds', () => {
    const m = withRr(3);
    expect(m.qtMs).not.toBeNull();
    expect([m.qtcBazettMs, m.qtcFridericiaMs, m.qtcFraminghamMs, m.qtcHodgesMs]).toEqual([null, null, null, null]);
    expect(m.reasons.qtcFraminghamMs).toContain('below 30');
  });

  test('an interval that may be three quarters as long again', () => {
    let refused = 0;
    for (const noiseMv of [0.004, 0.05, 0.1, 0.2, 0.4, 0.8]) {
      const m = measured({ rrS: () => 0.9, noiseMv });
      for (const name of ['pMs', 'prMs', 'qrsMs', 'qtMs'] as const) {
        if (m[name] !== null)
          expect(m.uncertaintyMs[name]!, `${name} at ${noiseMv} mV`).toBeLessThanOrEqual(0.75 * m[name]);
        else if (m.reasons[name]!.startsWith('Too uncertain')) refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(0);
  });
});

test('ectopic beats stay out of the dominant beat', () => {
  const wide = { p: [], qrs: [{ atS: 0.01, sigmaS: 0.035, mv: -1.4 }], t: normalBeat.t };
  const plain = measured({ durationS: 14 });
  const mixed = measured({ durationS: 14, shape: (k) => (k % 4 === 2 ? wide : normalBeat) });
  expect(Math.abs(mixed.qrsMs! - plain.qrsMs!)).toBeLessThan(5);
  expect(Math.abs(mixed.perLead.II!.rMv! - plain.perLead.II!.rMv!)).toBeLessThan(0.03);
});

test.each([
  [1, 0, 0],
  [0, 1, 90],
  [1, Math.sqrt(3) / 2, 45],
  [-1, 0, 180],
  [0, -1, -90],
])('net areas %d in I and %d in aVF: axis %d degrees', (areaI, areaAvf, deg) => {
  expect(frontalAxisDeg(areaI, areaAvf)).toBeCloseTo(deg, 6);
});
