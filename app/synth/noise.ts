import { type Electrode, electrodes } from './leadField.ts';
import { createRandom, type Random } from './random.ts';
import { respirationHz } from './rhythm/sinusNode.ts';
import type { NoiseKind, SynthSpec } from './spec.ts';

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

/** Electrodes that are pulled at: steep bumps that decay, some back beyond where they came from. Root mean square 1 over the recording. */
const motion = (random: Random, spec: SynthSpec, sampleCount: number): Float64Array => {
  const signal = new Float64Array(sampleCount);
  // Not every electrode is as loose as the others.
  const looseness = random.between(0.25, 1);
  for (let startS = random.between(0, 0.6); startS < spec.durationS; startS += random.between(0.4, 2.6)) {
    const heightMv = random.normal();
    const riseS = random.between(0.015, 0.07);
    const decayS = random.between(0.12, 0.9);
    const swingHz = random.between(0.4, 2.2);
    const first = Math.max(0, Math.ceil((startS - 5 * riseS) * spec.sampleRateHz));
    const last = Math.min(sampleCount - 1, Math.floor((startS + 7 * decayS) * spec.sampleRateHz));
    for (let i = first; i <= last; i++) {
      const sinceS = i / spec.sampleRateHz - startS;
      const rise = 1 / (1 + Math.exp((-4 * sinceS) / riseS));
      const decay = Math.exp(-Math.max(0, sinceS) / decayS);
      signal[i]! += heightMv * rise * decay * Math.cos(2 * Math.PI * swingHz * Math.max(0, sinceS));
    }
  }
  const rms = Math.sqrt(signal.reduce((sum, mv) => sum + mv * mv, 0) / Math.max(1, sampleCount));
  return rms > 0 ? signal.map((mv) => (mv * looseness) / rms) : signal;
};

/**
 * Noise of one kind at every electrode, in no particular size: to be brought to a signal-to-noise ratio. Of its own
 * seed, so that adding it leaves the rest as it is.
 */
export const makeNoiseOf = (kind: NoiseKind, spec: SynthSpec, sampleCount: number): ElectrodeSignals => {
  const signals = {} as Record<Electrode, Float64Array>;
  for (const electrode of electrodes) {
    const random = createRandom(spec.seed, `snr/${kind}/${electrode}`);
    if (kind === 'motion') {
      signals[electrode] = motion(random, spec, sampleCount);
      continue;
    }
    const signal = new Float64Array(sampleCount);
    const tones = {
      baseline: () => baselineTones(random, respirationHz(spec)),
      muscle: () => muscleTones(random),
      mains: () => mainsTones(random, spec.noise.mainsHz),
    }[kind]();
    // At a low sampling rate only the tones within the passband count.
    const heard = tones.filter(({ hz }) => hz <= passband * spec.sampleRateHz);
    if (heard.length > 0) addTones(signal, normalise(heard, random.between(0.6, 1.4)), spec.sampleRateHz, () => 1);
    signals[electrode] = signal;
  }
  return signals;
};

/** `signals` plus `factor` times `others`. */
export const mix = (signals: ElectrodeSignals, others: ElectrodeSignals, factor: number): ElectrodeSignals => {
  const mixed = {} as Record<Electrode, Float64Array>;
  for (const electrode of electrodes) {
    mixed[electrode] = signals[electrode].map((mv, i) => mv + factor * others[electrode][i]!);
  }
  return mixed;
};

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
    if (spec.noise.motionMv > 0) {
      motion(random, spec, sampleCount).forEach((mv, i) => {
        signal[i]! += spec.noise.motionMv * mv;
      });
    }
    signals[electrode] = signal;
  }
  return signals;
};
