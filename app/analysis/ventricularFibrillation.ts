import type { Lead } from '../recording/recording.ts';
import { median } from '../signal/windows.ts';
import { type SlowLead, slowLead, slowRateHz } from './slowLead.ts';

/** A stretch whose leads show waves without beats. */
export interface FibrillationEpisode {
  readonly fromS: number;
  readonly toS: number;
}

/** One look: long enough for fifteen waves, short enough for an episode that ends by itself. */
export const fibrillationWindowS = 5;
const hopS = 2.5;
/** A shorter recording says too little. */
const shortestS = 3;
const leastPresentShare = 0.9;
/** Finer waves cannot be told from an amplifier's own noise, mV. */
const leastRmsMv = 0.025;
const slowestHz = 2.2;
const fastestHz = 9;

/**
 * Limits between waves without beats and everything else; all three have to hold. Chosen on windows of 5 s: below them lie all of
 * the flutter of record 207 of the MIT-BIH Arrhythmia Database, and none of its 17,000 other windows nor of those of PTB-XL.
 */
const many = { leakage: 0.55, slopeKurtosis: 5.5, flatShare: 0.42 } as const;
/** One lead alone may hold little but muscle noise or the waves of atrial flutter. */
const one = { leakage: 0.45, slopeKurtosis: 4, flatShare: 0.42 } as const;

/** A tachycardia with beats repeats itself, and slower than flutter: it has a rate and is no fibrillation. */
const repeatsFrom = 0.95;
const tachycardiaFromS = 0.26;
const tachycardiaLeakage = 0.38;

/**
 * Where fibrillation or flutter of the ventricles is suspected: waves of 2.2 to 9 Hz in the middle of the leads that show
 * anything, without a QRS complex's steep slopes and without a line between them. Indices, over the band 1 to 30 Hz:
 * the leakage of a filter that cancels the mean period (Kuo S, Dillman R. Computer detection of ventricular fibrillation.
 * Computers in Cardiology 1978:347-349), the kurtosis of the slope, and the share of time in which the slope is below a tenth of
 * its largest: the line between beats.
 * In order of time, joined where they meet. Linear time. What is finer than 25 uV, or shorter than 3 s, is not seen.
 */
export const findVentricularFibrillation = (leads: readonly Lead[], rateHz: number): FibrillationEpisode[] => {
  const recorded = leads.filter(({ derived }) => !derived);
  return fibrillationIn((recorded.length > 0 ? recorded : leads).map(({ samplesMv }) => slowLead(samplesMv, rateHz)));
};

/** The same on leads that were made slow before. */
export const fibrillationIn = (leads: readonly SlowLead[]): FibrillationEpisode[] => {
  const length = leads[0]?.mv.length ?? 0;
  const size = Math.min(length, fibrillationWindowS * slowRateHz);
  if (size < shortestS * slowRateHz) return [];
  const episodes: { fromS: number; toS: number }[] = [];
  const hop = Math.floor(hopS * slowRateHz);
  for (let start = 0; ; start += hop) {
    const from = Math.min(start, length - size);
    if (isFibrillating(leads, from, from + size)) {
      const [fromS, toS] = [from / slowRateHz, (from + size) / slowRateHz];
      const last = episodes[episodes.length - 1];
      if (last !== undefined && fromS <= last.toS) last.toS = toS;
      else episodes.push({ fromS, toS });
    }
    if (from + size >= length) return episodes;
  }
};

/** Whether a window of slow leads, `from` inclusive to `to` exclusive, holds waves without beats. */
export const isFibrillating = (leads: readonly SlowLead[], from: number, to: number): boolean => {
  const waves = leads.flatMap(({ mv, present }) => {
    let there = 0;
    for (let i = from; i < to; i++) there += present[i]!;
    const found = there >= leastPresentShare * (to - from) ? waveIndices(mv.subarray(from, to)) : null;
    return found === null ? [] : [{ ...found, window: mv.subarray(from, to) }];
  });
  if (waves.length === 0 || waves.length < leads.length / 3) return false;
  const most = waves.length === 1 ? one : many;
  const leakage = median(waves.map((wave) => wave.leakage));
  const hz = median(waves.map((wave) => wave.hz));
  if (
    !(leakage < most.leakage && hz > slowestHz && hz < fastestHz) ||
    median(waves.map((wave) => wave.slopeKurtosis)) >= most.slopeKurtosis ||
    median(waves.map((wave) => wave.flatShare)) >= most.flatShare
  )
    return false;
  if (leakage <= tachycardiaLeakage) return true;
  return !waves.some(({ window }) => {
    const { likeness, periodS } = repetition(window);
    return likeness >= repeatsFrom && periodS >= tachycardiaFromS;
  });
};

interface WaveIndices {
  /** 0 for a sine, near 1 for narrow beats on a line. */
  readonly leakage: number;
  /** One over the mean period. */
  readonly hz: number;
  /** 1.5 for a sine, 3 for noise, far more for beats. */
  readonly slopeKurtosis: number;
  readonly flatShare: number;
}

/** Null where a lead is too small or still. */
const waveIndices = (mv: Float64Array): WaveIndices | null => {
  const n = mv.length;
  let [sum, size, power, path, slope2, slope4, steepest] = [0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const value = mv[i]!;
    sum += value;
    size += Math.abs(value);
    power += value * value;
    if (i < 2) continue;
    const slope = Math.abs(value - mv[i - 2]!);
    path += Math.abs(value - mv[i - 1]!);
    slope2 += slope * slope;
    slope4 += slope ** 4;
    steepest = Math.max(steepest, slope);
  }
  if (!(Math.sqrt(Math.max(0, power / n - (sum / n) ** 2)) >= leastRmsMv) || !(path > 0)) return null;
  const half = Math.max(1, Math.round((Math.PI * size) / path));
  let [left, all, flat] = [0, 0, 0];
  for (let i = half; i < n; i++) {
    left += Math.abs(mv[i]! + mv[i - half]!);
    all += Math.abs(mv[i]!) + Math.abs(mv[i - half]!);
  }
  for (let i = 2; i < n; i++) if (Math.abs(mv[i]! - mv[i - 2]!) < 0.1 * steepest) flat += 1;
  return {
    leakage: all > 0 ? left / all : 1,
    hz: slowRateHz / (2 * half),
    slopeKurtosis: ((n - 2) * slope4) / slope2 ** 2,
    flatShare: flat / (n - 2),
  };
};

/** The greatest autocorrelation from 0.14 to 0.6 s, and its shortest period. */
const repetition = (mv: Float64Array): { likeness: number; periodS: number } => {
  let [likeness, lag] = [0, 0];
  for (let shift = Math.round(0.14 * slowRateHz); shift <= Math.min(0.6 * slowRateHz, mv.length / 2); shift++) {
    let [both, late, early] = [0, 0, 0];
    for (let i = shift; i < mv.length; i++) {
      both += mv[i]! * mv[i - shift]!;
      late += mv[i]! ** 2;
      early += mv[i - shift]! ** 2;
    }
    const value = both / Math.sqrt(late * early);
    // Twice the period repeats as well.
    if (value > likeness + 0.02) [likeness, lag] = [value, shift];
  }
  return { likeness, periodS: lag / slowRateHz };
};
