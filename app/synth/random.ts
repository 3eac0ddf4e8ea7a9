/** A seeded source of numbers; the same seed and label give the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  readonly uniform: () => number;
  /** Uniform in [low, high). */
  readonly between: (low: number, high: number) => number;
  /** Gaussian, mean 0 and standard deviation 1. */
  readonly normal: () => number;
}

/** 32-bit FNV-1a over the characters, then the finaliser of MurmurHash3 so that neighbouring seeds share no pattern. */
const hash = (text: string): number => {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
};

/**
 * sfc32 (Chris Doty-Humphrey, PractRand), seeded by hashing. Each part of the heart draws from its own `label`, so
 * that, for instance, more noise leaves the beats where they are.
 */
export const createRandom = (seed: number, label: string): Random => {
  let a = hash(`${seed}/${label}/a`);
  let b = hash(`${seed}/${label}/b`);
  let c = hash(`${seed}/${label}/c`);
  let counter = 1;
  const uniform = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) uniform();
  const normal = (): number => {
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    return radius * Math.cos(2 * Math.PI * uniform());
  };
  return { uniform, between: (low, high) => low + (high - low) * uniform(), normal };
};
