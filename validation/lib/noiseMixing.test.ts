import { expect, test } from 'vitest';
import { standardLeads } from '../../app/recording/recording.ts';
import { createRandom } from '../../app/synth/random.ts';
import { mixAtRatio, noiseForLeads, qrsHeightMv } from './noiseMixing.ts';

const random = createRandom(3, 'noise');
const recorded = [0, 1].map(() => Float32Array.from({ length: 20_000 }, () => random.normal()));
const noise = noiseForLeads(standardLeads, 5000, recorded, 1, 'record 1');

test('noise of the limb leads obeys Einthoven and Goldberger; the same seed gives the same, another another', () => {
  const [one, two, three, right, left, foot] = noise as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let i = 0; i < 5000; i += 37) {
    expect(three[i]!).toBeCloseTo(two[i]! - one[i]!, 5);
    expect(right[i]! + left[i]! + foot[i]!).toBeCloseTo(0, 5);
  }
  expect(noiseForLeads(standardLeads, 5000, recorded, 1, 'record 1')).toEqual(noise);
  expect(noiseForLeads(standardLeads, 5000, recorded, 2, 'record 1')).not.toEqual(noise);
});

test.each([24, 0, -6])(
  'at %i dB the mean power of what was added is that of the QRS height by the definition',
  (ratioDb) => {
    const leads = standardLeads.map(() => new Float32Array(5000));
    const heights = standardLeads.map((_, l) => 0.5 + l / 10);
    const mixed = mixAtRatio(leads, noise, heights, ratioDb);
    const mean = (values: number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
    const added = mean(mixed.map((lead) => mean(Array.from(lead, (mv) => mv * mv))));
    const signal = mean(heights.map((height) => height ** 2 / 8));
    expect(10 * Math.log10(signal / added)).toBeCloseTo(ratioDb, 3);
  },
);

test('height of the QRS: the median over beats; none without beats', () => {
  const lead = new Float32Array(1000);
  for (const [at, mv] of [
    [100, 1],
    [400, 2],
    [700, 9],
  ] as const) {
    lead[at] = mv;
    lead[at + 5] = -mv / 2;
  }
  expect(qrsHeightMv(lead, 500, [0.2, 0.8, 1.4])).toBe(3);
  expect(qrsHeightMv(lead, 500, [])).toBe(0);
});
