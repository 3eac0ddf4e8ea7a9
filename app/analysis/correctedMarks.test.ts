import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { analysisOf } from '../report/testAnalysis.ts';
import { synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';
import {
  boundsOfBeat,
  boundsWith,
  correctableNames,
  correctedBeatValues,
  correctedValues,
  heldMark,
  markCorrectionsSchema,
  markNames,
  noCorrections,
  sameCorrections,
  valuesBetween,
  withCorrected,
  withMark,
} from './correctedMarks.ts';
import { markBeats } from './medianBeats.ts';
import type { Analysis } from './schema.ts';
import { singleBeat } from './singleBeat.ts';

const heart = (seed: number) => {
  const { recording, truth } = synthesise(synthSpec({ seed, durationS: 10 }));
  const analysis: Analysis = { ...analysisOf(recording), ...analyzeSignal(recording, { lead: null }) };
  const marked = markBeats(recording, analysis);
  if ('reason' in marked) throw new Error(marked.reason);
  return { recording, truth, analysis, marked, median: marked.median };
};

const { recording, truth, analysis, marked, median } = heart(5);
const { measurements } = analysis;
const sampleMs = 1000 / recording.sampleRateHz;

describe('values between bounds', () => {
  test('are the computer’s own where nothing was moved', () => {
    for (const seed of [1, 5, 9]) {
      const one = seed === 5 ? { analysis, median } : heart(seed);
      const { measurements: measured } = one.analysis;
      const values = valuesBetween(one.median, one.median.bounds, (measured.rrMeanMs ?? 0) / 1000);
      for (const name of correctableNames) {
        if (name.endsWith('Deg')) continue;
        expect(Math.abs((values[name] ?? 0) - (measured[name] ?? 0)), name).toBeLessThan(0.2);
      }
      // The axes are read between the bounds of each lead there, between common ones here.
      for (const name of ['qrsAxisDeg', 'tAxisDeg'] as const)
        expect(Math.abs((values[name] ?? 0) - (measured[name] ?? 0)), name).toBeLessThan(8);
    }
  });

  test('with the bounds of the truth are the intervals of the truth, by the known formulas', () => {
    const beat = truth.beats[3];
    if (beat?.p == null) throw new Error('no beat');
    const at = (timeS: number | null): number => (timeS ?? 0) - beat.timeS;
    const bounds = {
      pOnsetS: at(beat.p.onsetS),
      pOffsetS: at(beat.p.offsetS),
      qrsOnsetS: at(beat.qrs.onsetS),
      qrsOffsetS: at(beat.qrs.offsetS),
      tOffsetS: at(beat.t.offsetS),
    };
    const rrS = (beat.rrMs ?? 0) / 1000;
    const values = valuesBetween(median, bounds, rrS);
    expect(values.pMs).toBeCloseTo(beat.pMs ?? 0, 6);
    expect(values.prMs).toBeCloseTo(beat.prMs ?? 0, 6);
    expect(values.qrsMs).toBeCloseTo(beat.qrsMs ?? 0, 6);
    expect(values.qtMs).toBeCloseTo(beat.qtMs ?? 0, 6);
    const qtS = (beat.qtMs ?? 0) / 1000;
    expect(values.qtcBazettMs).toBeCloseTo(1000 * (qtS / Math.sqrt(rrS)), 6);
    expect(values.qtcFridericiaMs).toBeCloseTo(1000 * (qtS / Math.cbrt(rrS)), 6);
    expect(values.qtcFraminghamMs).toBeCloseTo(1000 * (qtS + 0.154 * (1 - rrS)), 6);
    expect(values.qtcHodgesMs).toBeCloseTo(1000 * qtS + 1.75 * (60 / rrS - 60), 6);
  });

  test('have no corrected QT without a heart rate or beyond the formulas', () => {
    for (const rrS of [null, 0.29, 2.01]) {
      const values = valuesBetween(median, median.bounds, rrS);
      expect(values.qtMs).not.toBeNull();
      expect(values.qtcBazettMs).toBeNull();
    }
  });
});

describe('a correction', () => {
  test('changes what rests on the moved bound, and nothing else', () => {
    const tOffsetS = (median.bounds.tOffsetS ?? 0) + 0.02;
    const values = correctedValues(median, { tOffsetS }, measurements);
    expect(values.map(({ name }) => name)).toEqual([
      'qtMs',
      'qtcBazettMs',
      'qtcFridericiaMs',
      'qtcFraminghamMs',
      'qtcHodgesMs',
      'tAxisDeg',
    ]);
    const qt = values.find(({ name }) => name === 'qtMs');
    expect(qt?.computer).toBe(measurements.qtMs);
    expect((qt?.corrected ?? 0) - (qt?.computer ?? 0)).toBeCloseTo(20, 0);
    const after = withCorrected(measurements, values);
    expect(after.qtMs).toBe(qt?.corrected);
    expect(after.uncertaintyMs.qtMs).toBeUndefined();
    expect(after.prMs).toBe(measurements.prMs);
    expect(after.uncertaintyMs.prMs).toBe(measurements.uncertaintyMs.prMs);
    expect(correctedValues(median, {}, measurements)).toEqual([]);
  });

  test('of the QRS onset moves PR, QRS and QT together', () => {
    const qrsOnsetS = median.bounds.qrsOnsetS - 0.01;
    const by = Object.fromEntries(
      correctedValues(median, { qrsOnsetS }, measurements).map(({ name, computer, corrected }) => [
        name,
        (corrected ?? 0) - (computer ?? 0),
      ]),
    );
    expect(by.prMs).toBeCloseTo(-10, 0);
    expect(by.qrsMs).toBeCloseTo(10, 0);
    expect(by.qtMs).toBeCloseTo(10, 0);
  });

  test('of a wave that was not found is none', () => {
    const without = { ...median, bounds: { ...median.bounds, pOnsetS: null, pOffsetS: null } };
    expect(boundsWith(without.bounds, { pOnsetS: -0.2 }).pOnsetS).toBeNull();
  });

  test('never breaks the order of the waves, leaves the beat or falls between samples', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...markNames), fc.double({ min: -3, max: 3, noNaN: true })), {
          maxLength: 12,
        }),
        (moves) => {
          let corrections = noCorrections;
          for (const [name, toS] of moves) {
            const bounds = boundsWith(median.bounds, corrections.median);
            const heldS = heldMark(median, bounds, name, toS);
            expect(Math.abs(heldS * median.sampleRateHz - Math.round(heldS * median.sampleRateHz))).toBeLessThan(1e-6);
            corrections = withMark(corrections, null, name, heldS);
          }
          const { pOnsetS, pOffsetS, qrsOnsetS, qrsOffsetS, tOffsetS } = boundsWith(median.bounds, corrections.median);
          expect(pOnsetS).toBeLessThan(pOffsetS ?? 0);
          expect(pOffsetS).toBeLessThanOrEqual(qrsOnsetS + 1e-9);
          expect(qrsOnsetS).toBeLessThan(qrsOffsetS);
          expect(qrsOffsetS).toBeLessThan(tOffsetS ?? 0);
          expect(markCorrectionsSchema.safeParse(corrections).success).toBe(true);
        },
      ),
    );
  });

  test('of beats is kept by beat, in their order, and taken back to nothing', () => {
    const one = withMark(withMark(noCorrections, 4, 'tOffsetS', 0.4), 2, 'qrsOnsetS', -0.04);
    expect(one.beats.map(({ beat }) => beat)).toEqual([2, 4]);
    expect(boundsOfBeat(one, 4)).toEqual({ tOffsetS: 0.4 });
    expect(boundsOfBeat(one, 3)).toEqual({});
    const none = withMark(withMark(one, 4, 'tOffsetS', null), 2, 'qrsOnsetS', null);
    expect(sameCorrections(none, noCorrections)).toBe(true);
    expect(sameCorrections(one, noCorrections)).toBe(false);
  });
});

