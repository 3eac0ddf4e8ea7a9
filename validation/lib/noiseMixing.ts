import { createRandom } from '../../app/synth/random.ts';

/** Leads that electrodes give independently of each other; the other four follow from I and II. */
const independent = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
/** What a limb lead is of I and II (Einthoven, Goldberger). */
const fromLimbs: Readonly<Record<string, readonly [ofI: number, ofII: number]>> = {
  III: [-1, 1],
  aVR: [-0.5, -0.5],
  aVL: [1, -0.5],
  aVF: [-0.5, 1],
};

const power = (samples: Float32Array): number => {
  let sum = 0;
  for (const mv of samples) sum += mv;
  const mean = sum / samples.length;
  let squares = 0;
  for (const mv of samples) squares += (mv - mean) ** 2;
  return squares / samples.length;
};

/** Median over the beats of the peak-to-peak within 50 ms of each, mV; 0 without beats. */
export const qrsHeightMv = (samplesMv: Float32Array, sampleRateHz: number, beatsS: readonly number[]): number => {
  const heights = beatsS
    .map((timeS) => {
      const from = Math.max(0, Math.round((timeS - 0.05) * sampleRateHz));
      const window = samplesMv.subarray(from, Math.round((timeS + 0.05) * sampleRateHz) + 1);
      let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
      for (const mv of window) {
        low = Math.min(low, mv);
        high = Math.max(high, mv);
      }
      return high - low;
    })
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return heights[heights.length >> 1] ?? 0;
};

/**
 * Noise for the named leads, mV in no particular size: every electrode's lead gets a stretch of its own of the recorded noise
 * (seeded), the derived limb leads what follows from those of I and II. `noise`: channels of equal rate to the recording's.
 */
export const noiseForLeads = (
  leads: readonly string[],
  sampleCount: number,
  noise: readonly Float32Array[],
  seed: number,
  label: string,
): Float32Array[] => {
  const stretch = (lead: string): Float32Array => {
    const random = createRandom(seed, `${label}/${lead}`);
    const channel = noise[Math.floor(random.uniform() * noise.length)]!;
    const from = Math.floor(random.uniform() * (channel.length - sampleCount));
    return channel.slice(from, from + sampleCount);
  };
  const own = new Map<string, Float32Array>(independent.map((lead) => [lead, stretch(lead)]));
  return leads.map((lead) => {
    const derived = fromLimbs[lead];
    if (derived === undefined) return own.get(lead) ?? stretch(lead);
    const [one, two] = [own.get('I')!, own.get('II')!];
    return one.map((mv, i) => derived[0] * mv + derived[1] * two[i]!);
  });
};

/**
 * Adds noise at a signal-to-noise ratio as nst(1) of the WFDB software counts it: signal power is the square of the QRS
 * height divided by 8 (the power of a sine of that height), noise power the variance of the noise; here both averaged over
 * all leads, so that one factor serves the whole recording and the leads stay consistent. Without beats the height is 1 mV.
 */
export const mixAtRatio = (
  leads: readonly Float32Array[],
  noise: readonly Float32Array[],
  heightsMv: readonly number[],
  ratioDb: number,
): Float32Array[] => {
  const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;
  const signalPower = mean(heightsMv.map((height) => height ** 2 / 8)) || 1 / 8;
  const noisePower = mean(noise.map(power));
  const factor = noisePower > 0 ? Math.sqrt(signalPower / noisePower / 10 ** (ratioDb / 10)) : 0;
  return leads.map((lead, l) => {
    const own = noise[l]!;
    const middle = own.reduce((sum, mv) => sum + mv, 0) / own.length;
    return lead.map((mv, i) => mv + factor * (own[i]! - middle));
  });
};
