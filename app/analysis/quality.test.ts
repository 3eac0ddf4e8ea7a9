import { describe, expect, it, test } from 'vitest';
import { leadSetOf, swapElectrodes, withLeadSet } from '../recording/electrodeSwap.ts';
import { type Recording, standardLeads } from '../recording/recording.ts';
import { noNoise, restingNoise, type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import { findBeats } from './beats.ts';
import { leadFindings } from './leadFindings.ts';
import { seededRandom } from './pulseTrain.testing.ts';
import { leadBeat } from './quality/beatIndices.ts';
import { indexNames, leadIndices } from './quality/leadIndices.ts';
import { penaltyTable } from './quality/penaltyTable.ts';
import { recordingToRead } from './quality.ts';
import { qualityOf } from './qualityOf.ts';
import type { Quality } from './schema.ts';

const heart = (change: Partial<SynthSpec> = {}): Recording =>
  synthesise(synthSpec({ seed: 5, noise: restingNoise, ...change })).recording;
const clean = heart();
const qualityIn = (recording: Recording): Quality =>
  qualityOf(
    recording,
    recording.leads.map(({ samplesMv }) => leadFindings(samplesMv, recording.sampleRateHz)),
    findBeats(recording, recording.leads).beats,
    true,
  );
const changed = (change: (mv: number, i: number) => number, lead = 7): Recording => ({
  ...clean,
  leads: clean.leads.map((one, l) => (l === lead ? { ...one, samplesMv: one.samplesMv.map(change) } : one)),
});
const random = seededRandom(3);
const white = Float32Array.from({ length: 5000 }, () => random() - 0.5);

describe('reasons', () => {
  it.each<[string, (mv: number, i: number) => number, boolean]>([
    ['flat', () => 0.3, false],
    ['missing', (mv, i) => (i > 1000 ? Number.NaN : mv), false],
    ['lead-off', (mv, i) => (i > 2500 ? 0.001 : mv), true],
    ['clipped', (mv) => Math.max(-0.1, Math.min(0.1, mv)), true],
    ['baseline-wander', (mv, i) => mv + 2 * Math.sin((2 * Math.PI * 0.2 * i) / 500), true],
    ['muscle', (mv, i) => mv + 4 * white[i]!, false],
    ['mains', (mv, i) => mv + 0.1 * Math.sin((2 * Math.PI * 50 * i) / 500), true],
    ['motion', (mv, i) => mv + 3 * Math.sin((2 * Math.PI * (0.7 + (i % 900) / 300) * i) / 500), false],
    ['low-amplitude', (mv) => 0.02 * mv, true],
  ])('%s is named in its lead and in no other', (flag, change, readable) => {
    const { leads, verdict } = qualityIn(changed(change));
    expect(leads.map(({ flags }) => (flags as string[]).includes(flag))).toEqual(leads.map((_, l) => l === 7));
    if (!readable) {
      expect(leads.map((lead) => lead.readable)).toEqual(leads.map((_, l) => l !== 7));
      expect(verdict).not.toBe('acceptable');
    }
  });

  it('none in a clean recording, which is acceptable and whose leads may all be read', () => {
    const { leads, verdict, score } = qualityIn(clean);
    expect(verdict).toBe('acceptable');
    expect(score).toBeGreaterThan(0.9);
    for (const lead of leads) expect(lead.readable).toBe(true);
  });
});

describe('the score', () => {
  it.each(['baseline', 'muscle', 'motion', 'mains'] as const)('never rises as %s noise grows', (kind) => {
    for (const seed of [1, 2, 3]) {
      const scores = [24, 18, 12, 6, 0, -6].map(
        (db) => qualityIn(heart({ seed, noise: noNoise, snr: [{ kind, db }] })).score,
      );
      for (const [k, score] of scores.entries()) expect(score).toBeLessThanOrEqual((scores[k - 1] ?? 1) + 0.005);
    }
  });

  it('and each lead of it lie in 0 to 1 whatever comes, and agree with the verdict', () => {
    const values = [0, 1, 1e30, -1e30, 1e-30, Number.NaN, Number.POSITIVE_INFINITY];
    for (let k = 0; k < 60; k++) {
      const length = Math.floor(random() * 900);
      const leads = Array.from({ length: 1 + (k % 13) }, (_, l) => ({
        name: `lead ${l}`,
        derived: false,
        samplesMv: Float32Array.from({ length }, () =>
          random() < 0.3 ? values[Math.floor(random() * values.length)]! : 10 ** (6 * random() - 3) * (random() - 0.5),
        ),
      }));
      const quality = qualityIn({ ...clean, leads, sampleCount: length, sampleRateHz: 100 + 400 * random() });
      for (const score of [quality.score, ...quality.leads.map((lead) => lead.score)]) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
      }
      if (quality.verdict === 'unacceptable') expect(quality.score).toBeLessThan(0.5);
      expect(quality.verdict === 'acceptable').toBe(
        quality.score >= 0.8 && quality.leads.every(({ readable }) => readable),
      );
      for (const lead of quality.leads) if (!lead.readable) expect(lead.flags.length).toBeGreaterThan(0);
    }
  });

  it('rests on penalties that never fall as an index grows, and on finite indices', () => {
    for (const course of Object.values(penaltyTable.penalties))
      for (const [k, [index, taken]] of course.entries()) {
        expect(index).toBeGreaterThan(course[k - 1]?.[0] ?? Number.NEGATIVE_INFINITY);
        expect(taken).toBeGreaterThanOrEqual(course[k - 1]?.[1] ?? 0);
      }
    for (const samples of [new Float32Array(0), new Float32Array(900), new Float32Array(900).fill(Number.NaN)]) {
      const indices = leadIndices(leadFindings(samples, 250), leadBeat(samples, [100, 300, 500, 700], 250));
      expect(indices.length).toBe(indexNames.length);
      for (const value of indices) expect(Number.isFinite(value)).toBe(true);
    }
  });
});