describe('a single beat', () => {
  test('has its samples, its marks, and its intervals near the truth', () => {
    for (const [index, { timeS }] of marked.beats.entries()) {
      const known = truth.beats.find((beat) => Math.abs(beat.timeS - timeS) < 0.08);
      const beat = singleBeat(recording, marked, index);
      if (known === undefined || beat === null) continue;
      expect(beat.leads).toHaveLength(12);
      const values = correctedBeatValues(beat, {}, (known.rrMs ?? 800) / 1000);
      const qrs = values.find(({ name }) => name === 'qrsMs');
      expect(qrs?.computer).toBe(qrs?.corrected);
      expect(Math.abs((qrs?.computer ?? 0) - (known.qrsMs ?? 0))).toBeLessThan(30);
      const moved = correctedBeatValues(beat, { qrsOnsetS: beat.bounds.qrsOnsetS - 0.01 }, 0.8);
      const qrsMoved = moved.find(({ name }) => name === 'qrsMs');
      expect((qrsMoved?.corrected ?? 0) - (qrsMoved?.computer ?? 0)).toBeCloseTo(10, 6);
      const two = beat.leads.find(({ name }) => name === 'II');
      const at = Math.round(timeS * recording.sampleRateHz);
      const raw = recording.leads.find(({ name }) => name === 'II')?.samplesMv ?? new Float32Array();
      const difference = (offset: number): number =>
        (two?.samplesMv[beat.zero + offset] ?? 0) - (two?.samplesMv[beat.zero] ?? 0);
      expect(difference(20)).toBeCloseTo((raw[at + 20] ?? 0) - (raw[at] ?? 0), 4);
    }
    expect(sampleMs).toBeLessThan(5);
  });

  test('that is none of the recording is null', () => {
    expect(singleBeat(recording, marked, marked.beats.length)).toBeNull();
  });
});
