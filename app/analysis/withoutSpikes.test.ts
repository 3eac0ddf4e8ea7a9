import { expect, test } from 'vitest';
import { pulseTrain } from './pulseTrain.testing.ts';
import type { Pacing } from './schema.ts';
import { withoutSpikes } from './withoutSpikes.ts';

type Spikes = Pacing['spikes'];
const spikesAt = (timesS: readonly number[]): Spikes => timesS.map((timeS) => ({ timeS, leads: ['I'], chamber: 'V' }));

/** Wide beats with a pulse 100 ms before each: 2 ms high, then a discharge of 6 ms in the other direction. */
const paced = (rateHz: number) => {
  const { leads, beatsS } = pulseTrain({ rateHz, leads: 3, rWidthS: 0.02 });
  const timesS = beatsS.map((timeS) => Math.round((timeS - 0.1) * rateHz) / rateHz);
  const spiked = leads.map((lead, l) => {
    const out = Float32Array.from(lead);
    for (const timeS of timesS)
      for (let i = 0; i < 0.03 * rateHz; i++)
        out[Math.round(timeS * rateHz) + i]! +=
          [2, -1.5, 0.8][l]! * (i / rateHz < 0.002 ? 1 : -0.06 * Math.exp(-i / rateHz / 0.006));
    return out;
  });
  const rows = (all: readonly Float32Array[]) => all.map((samplesMv) => ({ samplesMv }));
  return { plain: leads, leads: rows(spiked), timesS, rateHz };
};

const worstOf = (a: Float32Array, b: Float32Array): number =>
  a.reduce((worst, mv, i) => Math.max(worst, Math.abs(mv - b[i]!)), 0);

test.each([250, 500, 1000])(
  'pulse and recovery are gone at %d Hz, the rest and the given samples are as they were',
  (rateHz) => {
    const { plain, leads, timesS } = paced(rateHz);
    const given = leads.map(({ samplesMv }) => samplesMv.slice());
    const clean = withoutSpikes(leads, spikesAt(timesS), rateHz);
    expect(leads.map(({ samplesMv }) => samplesMv)).toEqual(given);
    clean.forEach(({ samplesMv }, l) => {
      let worst = 0;
      samplesMv.forEach((mv, i) => {
        worst = Math.max(worst, Math.abs(mv - plain[l]![i]!));
        const offS = Math.min(...timesS.map((timeS) => Math.abs(i / rateHz - timeS)));
        if (offS > 0.06) expect(mv).toBe(given[l]![i]);
      });
      expect(worst).toBeLessThan(0.03);
    });
  },
);

test('without spikes the very same leads come back', () => {
  const { leads } = paced(500);
  expect(withoutSpikes(leads, [], 500)).toBe(leads);
});

test('sums between leads still hold, missing samples stay missing', () => {
  const { leads, timesS } = paced(500);
  const [one, two] = leads.map(({ samplesMv }) => samplesMv);
  const three = two!.map((mv, i) => mv - one![i]!);
  const at = Math.round(timesS[2]! * 500) + 2;
  const holed = one!.slice().fill(Number.NaN, at, at + 3);
  const clean = withoutSpikes([{ samplesMv: one! }, { samplesMv: two! }, { samplesMv: three }], spikesAt(timesS), 500);
  const [first, second, third] = clean.map((lead) => lead.samplesMv);
  expect(
    worstOf(
      third!,
      second!.map((mv, i) => mv - first![i]!),
    ),
  ).toBeLessThan(1e-5);
  const [lead] = withoutSpikes([{ samplesMv: holed }], spikesAt(timesS), 500);
  expect([...lead!.samplesMv.keys()].filter((i) => Number.isNaN(lead!.samplesMv[i]))).toEqual([at, at + 1, at + 2]);
});

test('a pulse that a device holds for 28 ms is taken out as a whole', () => {
  const { plain, timesS } = paced(500);
  const held = plain.map((lead) => {
    const samplesMv = Float32Array.from(lead);
    for (const timeS of timesS) for (let i = 0; i < 14; i++) samplesMv[Math.round(timeS * 500) + i]! += 0.4;
    return { samplesMv };
  });
  const clean = withoutSpikes(held, spikesAt(timesS), 500);
  expect(Math.max(...clean.map(({ samplesMv }, l) => worstOf(samplesMv, plain[l]!)))).toBeLessThan(0.06);
});

test('spikes at the ends, beyond them, in crowds or without samples do no harm', () => {
  const { leads } = paced(500);
  const length = leads[0]!.samplesMv.length;
  const times = [0, 0.002, 0.004, 1, 1.004, 1.01, (length - 1) / 500, length / 500 + 1];
  for (const { samplesMv } of withoutSpikes(leads, spikesAt(times), 500)) {
    expect(samplesMv).toHaveLength(length);
    expect(samplesMv.every(Number.isFinite)).toBe(true);
  }
  expect(withoutSpikes([{ samplesMv: new Float32Array(0) }], spikesAt(times), 500)[0]!.samplesMv).toHaveLength(0);
  const nothing = new Float32Array(2000).fill(Number.NaN);
  expect(withoutSpikes([{ samplesMv: nothing }], spikesAt(times), 500)[0]!.samplesMv.every(Number.isNaN)).toBe(true);
});
