import { movingMedian, quantile } from '../signal/windows.ts';

/** A possible beat: a peak of the combined envelope. */
export interface Candidate {
  readonly timeS: number;
  /** Height in units of a usual beat. */
  readonly height: number;
}

/** No two ventricular depolarisations are closer (absolute refractory period). */
const refractoryS = 0.2;
/** Up to here after a beat, a smaller deflection is more likely its T wave. */
const tWaveS = 0.42;
/** How many earlier candidates may be a beat's predecessor, and how long before it. */
const maxPredecessors = 30;

interface Local {
  /** Height of beats near each candidate. */
  readonly beat: Float64Array;
  /** Height of what is not a beat near each candidate. */
  readonly noise: Float64Array;
  /** Usual interval near each candidate, s; NaN when unknown. */
  readonly intervalS: Float64Array;
  /** 0 (no rhythm to lean on) to 1 (clockwork). */
  readonly regularity: Float64Array;
}

/**
 * Chooses the beats among the candidates: the sequence with the highest total evidence, found by dynamic programming.
 * Evidence is the height against a threshold between local beats and local noise (adaptive threshold); intervals
 * add their own: none below the refractory period, T-wave suspicion shortly after a larger beat, a cost for gaps (which
 * makes the search-back), and a preference for the local interval as far as the rhythm is regular. Three rounds, each
 * with levels and rhythm learnt from the one before. Linear in the number of candidates.
 */
export const chooseBeats = (candidates: readonly Candidate[]): number[] => {
  if (candidates.length === 0) return [];
  let chosen = bestSequence(candidates, startLevels(candidates));
  for (let round = 0; round < 2; round++) chosen = bestSequence(candidates, learn(candidates, chosen));
  return chosen;
};

const startLevels = (candidates: readonly Candidate[]): Local => {
  const n = candidates.length;
  const heights = candidates.map((c) => c.height);
  const noise = movingMedian(heights, 20);
  return {
    beat: new Float64Array(n).fill(Math.min(1, Math.max(0.5, quantile(heights, 0.9)))),
    noise: noise.map((h) => Math.min(h, 0.35)),
    intervalS: new Float64Array(n).fill(Number.NaN),
    regularity: new Float64Array(n),
  };
};

const learn = (candidates: readonly Candidate[], chosen: readonly number[]): Local => {
  const n = candidates.length;
  const isBeat = new Uint8Array(n);
  for (const index of chosen) isBeat[index] = 1;
  const beatHeights = movingMedian(
    chosen.map((index) => candidates[index]!.height),
    6,
  );
  const rest: number[] = [];
  for (let i = 0; i < n; i++) if (isBeat[i] === 0) rest.push(i);
  const restHeights = movingMedian(
    rest.map((index) => candidates[index]!.height),
    10,
  );
  const intervals = chosen.slice(1).map((index, k) => candidates[index]!.timeS - candidates[chosen[k]!]!.timeS);
  const interval = movingMedian(intervals, 6);
  const deviation = movingMedian(
    intervals.map((rr, k) => Math.abs(rr - interval[k]!) / interval[k]!),
    6,
  );

  const beat = new Float64Array(n);
  const noise = new Float64Array(n);
  const intervalS = new Float64Array(n).fill(Number.NaN);
  const regularity = new Float64Array(n);
  let b = 0;
  let r = 0;
  for (let i = 0; i < n; i++) {
    while (b + 1 < chosen.length && chosen[b + 1]! <= i) b += 1;
    while (r + 1 < rest.length && rest[r + 1]! <= i) r += 1;
    beat[i] = chosen.length > 0 ? beatHeights[b]! : 1;
    noise[i] = rest.length > 0 ? restHeights[r]! : 0.1;
    if (intervals.length >= 3) {
      const k = Math.min(b, intervals.length - 1);
      intervalS[i] = interval[k]!;
      regularity[i] = Math.max(0, 1 - deviation[k]! / 0.12);
    }
  }
  return { beat, noise, intervalS, regularity };
};

