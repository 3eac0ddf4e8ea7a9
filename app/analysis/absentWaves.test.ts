import { describe, expect, test } from 'vitest';
import { drawSpec } from '../synth/population.ts';
import { restingNoise, type SynthSpec } from '../synth/spec.ts';
import { synthesise } from '../synth/synthesise.ts';
import { analyzeSignal } from './analyzeSignal.ts';

const heart = (wish: Partial<SynthSpec>, seed: number) => {
  const made = synthesise(drawSpec({ seed, noise: restingNoise, ...wish }));
  return { ...made, ...analyzeSignal(made.recording, { lead: null }) };
};
const seeds = [1, 2, 3, 4, 5];
const vvi = { mode: 'VVI', fault: 'none', pulseMs: 0.5 } as const;

describe('no P wave leads to a QRS', () => {
  test.each<[string, Partial<SynthSpec>]>([
    ['fibrillation', { rhythm: 'atrial-fibrillation' }],
    ['flutter 2:1', { rhythm: 'atrial-flutter-2to1' }],
    ['flutter 4:1', { rhythm: 'atrial-flutter-4to1' }],
    ['flutter, changing conduction', { rhythm: 'atrial-flutter-variable' }],
    ['complete block', { rhythm: 'av-block-3-ventricular' }],
    ['ventricular pacing', { rhythm: 'sinus', pacing: vvi }],
  ])('%s: no PR interval is stated, and why', (_, wish) => {
    for (const seed of seeds) {
      const { measurements } = heart(wish, seed);
      expect(measurements.prMs).toBeNull();
      expect(measurements.reasons.prMs).toBeTruthy();
    }
  });
});

describe('P waves that lead to each QRS', () => {
  test('keep their PR interval', () => {
    const missesMs = (['sinus', 'av-block-1', 'av-block-2-mobitz'] as const).flatMap((rhythm) =>
      seeds.map((seed) => {
        const { measurements, truth } = heart({ rhythm, morphology: 'normal' }, seed);
        expect(measurements.prMs).not.toBeNull();
        return Math.abs(measurements.prMs! - truth.measurements.prMs!);
      }),
    );
    // One heart at 99 beats a minute begins its P on the end of T.
    expect(missesMs.filter((ms) => ms > 25).length).toBeLessThanOrEqual(1);
  });

  test('of Wenckebach block are followed: the median PR of the beats, in most hearts', () => {
    const near = seeds.filter((seed) => {
      const { measurements, truth } = heart({ rhythm: 'av-block-2-wenckebach', morphology: 'normal' }, seed);
      return measurements.prMs !== null && Math.abs(measurements.prMs - truth.measurements.prMs!) < 25;
    });
    expect(near.length).toBeGreaterThanOrEqual(3);
  });
});
