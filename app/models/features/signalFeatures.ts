import { findLead, type Recording, standardLeads } from '../../recording/recording.ts';
import { bandPower, type PowerSpectrum, welch } from '../../signal/spectrum.ts';
import type { Feature } from './leadFeatures.ts';

const bandsHz = [
  ['0.5-4', 0.5, 4],
  ['4-9', 4, 9],
  ['9-15', 9, 15],
  ['15-25', 15, 25],
  ['25-40', 25, 40],
] as const;
const wholeHz = [0.5, 40] as const;
const segmentS = 4;
/** Keeps the logarithm of a silent lead finite, mV^2. */
const leastPower = 1e-9;

/**
 * Each lead as a signal, no beat looked for: size, shape of the distribution, speed of change, and the spectrum's bands,
 * middle and edge. The recording is in the band that the models know.
 */
export const signalFeatures = (recording: Recording): Feature[] =>
  standardLeads.flatMap((name) => {
    const samplesMv = findLead(recording, name)?.samplesMv;
    const x = samplesMv?.some(Number.isFinite) ? Float64Array.from(samplesMv, finite) : null;
    return [...timeFeatures(x), ...frequencyFeatures(x, recording.sampleRateHz)].map(
      ([what, value]): Feature => [`${name}.${what}`, value],
    );
  });

const finite = (value: number): number => (Number.isFinite(value) ? value : 0);

/** Root mean square about the mean, its third and fourth standardised moments, and the mobility of Hjorth 1970. */
const timeFeatures = (x: Float64Array | null): Feature[] => {
  const n = x?.length ?? 0;
  let mean = 0;
  for (let i = 0; i < n; i++) mean += x![i]! / n;
  let second = 0;
  let third = 0;
  let fourth = 0;
  let steps = 0;
  for (let i = 0; i < n; i++) {
    const d = x![i]! - mean;
    const square = d * d;
    second += square / n;
    third += (square * d) / n;
    fourth += (square * square) / n;
    if (i > 0) steps += (x![i]! - x![i - 1]!) ** 2 / n;
  }
  const flat = !(second > leastPower);
  return [
    ['rmsMv', n === 0 ? Number.NaN : Math.sqrt(second)],
    ['skewness', flat ? Number.NaN : third / second ** 1.5],
    ['kurtosis', flat ? Number.NaN : Math.log(fourth / second ** 2)],
    ['mobility', flat ? Number.NaN : Math.sqrt(steps / second)],
  ];
};

const frequencyFeatures = (x: Float64Array | null, rateHz: number): Feature[] => {
  const spectrum = x === null ? null : welch(x, rateHz, segmentS);
  const total = spectrum === null ? Number.NaN : bandPower(spectrum, ...wholeHz);
  const edges = spectrum === null || !(total > leastPower) ? null : edgesHz(spectrum, total, [0.5, 0.95]);
  return [
    ...bandsHz.map(
      ([band, fromHz, toHz]): Feature => [
        `band${band}`,
        spectrum === null
          ? Number.NaN
          : Math.log10((bandPower(spectrum, fromHz, toHz) + leastPower) / (total + leastPower)),
      ],
    ),
    ['medianHz', edges?.[0] ?? Number.NaN],
    ['edge95Hz', edges?.[1] ?? Number.NaN],
    ['spectralEntropy', edges === null ? Number.NaN : entropy(spectrum!, total)],
  ];
};

/** Frequencies below which these shares of the band's power lie, within a bin by straight lines. */
const edgesHz = ({ density, binHz }: PowerSpectrum, total: number, shares: readonly number[]): number[] => {
  const [first, last] = binsOf(binHz);
  const found: number[] = [];
  let sum = 0;
  for (let k = first; k <= last && found.length < shares.length; k++) {
    const power = density[k]! * binHz;
    while (found.length < shares.length && sum + power >= shares[found.length]! * total) {
      const within = power > 0 ? (shares[found.length]! * total - sum) / power : 0;
      found.push((k - 1 + within) * binHz);
    }
    sum += power;
  }
  return found;
};

/** Shannon's entropy of the band's power over its bins, 0 for one line and 1 for white noise. */
const entropy = ({ density, binHz }: PowerSpectrum, total: number): number => {
  const [first, last] = binsOf(binHz);
  let sum = 0;
  for (let k = first; k <= last; k++) {
    const part = (density[k]! * binHz) / total;
    if (part > 0) sum -= part * Math.log(part);
  }
  return sum / Math.log(last - first + 1);
};

const binsOf = (binHz: number): [number, number] => [
  Math.ceil(wholeHz[0] / binHz - 1e-9),
  Math.floor(wholeHz[1] / binHz + 1e-9),
];
