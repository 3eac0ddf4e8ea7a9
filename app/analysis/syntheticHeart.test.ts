import { expect, test } from 'vitest';
import { restingNoise, type SynthSpec, synthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';

const toleranceS = 0.06;
/** A beat cut by the edge may be seen or not. */
const edgeS = 0.25;

const rhythms: readonly SynthSpec['rhythm'][] = [
  'sinus',
  'atrial-fibrillation',
  'ventricular-bigeminy',
  'ventricular-paced',
];
const morphologies: readonly SynthSpec['morphology'][] = ['normal', 'rbbb', 'lbbb', 'inferior-st-elevation'];
const cases = rhythms.flatMap((rhythm) =>
  (rhythm === 'sinus' ? morphologies : (['normal'] as const)).flatMap((morphology) =>
    [100, 500].map((sampleRateHz) => ({ rhythm, morphology, sampleRateHz })),
  ),
);

test.each(cases)('every beat of the synthetic heart and no other: $rhythm, $morphology, $sampleRateHz Hz', (change) => {
  for (const seed of [1, 2, 3]) {
    const { recording, truth } = synthesise(
      synthSpec({ seed, durationS: 20, heartRateBpm: 75, noise: { ...restingNoise, muscleMv: 0.02 }, ...change }),
    );
    const analysis = analyzeSignal(recording, { lead: null });
    const inside = (timeS: number): boolean => timeS > edgeS && timeS < 20 - edgeS;
    const found = analysis.beats.map((beat) => beat.timeS);
    const known = truth.beats.map((beat) => beat.timeS);
    const far = (timeS: number, others: readonly number[]): boolean =>
      others.every((other) => Math.abs(other - timeS) > toleranceS);
    expect(known.filter((timeS) => inside(timeS) && far(timeS, found))).toEqual([]);
    expect(found.filter((timeS) => inside(timeS) && far(timeS, known))).toEqual([]);
    expect(analysis.validity.status).toBe('VALID');
    expect(analysis.quality.verdict).toBe('acceptable');
  }
});
