import { resample } from '../../app/recording/resample.ts';
import { createRandom, type Random } from '../../app/synth/random.ts';

/** One lead without a heart's beats, mV. */
export interface Deflections {
  readonly samplesMv: Float32Array;
  readonly sampleRateHz: number;
}

export interface DeflectionSource {
  /** Electrode motion alone, one signal a row, 360 samples a second. */
  readonly motion: readonly Float32Array[];
  readonly durationS: number;
}

interface Made extends DeflectionSource {
  readonly random: Random;
  readonly sampleRateHz: number;
}

const motionHz = 360;
const rates = [100, 125, 200, 250, 360, 500, 1000];

type Wave = (timeS: number, index: number) => number;
const ofWave = ({ durationS, sampleRateHz }: Made, wave: Wave): Float32Array =>
  Float32Array.from({ length: Math.round(durationS * sampleRateHz) }, (_, i) => wave(i / sampleRateHz, i));

/** The same at 37 to 150 a minute; `shape` gets the part of the period, 0 to 1, and its length, s. */
const repeated = (made: Made, shape: (part: number, periodS: number) => number): Float32Array => {
  const periodS = made.random.between(0.4, 1.6);
  const phase = made.random.uniform();
  return ofWave(made, (timeS) => shape((timeS / periodS + phase) % 1, periodS));
};

const impulses = (made: Made, widthSamples: number, spread: number): Float32Array => {
  const { random, sampleRateHz } = made;
  const periodS = random.between(0.4, 1.6);
  let next = 0;
  let height = 0;
  return ofWave(made, (_, i) => {
    if (i === next + widthSamples)
      next += Math.max(widthSamples + 1, Math.round(sampleRateHz * periodS * random.between(1 - spread, 1 + spread)));
    if (i < next) return 0;
    if (i === next) height = random.between(1 - spread, 1);
    return height;
  });
};

/** A piece of recorded motion, from its own first level to its last. */
const pieceOf = ({ motion, random }: Made, lengthS: number): Float32Array => {
  const signal = motion[Math.floor(motion.length * random.uniform())]!;
  const length = Math.round(lengthS * motionHz);
  const from = Math.floor((signal.length - length) * random.uniform());
  const piece = signal.slice(from, from + length);
  const [first, last] = [piece[0]!, piece[length - 1]!];
  return piece.map((mv, i) => mv - first - ((last - first) * i) / (length - 1));
};

/** The piece again and again, each time with a size of its own, and a line between. */
const motionAgain = (made: Made, lengthS: number, gapS: number, spread: number): Float32Array => {
  const piece = pieceOf(made, lengthS);
  const period = piece.length + Math.round(gapS * motionHz);
  let size = 1;
  const at360 = Float32Array.from({ length: Math.round((made.durationS + 1) * motionHz) }, (_, i) => {
    if (i % period === 0) size = made.random.between(1 - spread, 1 + spread);
    return size * (piece[i % period] ?? 0);
  });
  return resample(at360, motionHz, made.sampleRateHz).slice(0, Math.round(made.durationS * made.sampleRateHz));
};

const turn = 2 * Math.PI;

/** Each of unit size or its own. `trained`: whether the judgement of readability has seen its kind. */
export const deflectionKinds: Readonly<
  Record<string, { readonly trained: boolean; readonly make: (made: Made) => Float32Array }>
> = {
  'impulses of one sample': { trained: true, make: (made) => impulses(made, 1, 0) },
  'impulses of two samples': { trained: true, make: (made) => impulses(made, made.sampleRateHz < 200 ? 1 : 2, 0.05) },
  'irregular impulses': { trained: true, make: (made) => impulses(made, 1, 0.5) },
  sawtooth: { trained: true, make: (made) => repeated(made, (part) => part - 0.5) },
  'sawtooth with a slope back': {
    trained: true,
    make: (made) => {
      const back = made.random.between(0.02, 0.12);
      return repeated(made, (part) => (part < 1 - back ? part / (1 - back) : (1 - part) / back));
    },
  },
  triangle: { trained: true, make: (made) => repeated(made, (part) => Math.abs(2 * part - 1)) },
  'skew triangle': {
    trained: false,
    make: (made) => {
      const up = made.random.between(0.15, 0.85);
      return repeated(made, (part) => (part < up ? part / up : (1 - part) / (1 - up)));
    },
  },
  'square behind a high-pass': {
    trained: true,
    make: (made) => {
      const tauS = Math.exp(made.random.between(Math.log(0.08), Math.log(3)));
      const keep = Math.exp(-1 / (made.sampleRateHz * tauS));
      let [level, before] = [0, 0];
      return repeated(made, (part) => (part < 0.5 ? 1 : 0)).map((value) => {
        level = keep * (level + value - before);
        before = value;
        return level;
      });
    },
  },
  'rounded pulses': {
    trained: false,
    make: (made) => {
      const on = made.random.between(0.15, 0.5);
      let level = 0;
      return repeated(made, (part) => (part < on ? 1 : 0)).map((value) => {
        level += (value - level) * Math.min(1, 1 / (0.02 * made.sampleRateHz));
        return level;
      });
    },
  },
  'wide bumps': {
    trained: true,
    make: (made) => {
      const sigmaS = made.random.between(0.05, 0.15);
      return repeated(made, (part, periodS) => Math.exp(-((((part - 0.5) * periodS) / sigmaS) ** 2)));
    },
  },
  'half sines': {
    trained: false,
    make: (made) => {
      const widthS = made.random.between(0.2, 0.4);
      return repeated(made, (part, periodS) =>
        part * periodS < widthS ? Math.sin((Math.PI * part * periodS) / widthS) : 0,
      );
    },
  },
  'taps that swing out': {
    trained: true,
    make: (made) => {
      const hz = made.random.between(3, 8);
      const fadeS = made.random.between(0.1, 0.4);
      return repeated(
        made,
        (part, periodS) => Math.exp((-part * periodS) / fadeS) * Math.sin(turn * hz * part * periodS),
      );
    },
  },
  'motion, one piece again and again': {
    trained: true,
    make: (made) => motionAgain(made, made.random.between(0.5, 1.6), 0, 0),
  },
  'motion, one piece with a line between': {
    trained: true,
    make: (made) => motionAgain(made, made.random.between(0.2, 0.6), made.random.between(0.2, 0.8), 0),
  },
  'motion, one piece in changing size': {
    trained: true,
    make: (made) => motionAgain(made, made.random.between(0.3, 1), made.random.between(0.1, 0.6), 0.3),
  },
  'motion as recorded': {
    trained: true,
    make: (made) => motionAgain(made, made.durationS, 0, 0),
  },
};

/** Made from `seed` alone: 0.2 to 4 mV, white noise of 0 to 3 % of it. */
export const deflections = (kind: string, seed: number, source: DeflectionSource): Deflections => {
  const entry = deflectionKinds[kind];
  if (entry === undefined) throw new Error(`no kind ${kind}`);
  const random = createRandom(seed, kind);
  const sampleRateHz = rates[seed % rates.length]!;
  const heightMv = Math.exp(random.between(Math.log(0.2), Math.log(4)));
  const noise = random.uniform() < 0.3 ? 0 : random.between(0, 0.03);
  const values = entry.make({ ...source, random, sampleRateHz });
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const factor = high > low ? heightMv / (high - low) : 0;
  return { samplesMv: values.map((value) => factor * value + noise * heightMv * random.normal()), sampleRateHz };
};