const bestSequence = (candidates: readonly Candidate[], local: Local): number[] => {
  const n = candidates.length;
  const total = new Float64Array(n);
  const previous = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    const candidate = candidates[i]!;
    const own = evidence(candidate.height, local.beat[i]!, local.noise[i]!);
    // Starting here means that nothing before was a beat: as dear as any other gap.
    let best = -gapCost(candidate.timeS, local.intervalS[i]!);
    for (let j = i - 1; j >= 0 && i - j <= maxPredecessors; j--) {
      const before = candidates[j]!;
      const rr = candidate.timeS - before.timeS;
      // No transition is free of charge, most are not worth the sum.
      if (rr < refractoryS || total[j]! <= best) continue;
      const value = total[j]! - transitionCost(rr, before.height, candidate.height, local, i);
      if (value > best) {
        best = value;
        previous[i] = j;
      }
    }
    total[i] = own + best;
  }
  let end = -1;
  let best = 0;
  const lastS = candidates[n - 1]!.timeS;
  for (let i = Math.max(0, n - maxPredecessors); i < n; i++) {
    const value = total[i]! - gapCost(lastS - candidates[i]!.timeS, local.intervalS[i]!);
    if (end < 0 || value > best) {
      best = value;
      end = i;
    }
  }
  const chosen: number[] = [];
  for (let i = end; i >= 0; i = previous[i]!) chosen.push(i);
  chosen.reverse();
  return chosen.filter((i) => candidates[i]!.height > 0.1 * local.beat[i]!);
};

/** Positive above the threshold; +1 at the height of a usual beat, about -1 at that of the noise. */
const evidence = (height: number, beat: number, noise: number): number => {
  const threshold = Math.max(0.25 * beat, Math.min(0.55 * beat, Math.sqrt(beat * Math.max(noise, 0.02 * beat))));
  const unit = Math.log(beat / threshold);
  return Math.max(-2.5, Math.min(1.25, Math.log(height / threshold) / unit));
};

const gapCost = (gapS: number, intervalS: number): number => {
  const usual = Number.isFinite(intervalS) ? intervalS : 1;
  return Math.min(2.5, 0.3 * Math.max(0, gapS / usual - 1.3));
};

const transitionCost = (rr: number, before: number, height: number, local: Local, i: number): number => {
  let cost = gapCost(rr, local.intervalS[i]!);
  if (rr < tWaveS && height < 0.8 * before) cost += 1.5 * Math.min(1, Math.log((0.8 * before) / height));
  const regularity = local.regularity[i]!;
  if (regularity > 0) {
    const off = Math.log(rr / local.intervalS[i]!) / 0.25;
    cost += 0.5 * regularity * Math.min(1, off * off);
  }
  return cost;
};

/** A candidate with what speaks for it being a beat: the logarithm of its odds. */
export interface JudgedCandidate {
  readonly timeS: number;
  readonly evidence: number;
}

/** Beats nearer than this need more than one of them alone. */
const closeS = 0.3;
const closeCost = 2;

/**
 * The sequence of candidates with the highest sum of evidence whose members are no nearer than the refractory period,
 * by dynamic programming. Linear in the number of candidates.
 */
export const chooseJudged = (candidates: readonly JudgedCandidate[]): number[] => {
  const n = candidates.length;
  const total = new Float64Array(n);
  const previous = new Int32Array(n).fill(-1);
  /** Best sequence that ends at or before each candidate. */
  const bestEnd = new Int32Array(n).fill(-1);
  for (let i = 0; i < n; i++) {
    const { timeS, evidence } = candidates[i]!;
    let best = 0;
    for (let j = i - 1; j >= 0; j--) {
      const rr = timeS - candidates[j]!.timeS;
      if (rr < refractoryS) continue;
      const far = rr >= closeS;
      const end = far ? bestEnd[j]! : j;
      if (end >= 0) {
        const value = total[end]! - (far ? 0 : (closeCost * (closeS - rr)) / (closeS - refractoryS));
        if (value > best) {
          best = value;
          previous[i] = end;
        }
      }
      if (far) break;
    }
    total[i] = evidence + best;
    const before = i > 0 ? bestEnd[i - 1]! : -1;
    bestEnd[i] = total[i]! > (before >= 0 ? total[before]! : 0) ? i : before;
  }
  const chosen: number[] = [];
  for (let i = n > 0 ? bestEnd[n - 1]! : -1; i >= 0; i = previous[i]!) chosen.push(i);
  return chosen.reverse();
};
