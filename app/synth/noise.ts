import { type Electrode, electrodes } from './leadField.ts';
import { createRandom, type Random } from './random.ts';
import { respirationHz } from './rhythm.ts';
import type { SynthSpec } from './spec.ts';

interface Tone {
  readonly hz: number;
  readonly amplitudeMv: number;
  readonly phase: number;
}

/** Above this part of the sampling rate a recorder's low-pass leaves nothing. */
const passband = 0.45;

/** Scales amplitudes so that the tones together have the root mean square `rmsMv`. */
const normalise = (tones: readonly Tone[], rmsMv: number): Tone[] => {
  const power = tones.reduce((sum, tone) => sum + (tone.amplitudeMv * tone.amplitudeMv) / 2, 0);
  return tones.map((tone) => ({ ...tone, amplitudeMv: (tone.amplitudeMv * rmsMv) / Math.sqrt(power) }));
};

const tone = (random: Random, hz: number, amplitudeMv: number): Tone => ({
  hz,
  amplitudeMv,
  phase: random.between(0, 2 * Math.PI),
});

/** Drift of the skin potential (falling with frequency) and breathing. */
const baselineTones = (random: Random, breathHz: number): Tone[] => {
  const drift = Array.from({ length: 9 }, () => 0.04 * 12 ** random.uniform()).map((hz) =>
    tone(random, hz, (0.1 / hz) ** 0.7 * random.between(0.5, 1.5)),
  );
  return [...drift, tone(random, breathHz, random.between(0.4, 1)), tone(random, 2 * breathHz, 0.2)];
};

/** Broad band with its middle near 45 Hz, as skin electrodes show resting and tensed muscle. */
const muscleTones = (random: Random): Tone[] =>
  Array.from({ length: 170 }, (_, i) => 6 * 50 ** ((i + random.uniform()) / 170)).map((hz) =>
    // Tones are spaced by a constant ratio: the root of the frequency makes amplitude into density.
    tone(random, hz, ((Math.sqrt(hz) * (hz / 20)) / (1 + (hz / 45) ** 2)) * random.between(0.4, 1.6)),
  );

const mainsTones = (random: Random, mainsHz: number): Tone[] => {
  const drift = random.between(-0.015, 0.015);
  return [1, 3, 5].map((harmonic) => tone(random, harmonic * (mainsHz + drift), [0, 1, 0, 0.12, 0, 0.05][harmonic]!));
};

/** Adds tones by turning one phasor each: no sine per sample. `sizeAt` shapes them over time. */
const addTones = (
  target: Float64Array,
  tones: readonly Tone[],
  sampleRateHz: number,
  sizeAt: (timeS: number) => number,
): void => {
  const sum = new Float64Array(target.length);
  for (const { hz, amplitudeMv, phase } of tones) {
    if (hz > passband * sampleRateHz) continue;
    const turn = (2 * Math.PI * hz) / sampleRateHz;
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    let [re, im] = [amplitudeMv * Math.cos(phase), amplitudeMv * Math.sin(phase)];
    for (let i = 0; i < sum.length; i++) {
      sum[i]! += re;
      [re, im] = [re * cos - im * sin, re * sin + im * cos];
    }
  }
  for (let i = 0; i < target.length; i++) target[i]! += sum[i]! * sizeAt(i / sampleRateHz);
};

export type ElectrodeSignals = Readonly<Record<Electrode, Float64Array>>;

/**
 * What each electrode adds that is not the heart, millivolts per sample. A sum of tones, so that another sampling
 * rate shows the same noise below its passband.
 */
export const makeNoise = (spec: SynthSpec, sampleCount: number): ElectrodeSignals => {
  const breathHz = respirationHz(spec);
  const even = () => 1;
  const signals = {} as Record<Electrode, Float64Array>;
  for (const electrode of electrodes) {
    const random = createRandom(spec.seed, `noise/${electrode}`);
    const signal = new Float64Array(sampleCount);
    const [tremorHz, tremorPhase] = [random.between(0.15, 0.5), random.between(0, 2 * Math.PI)];
    const add = (tones: readonly Tone[], rmsMv: number, sizeAt: (timeS: number) => number): void => {
      if (rmsMv > 0) addTones(signal, normalise(tones, rmsMv), spec.sampleRateHz, sizeAt);
    };
    add(baselineTones(random, breathHz), spec.noise.baselineMv, even);
    add(muscleTones(random), spec.noise.muscleMv, (timeS) => {
      const swell = 1 + 0.55 * Math.sin(2 * Math.PI * tremorHz * timeS + tremorPhase);
      return swell / Math.sqrt(1 + 0.55 ** 2 / 2);
    });
    add(mainsTones(random, spec.noise.mainsHz), spec.noise.mainsMv, even);
    signals[electrode] = signal;
  }
  return signals;
};
