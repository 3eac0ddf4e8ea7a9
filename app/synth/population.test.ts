import { expect, it } from 'vitest';
import { beatless, type Morphology, type Rhythm, rhythms } from './catalogue.ts';
import { drawnRhythms, drawSpec, humanMorphologies } from './population.ts';
import { noNoise } from './spec.ts';
import { synthesise } from './synthesise.ts';
import { truthSchema } from './truth.ts';

/** Every rhythm with every sixth shape, so that each meets each other over the seeds and all shapes are met. */
const pairs = rhythms.flatMap((rhythm, i) =>
  humanMorphologies.flatMap((morphology, k) => ((i + k) % 6 === 0 ? [{ rhythm, morphology, seed: 100 * i + k }] : [])),
);

const widthMs = (morphology: Morphology): readonly [number, number] => {
  if (['rbbb', 'lbbb', 'wpw', 'hyperkalaemia'].includes(morphology)) return [115, 180];
  return [68, 122];
};
const wide: readonly Rhythm[] = [
  'ventricular-tachycardia',
  'idioventricular',
  'av-block-3-ventricular',
  'ventricular-paced',
];

it.each(pairs)('$rhythm, $morphology, seed $seed: truth in order and plausible, signal as the truth says', (pair) => {
  const spec = drawSpec({ ...pair, durationS: 6, sampleRateHz: 250, noise: noNoise });
  const { recording, truth } = synthesise(spec);
  expect(truthSchema.safeParse(truth).success).toBe(true);
  const leads = recording.leads.map(({ samplesMv }) => samplesMv);
  for (const mv of leads) for (const value of mv) if (!(Math.abs(value) < 5)) throw new Error(`amplitude ${value}`);
  const violation = leads[1]!.map((two, i) => Math.abs(two - leads[0]![i]! - leads[2]![i]!));
  expect(Math.max(...violation)).toBeLessThan(1e-6);
  const size = (i: number): number => Math.hypot(...leads.map((mv) => mv[i] ?? 0));
  const seen: number[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const { timeS, qrs, p, t, rrMs, qrsMs, prMs } of truth.beats) {
    expect(timeS).toBeGreaterThan(before);
    if (before >= 0 && rrMs !== null) expect(Math.abs((timeS - before) * 1000 - rrMs)).toBeLessThan(70);
    before = timeS;
    expect(timeS).toBeGreaterThanOrEqual(0);
    expect(timeS).toBeLessThan(6);
    const marks = [p?.onsetS, p?.peakS, p?.offsetS, qrs.onsetS, qrs.peakS, qrs.offsetS, t.peakS, t.offsetS];
    const known = marks.flatMap((mark) => mark ?? []);
    // The P wave may end in the QRS where the PR is short; nothing else overlaps.
    const ordered = p?.offsetS != null && qrs.onsetS !== null && p.offsetS > qrs.onsetS ? known.slice(3) : known;
    expect([...ordered].sort((a, b) => a - b)).toEqual(ordered);
    if (qrsMs !== null) expect(qrsMs).toBeLessThan(190);
    if (prMs !== null) expect(prMs).toBeLessThan(400);
    if (qrs.onsetS === null || qrs.offsetS === null || truth.spikes.length > 0) continue;
    let peak = Math.ceil(qrs.onsetS * 250);
    for (let i = peak; i <= qrs.offsetS * 250; i++) if (size(i) > size(peak)) peak = i;
    expect(Math.abs(peak / 250 - timeS)).toBeLessThan(0.025);
    seen.push(peak / 250);
  }
  if (truth.beats.length > 0 && !wide.includes(pair.rhythm)) {
    const [least, most] = widthMs(pair.morphology);
    expect(truth.measurements.qrsMs).toBeGreaterThan(least);
    expect(truth.measurements.qrsMs).toBeLessThan(most);
  }
  if (wide.includes(pair.rhythm)) expect(truth.measurements.qrsMs).toBeGreaterThan(120);
  if (pair.rhythm === 'asystole') expect(leads.every((mv) => mv.every((value) => value === 0))).toBe(true);
  else if (beatless.has(pair.rhythm)) expect(truth.ventricularActivity).toBeDefined();
  else expect(truth.beats.length).toBeGreaterThan(1);
});

it('gives the same heart for the same seed and another for another', () => {
  for (const seed of [1, 2, 3, 4]) {
    expect(drawSpec({ seed })).toEqual(drawSpec({ seed }));
    const short = (which: number) => synthesise(drawSpec({ seed: which, durationS: 2, sampleRateHz: 250 }));
    expect(short(seed)).toEqual(short(seed));
  }
  expect(new Set(Array.from({ length: 200 }, (_, seed) => drawSpec({ seed }).rhythm)).size).toBe(drawnRhythms.length);
});

it('spreads intervals and axes as people do', () => {
  const hearts = Array.from({ length: 24 }, (_, seed) =>
    synthesise(
      drawSpec({ seed, rhythm: 'sinus', morphology: 'normal', durationS: 3, sampleRateHz: 100, noise: noNoise }),
    ),
  );
  const of = (name: 'prMs' | 'qrsMs' | 'qrsAxisDeg' | 'pMs') => hearts.map(({ truth }) => truth.measurements[name]!);
  const spread = (values: readonly number[]): number => Math.max(...values) - Math.min(...values);
  expect(spread(of('prMs'))).toBeGreaterThan(35);
  expect(spread(of('qrsMs'))).toBeGreaterThan(14);
  expect(spread(of('pMs'))).toBeGreaterThan(15);
  expect(spread(of('qrsAxisDeg'))).toBeGreaterThan(40);
  for (const axis of of('qrsAxisDeg')) {
    expect(axis).toBeGreaterThan(-30);
    expect(axis).toBeLessThan(100);
  }
});
