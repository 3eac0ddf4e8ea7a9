import { describe, expect, test } from 'vitest';
import type { Rhythm } from '../../synth/catalogue.ts';
import { drawSpec } from '../../synth/population.ts';
import { noNoise, type SynthSpec } from '../../synth/spec.ts';
import { synthesise } from '../../synth/synthesise.ts';
import { analyzeSignal } from '../analyzeSignal.ts';

const measured = (wish: Partial<SynthSpec> & Pick<SynthSpec, 'seed'>) => {
  const { recording, truth } = synthesise(drawSpec({ noise: noNoise, ...wish }));
  return { found: analyzeSignal(recording, { lead: null }).measurements, truth: truth.measurements };
};

test.each<Rhythm>(['supraventricular-tachycardia', 'ventricular-tachycardia', 'atrial-fibrillation'])(
  '%s: no P wave, with a reason',
  (rhythm) => {
    const { found } = measured({ seed: 1_000_300, rhythm, morphology: 'normal' });
    expect(found.prMs).toBeNull();
    expect(found.reasons.prMs).toMatch(/No P wave/);
  },
);

test('P is measured although every third beat is premature', () => {
  const { found, truth } = measured({
    seed: 1_000_301,
    rhythm: 'ventricular-trigeminy',
    heartRateBpm: 88,
    morphology: 'rvh',
  });
  expect(Math.abs((found.prMs ?? 0) - truth.prMs!)).toBeLessThan(15);
});

test.each([60, 61, 62, 63])(
  'P ends before the QRS begins, also where pre-excitation makes PR short, seed %s',
  (seed) => {
    const { recording } = synthesise(drawSpec({ seed: 1_000_000 + seed, rhythm: 'sinus', morphology: 'wpw' }));
    const { delineation } = analyzeSignal(recording, { lead: null });
    for (const waves of Object.values(delineation))
      waves.forEach((wave, i) => {
        if (wave.wave !== 'P') return;
        expect(wave.onsetS!).toBeLessThan(wave.offsetS!);
        expect(wave.offsetS!).toBeLessThanOrEqual(waves[i + 1]!.onsetS!);
      });
  },
);

test('at a rate of 130 the P wave is not taken for the end of T', () => {
  const { found, truth } = measured({
    seed: 1_000_302,
    rhythm: 'sinus-tachycardia',
    heartRateBpm: 130,
    morphology: 'normal',
  });
  expect(Math.abs((found.prMs ?? 0) - truth.prMs!)).toBeLessThan(15);
});

test.each([40, 41, 42])('a U wave does not lengthen QT, seed %s', (seed) => {
  const { found, truth } = measured({ seed: 1_000_000 + seed, rhythm: 'sinus', uWave: true, morphology: 'normal' });
  expect(Math.abs((found.qtMs ?? 0) - truth.qtMs!)).toBeLessThan(25);
});

describe('axes are those of the waves, not of the ST segment', () => {
  test.each([50, 51, 52])('inferior ST elevation, seed %s', (seed) => {
    const { found, truth } = measured({ seed: 1_000_000 + seed, rhythm: 'sinus', morphology: 'inferior-st-elevation' });
    expect(Math.abs((found.qrsAxisDeg ?? 0) - truth.qrsAxisDeg!)).toBeLessThan(8);
    expect(Math.abs((found.tAxisDeg ?? 0) - truth.tAxisDeg!)).toBeLessThan(8);
  });
});

test('a U wave behind a T wave that the QRS has swallowed is no T wave', () => {
  const { found, truth } = measured({ seed: 467, rhythm: 'ventricular-premature' });
  expect(truth.qtMs).toBeLessThan(300);
  expect(found.qtMs).toBeNull();
  expect(found.reasons.qtMs).toContain('No T wave');
});