describe('where a group of leads is lost', () => {
  const lost = (names: readonly string[]): Recording => ({
    ...clean,
    leads: clean.leads.map((one) => (names.includes(one.name) ? { ...one, samplesMv: new Float32Array(5000) } : one)),
  });
  const limbs = standardLeads.slice(0, 6);
  const chest = standardLeads.slice(6);

  it.each([
    ['all chest leads', chest, limbs],
    ['V1', ['V1'], standardLeads.filter((name) => name !== 'V1')],
    ['all limb leads', limbs, chest],
  ] as const)('%s: limited, the others are read and measured', (_, names, others) => {
    const recording = lost(names);
    const { quality, validity, measurements, beats } = analyzeSignal(recording, { lead: null });
    expect(quality.verdict).toBe('limited');
    expect(quality.score).toBeLessThan(0.5);
    expect(quality.leads.map(({ lead, readable }) => [lead, readable])).toEqual(
      standardLeads.map((lead) => [lead, others.some((other) => other === lead)]),
    );
    expect(recordingToRead(recording, quality).leads.map(({ name }) => name)).toEqual(others);
    expect(validity.status).toBe('VALID');
    expect(Object.keys(measurements.perLead).sort()).toEqual([...others].sort());
    expect(beats.length).toBe(analyzeSignal(clean, { lead: null }).beats.length);
  });

  it('leads that are noise are not measured with the others', () => {
    const noisy = {
      ...clean,
      leads: clean.leads.map((one) =>
        chest.some((name) => name === one.name)
          ? { ...one, samplesMv: one.samplesMv.map((_, i) => 6 * white[(7 * i) % 5000]!) }
          : one,
      ),
    };
    const { quality, measurements, beats } = analyzeSignal(noisy, { lead: null });
    const whole = analyzeSignal(clean, { lead: null });
    expect(quality.verdict).toBe('limited');
    expect(beats.length).toBe(whole.beats.length);
    expect(Math.abs(measurements.qrsMs! - whole.measurements.qrsMs!)).toBeLessThan(15);
  });

  it('a part of each: unacceptable, and read as a whole', () => {
    const recording = lost(['I', 'aVL', 'aVR', 'V1', 'V2']);
    const quality = qualityIn(recording);
    expect(quality.verdict).toBe('unacceptable');
    expect(recordingToRead(recording, quality)).toBe(recording);
  });
});

test('no lead: unacceptable', () => {
  expect(qualityIn({ ...clean, leads: [] })).toMatchObject({ verdict: 'unacceptable', leads: [] });
});

describe('swapped electrodes', () => {
  const seen = (recording: Recording): readonly string[] =>
    (analyzeSignal(recording, { lead: null }).quality.reversals ?? []).map(({ swap }) => swap);
  const leads = leadSetOf(clean)!;

  it('none in the synthetic heart', () => {
    expect(seen(clean)).toEqual([]);
  });

  it.each(['RA/LA', 'RA/LL', 'RA/RL', 'RA/RL LA/LL', 'V1-V6 reversed', 'V1/V3'] as const)('%s is suspected', (swap) => {
    const swapped = withLeadSet(clean, swapElectrodes(leads, swap));
    expect(seen(swapped)).toContain(swap);
    const flagged = qualityIn(swapped).leads.filter(({ flags }) => flags.includes('swapped?'));
    expect(flagged.length).toBeGreaterThan(0);
  });

  it('nothing is said where a lead of the eight is not there', () => {
    const few = { ...clean, leads: clean.leads.slice(0, 9) };
    expect(analyzeSignal(few, { lead: null }).quality.reversals).toBeUndefined();
  });
});
