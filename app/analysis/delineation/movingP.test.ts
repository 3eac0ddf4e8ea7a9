import { describe, expect, test } from 'vitest';
import { movingP } from './movingP.ts';

const rateHz = 250;
const zero = 137;

/** Beats with a P wave at `prS` before each, leads of different sizes; the average holds P smeared. */
const heart = (beatsS: readonly number[], prS: readonly number[]) => {
  const samples = Math.round((beatsS.at(-1)! + 1) * rateHz);
  const bumps = [0.1, -0.06, 0.12, 0.04].map((size) =>
    Float64Array.from({ length: samples }, (_, i) =>
      beatsS.reduce((sum, beatS, k) => sum + size * Math.exp(-(((i / rateHz - beatS + prS[k]!) / 0.025) ** 2)), 0),
    ),
  );
  const at = beatsS.map((beatS) => Math.round(beatS * rateHz));
  const rows = bumps.map((row) =>
    Float64Array.from({ length: 350 }, (_, i) => at.reduce((sum, a) => sum + (row[a - zero + i] ?? 0), 0) / at.length),
  );
  let peak = zero - 75;
  for (let i = peak; i < zero - 15; i++) if (Math.abs(rows[2]![i]!) > Math.abs(rows[2]![peak]!)) peak = i;
  const rrS = beatsS.map((beatS, k) => (k === 0 ? null : beatS - beatsS[k - 1]!));
  return { beats: { bumps, at, rrS, rateHz }, still: { rows, peak, zero, qrsOnsetS: -0.04 } };
};

const periodS = 0.8;

describe('a P wave that moves', () => {
  test('is followed through Wenckebach periods of 4:3', () => {
    const prS = Array.from({ length: 9 }, (_, k) => 0.17 + [0, 0.07, 0.11][k % 3]!);
    const beatsS = prS.map((pr, k) => 1 + (k + Math.floor(k / 3)) * periodS + pr);
    const { beats, still } = heart(beatsS, prS);
    const shifts = movingP(beats, still)!;
    expect(shifts).not.toBeNull();
    const places = shifts.map((shift, k) => (still.zero - still.peak - shift) / rateHz - prS[k]!);
    for (const away of places) expect(Math.abs(away)).toBeLessThan(0.02);
  });

  test('is not followed where PR is steady, whatever the intervals', () => {
    const prS = Array.from({ length: 9 }, () => 0.16);
    const beatsS = prS.map((_, k) => 1 + k * periodS + 0.15 * ((k * 5) % 3));
    const { beats, still } = heart(beatsS, prS);
    expect(movingP(beats, still)).toBeNull();
  });

  test('is not taken for conducted in complete block: the beats are even and the waves pass through', () => {
    const beatsS = Array.from({ length: 9 }, (_, k) => 1 + 1.1 * k);
    const prS = beatsS.map((beatS) => 0.06 + (beatS % 0.35));
    const { beats, still } = heart(beatsS, prS);
    expect(movingP(beats, still)).toBeNull();
  });

  test('few beats, silence and missing rows give no answer and no exception', () => {
    const silent = heart([1, 1.8, 2.9, 3.6, 4.9, 5.5], [0, 0, 0, 0, 0, 0]);
    const rows = silent.still.rows.map((row) => row.map(() => 0));
    const bumps = silent.beats.bumps.map((row) => row.map(() => 0));
    expect(movingP({ ...silent.beats, bumps }, { ...silent.still, rows })).toBeNull();
    expect(movingP({ bumps: [], at: [], rrS: [], rateHz }, { rows: [], peak: 0, zero, qrsOnsetS: 0 })).toBeNull();
  });
});
