import { describe, expect, it } from 'vitest';
import { findLead, type Recording, standardLeads } from '../recording/recording.ts';
import { noiseKinds, noNoise, type SynthSpec, synthSpec } from './spec.ts';
import { synthesise } from './synthesise.ts';

const make = (change: Partial<SynthSpec> = {}) => synthesise(synthSpec({ seed: 6, noise: noNoise, ...change }));
const lead = (recording: Recording, name: string): Float32Array => findLead(recording, name)!.samplesMv;
const meanSquare = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** 2;
  return sum / values.length;
};

const clean = make();

/** The stated ratio, measured on the samples of both recordings. */
const measuredDb = (noisy: Recording): number => {
  const powers = standardLeads.map((name) => {
    const whole = lead(clean.recording, name);
    const noise = lead(noisy, name).map((mv, i) => mv - whole[i]!);
    const heights = clean.truth.beats.flatMap(({ qrs }) => {
      if (qrs.onsetS === null || qrs.offsetS === null) return [];
      const window = whole.slice(Math.ceil(qrs.onsetS * 500), Math.floor(qrs.offsetS * 500) + 1);
      return Math.max(0, ...window) - Math.min(0, ...window);
    });
    const height = heights.reduce((sum, each) => sum + each, 0) / heights.length;
    return { signal: height ** 2 / 8, noise: meanSquare(noise) };
  });
  const total = (of: 'signal' | 'noise'): number => powers.reduce((sum, power) => sum + power[of], 0);
  return 10 * Math.log10(total('signal') / total('noise'));
};

describe('noise', () => {
  it.each(noiseKinds.flatMap((kind) => [-6, 12].map((db) => [kind, db] as const)))(
    '%s at %s dB measures so, and the truth of the beats stays',
    (kind, db) => {
      const { recording, truth } = make({ snr: [{ kind, db }], railMv: 100 });
      expect(measuredDb(recording)).toBeCloseTo(db, 1);
      expect(truth.beats).toEqual(clean.truth.beats);
      const two = lead(recording, 'II').map((mv, i) => mv - lead(clean.recording, 'II')[i]!);
      expect(truth.noiseRmsMv.II).toBeCloseTo(Math.sqrt(meanSquare(two)), 2);
    },
  );

  it('mains: at its frequency and harmonics, nowhere else', () => {
    for (const mainsHz of [50, 60] as const) {
      const { recording } = make({ rhythm: 'asystole', noise: { ...noNoise, mainsMv: 0.1, mainsHz } });
      const at = (hz: number): number => {
        let [re, im] = [0, 0];
        lead(recording, 'V1').forEach((mv, i) => {
          re += mv * Math.cos((2 * Math.PI * hz * i) / 500);
          im += mv * Math.sin((2 * Math.PI * hz * i) / 500);
        });
        return (2 * Math.hypot(re, im)) / recording.sampleCount;
      };
      expect(at(mainsHz)).toBeGreaterThan(0.05);
      expect(at(3 * mainsHz)).toBeGreaterThan(0.004);
      expect(at(mainsHz + 13)).toBeLessThan(0.002);
    }
  });

  it('motion comes and goes; other electrodes are not moved with it', () => {
    const { recording } = make({ rhythm: 'asystole', noise: { ...noNoise, motionMv: 0.3 } });
    const four = lead(recording, 'V4');
    const five = lead(recording, 'V5');
    let [both, one, other] = [0, 0, 0];
    four.forEach((mv, i) => {
      both += mv * five[i]!;
      one += mv * mv;
      other += five[i]! ** 2;
    });
    expect(Math.abs(both / Math.sqrt(one * other))).toBeLessThan(0.8);
    const seconds = Array.from({ length: 10 }, (_, k) => Math.sqrt(meanSquare(four.slice(500 * k, 500 * (k + 1)))));
    expect(Math.max(...seconds)).toBeGreaterThan(3 * Math.min(...seconds));
  });
});

describe('recorder', () => {
  it('clips at its rail', () => {
    const clipped = lead(make({ railMv: 0.7 }).recording, 'V4');
    expect(Math.max(...clipped)).toBeCloseTo(0.7, 6);
    expect(clipped.filter((mv) => mv > 0.699).length).toBeGreaterThan(50);
  });

  it('steps by its resolution', () => {
    const { recording } = make({ resolutionUv: 20, noise: { ...noNoise, muscleMv: 0.05 } });
    for (const mv of lead(recording, 'V3')) expect(Math.abs(mv / 0.02 - Math.round(mv / 0.02))).toBeLessThan(1e-3);
  });

  const negated = (values: Float32Array): number[] => Array.from(values, (mv) => Math.round(-mv * 1000) + 0);
  const steps = (values: Float32Array): number[] => Array.from(values, (mv) => Math.round(mv * 1000) + 0);

  it('LA and RA on each other: I upside down, II and III change places, aVR and aVL too', () => {
    const { recording, truth } = make({ swapped: [['LA', 'RA']] });
    const off = (name: string, expected: number[]): number =>
      Math.max(...steps(lead(recording, name)).map((value, i) => Math.abs(value - expected[i]!)));
    // Each channel is rounded by itself: one step apart at most, two where two channels meet.
    expect(off('I', negated(lead(clean.recording, 'I')))).toBeLessThanOrEqual(1);
    expect(off('II', steps(lead(clean.recording, 'III')))).toBeLessThanOrEqual(2);
    expect(off('aVR', steps(lead(clean.recording, 'aVL')))).toBeLessThanOrEqual(2);
    expect(off('V3', steps(lead(clean.recording, 'V3')))).toBeLessThanOrEqual(1);
    expect(truth.measurements.qrsAxisDeg).toBeGreaterThan(95);
    expect(truth.measurements.prMs).toBeCloseTo(clean.truth.measurements.prMs!, 0);
  });

  it('V1 and V2 change places with each other', () => {
    const { recording } = make({ swapped: [['V1', 'V2']] });
    expect(lead(recording, 'V1')).toEqual(lead(clean.recording, 'V2'));
    expect(lead(recording, 'V2')).toEqual(lead(clean.recording, 'V1'));
    expect(lead(recording, 'II')).toEqual(lead(clean.recording, 'II'));
  });
});
