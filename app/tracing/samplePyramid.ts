/** Smallest and largest sample of a stretch, and what else a column of pixels must know of it. */
export interface StretchRange {
  /** NaN where no sample is finite. */
  readonly minMv: number;
  readonly maxMv: number;
  /** At least one sample of the stretch is missing. */
  readonly missing: boolean;
}

/**
 * The smallest and the largest of any stretch of a lead, without looking at each of its samples again. Built in steps so that
 * nobody waits for it; answers are the same before, while and after it is built, only slower.
 */
export interface SamplePyramid {
  /** Finite samples in [from, to) of the lead; indices outside are cut off. */
  readonly range: (from: number, to: number) => StretchRange;
  /** Goes on with at most so many samples; true when nothing is left to do. */
  readonly build: (mostSamples: number) => boolean;
}

const finestBin = 16;
const binsPerStep = 4;

interface Level {
  readonly size: number;
  readonly min: Float32Array;
  readonly max: Float32Array;
  readonly missing: Uint8Array;
  built: number;
}

const levelOf = (samples: number, size: number): Level => {
  const bins = Math.floor(samples / size);
  return {
    size,
    min: new Float32Array(bins),
    max: new Float32Array(bins),
    missing: new Uint8Array(bins),
    built: 0,
  };
};

const levelsOf = (samples: number): readonly Level[] => {
  const levels: Level[] = [];
  for (let size = finestBin; size <= samples; size *= binsPerStep) levels.push(levelOf(samples, size));
  return levels;
};

export const createSamplePyramid = (samplesMv: Float32Array): SamplePyramid => {
  const levels = levelsOf(samplesMv.length);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let missing = false;

  const takeSample = (index: number) => {
    const value = samplesMv[index] ?? Number.NaN;
    if (!Number.isFinite(value)) missing = true;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
    }
  };
  const takeBin = (level: Level, bin: number) => {
    const low = level.min[bin] ?? Number.NaN;
    const high = level.max[bin] ?? Number.NaN;
    if (low < min) min = low;
    if (high > max) max = high;
    if (level.missing[bin] === 1) missing = true;
  };
  const walk = (from: number, to: number) => {
    min = Number.POSITIVE_INFINITY;
    max = Number.NEGATIVE_INFINITY;
    missing = false;
    let index = from;
    while (index < to) {
      let used: Level | undefined;
      for (const level of levels) {
        if (index % level.size !== 0 || index + level.size > to || index / level.size >= level.built) break;
        used = level;
      }
      if (used === undefined) {
        takeSample(index);
        index += 1;
      } else {
        takeBin(used, index / used.size);
        index += used.size;
      }
    }
  };
  const buildBin = (level: Level) => {
    const from = level.built * level.size;
    walk(from, from + level.size);
    level.min[level.built] = min;
    level.max[level.built] = max;
    level.missing[level.built] = missing ? 1 : 0;
    level.built += 1;
  };

  return {
    range: (from, to) => {
      walk(Math.max(0, from), Math.min(samplesMv.length, to));
      return min > max ? { minMv: Number.NaN, maxMv: Number.NaN, missing: true } : { minMv: min, maxMv: max, missing };
    },
    build: (mostSamples) => {
      let left = mostSamples;
      for (const level of levels) {
        const cost = level.size === finestBin ? finestBin : binsPerStep;
        while (level.built < level.min.length) {
          if (left <= 0) return false;
          buildBin(level);
          left -= cost;
        }
      }
      return true;
    },
  };
};
