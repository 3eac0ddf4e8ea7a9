import { describe, expect, test } from 'vitest';
import type { Statement } from '../analysis/schema.ts';
import { type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import {
  type ComparedAnalysis,
  compareRecordings,
  tellingPatientId,
  withCorrectedValues,
} from './compareRecordings.ts';
import { comparedOf, halvesOf } from './halves.testing.ts';

const heart = (change: Partial<SynthSpec>, seed = 7101): ComparedAnalysis =>
  comparedOf(
    synthesise(synthSpec({ seed, patient: { id: 'P1', ageYears: 60, sex: 'F' }, heartRateBpm: 70, ...change }))
      .recording,
  );
const normal = heart({});

const statement = (code: string, critical = false): Statement => ({
  code,
  text: code,
  confidence: 0.9,
  critical,
  evidence: { beats: [], leads: [], criterion: '', value: null, threshold: null, unit: null, flipsAt: null },
  source: '',
  models: [],
});

test('a heart that did not change: of hundreds of differences about one in ten or fewer is beyond', () => {
  let [judged, beyond] = [0, 0];
  for (let seed = 7001; seed <= 7005; seed++) {
    const snr = seed % 2 === 0 ? [{ kind: 'muscle' as const, db: 18 }] : [];
    const [one, other] = halvesOf({ seed, heartRateBpm: 55 + 4 * (seed % 10), snr });
    const comparison = compareRecordings(comparedOf(one), comparedOf(other));
    expect(comparison.cautions.map(({ code }) => code)).not.toContain('invalid');
    judged += comparison.judged;
    beyond += comparison.beyond;
  }
  expect(judged).toBeGreaterThan(350);
  expect(beyond / judged).toBeLessThan(0.12);
});

describe('a known change is found where it is, and said to be beyond', () => {
  test('rate and QT', () => {
    const { measurements } = compareRecordings(normal, heart({ heartRateBpm: 100 }, 7102));
    expect(measurements.heartRateBpm).toMatchObject({ verdict: 'beyond' });
    expect(measurements.heartRateBpm.change).toBeGreaterThan(25);
    expect(measurements.qtMs.verdict).toBe('beyond');
    expect(measurements.qtMs.change).toBeLessThan(-20);
    expect(measurements.qrsMs.verdict).toBe('within');
  });

  test('QRS and axis of a new left bundle branch block', () => {
    const { measurements } = compareRecordings(normal, heart({ morphology: 'lbbb' }, 7103));
    expect(measurements.qrsMs).toMatchObject({ verdict: 'beyond' });
    expect(measurements.qrsMs.change).toBeGreaterThan(30);
  });

  test('ST of a new inferior infarction, lead by lead, and back again', () => {
    const infarction = heart({ morphology: 'inferior-st-elevation' }, 7104);
    const there = compareRecordings(normal, infarction);
    const back = compareRecordings(infarction, normal);
    for (const lead of ['II', 'III', 'aVF']) {
      const of = ({ leads }: typeof there) => leads.find((each) => each.lead === lead)?.amplitudes.stJ60Mv;
      expect(of(there), lead).toMatchObject({ verdict: 'beyond' });
      expect(of(there)?.change, lead).toBeGreaterThan(0.1);
      expect(of(back)?.change, lead).toBeCloseTo(-(of(there)?.change ?? 0), 9);
    }
    expect(there.beyond).toBeGreaterThan(10);
  });
});

test('axes differ by the shorter way round', () => {
  const at = (qrsAxisDeg: number): ComparedAnalysis => ({
    ...normal,
    measurements: { ...normal.measurements, qrsAxisDeg, uncertainty: { qrsAxisDeg: 5 } },
  });
  const change = (from: number, to: number) => compareRecordings(at(from), at(to)).measurements.qrsAxisDeg;
  expect(change(170, -170)).toMatchObject({ change: 20, verdict: 'beyond' });
  expect(change(-170, 170).change).toBe(-20);
  expect(change(10, 14)).toMatchObject({ change: 4, verdict: 'within', halfWidth: Math.hypot(5, 5) });
});

test('a value that one of the two does not have is not judged; without an uncertainty it is not known', () => {
  const { uncertainty: _, perLeadUncertaintyMv: __, ...old } = normal.measurements;
  const before: ComparedAnalysis = { ...normal, measurements: { ...old, prMs: null, uncertaintyMs: {} } };
  const comparison = compareRecordings(before, heart({ heartRateBpm: 120 }));
  expect(comparison.measurements.prMs).toMatchObject({ change: null, halfWidth: null, verdict: 'not-measured' });
  expect(comparison.measurements.heartRateBpm).toMatchObject({ halfWidth: null, verdict: 'not-known' });
  expect(comparison.judged).toBe(0);
  expect(comparison.cautions).toContainEqual({ code: 'uncertainty-missing', which: 'before' });
});

test('a value that a reader corrected is compared, but not judged', () => {
  const corrected = withCorrectedValues(normal, [
    { name: 'qtMs', corrected: 450 },
    { name: 'qrsAxisDeg', corrected: 90 },
  ]);
  const { measurements } = compareRecordings(normal, corrected);
  expect(measurements.qtMs).toMatchObject({ after: 450, halfWidth: null, verdict: 'not-known' });
  expect(measurements.qrsAxisDeg).toMatchObject({ after: 90, verdict: 'not-known' });
  expect(measurements.qrsMs.verdict).toBe('within');
  expect(withCorrectedValues(normal, [])).toBe(normal);
});

test('statements are gained, lost and kept by their code, critical ones first, those not made any more last', () => {
  const before = { ...normal, statements: [statement('a'), statement('b')] };
  const after = { ...normal, statements: [statement('b'), statement('c', true)] };
  expect(compareRecordings(before, after).statements.map(({ code, kind }) => [code, kind])).toEqual([
    ['c', 'gained'],
    ['b', 'kept'],
    ['a', 'lost'],
  ]);
});

test('what makes two recordings hard to compare is said', () => {
  const codes = (before: ComparedAnalysis, after: ComparedAnalysis) =>
    compareRecordings(before, after).cautions.map(({ code }) => code);
  const patient = (id: string | null, sex: 'M' | 'F' | null = 'F') => ({
    ...normal,
    recording: { ...normal.recording, patient: { id, ageYears: 60, sex } },
  });
  expect(codes(normal, normal)).toEqual([]);
  expect(codes(normal, patient('P2'))).toEqual(['other-patient']);
  expect(codes(normal, patient(null))).toEqual(['patient-unknown']);
  expect(codes(patient('anonymous'), patient('anonymous'))).toEqual(['patient-unknown']);
  expect(codes(normal, patient('P1', 'M'))).toEqual(['sex-differs']);
  const other: ComparedAnalysis = {
    ...normal,
    recording: { ...normal.recording, leads: ['I', 'II'], sampleRateHz: 250, appliedFilters: ['40 Hz'] },
    validity: { ...normal.validity, status: 'INVALID' },
    quality: { ...normal.quality, verdict: 'limited' },
    pacing: { ...normal.pacing, paced: !normal.pacing.paced },
  };
  expect(codes(normal, other)).toEqual([
    'invalid',
    'quality',
    'pacing-differs',
    'leads-differ',
    'rate-differs',
    'filters-differ',
  ]);
});

test('words that stand for no patient tell nobody apart', () => {
  for (const id of [null, '', ' ', '0', '000', '-', 'Unknown', 'ANONYMOUS', 'anonymised', 'n/a', 'XXX', 'SYNTHETIC'])
    expect(tellingPatientId(id), String(id)).toBeNull();
  expect(tellingPatientId(' 4711 ')).toBe('4711');
});
