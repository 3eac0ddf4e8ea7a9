import type { WorkingLeads } from './workingLeads.ts';

/** One beat with its place: the instant at which its class is aligned, in working samples. */
export interface ClassedBeat {
  readonly at: number;
  readonly beatClass: number;
}

export interface BeatClasses {
  readonly beats: readonly ClassedBeat[];
  /** The class with most beats; -1 without beats. */
  readonly dominant: number;
  readonly count: number;
}

/** Part of the beat that tells classes apart: the QRS, wide ones included. */
const reachS = 0.09;
const shiftS = 0.05;
/** Alike enough to be averaged. */
const leastCorrelation = 0.94;
/** Less of it where all of a beat's slopes were noise. */
const likenessLost = 0.4;
/** Part of a window's power that is never taken for noise. */
const leastHeart = 0.4;
/** Slopes are differences over twice this time: noise is faster. */
const slopeS = 0.008;
const mostClasses = 8;
/** Leads compared; more tell little more. */
const mostLeads = 6;

interface Template {
  /** Sum over members, per lead one row of the window. */
  readonly rows: Float64Array[];
  count: number;
}

/**
 * Groups beats by the shape of their QRS over the leads together (leader clustering on the normalised cross-correlation)
 * and aligns each with its class, so that averages stay sharp and ectopic beats out of them. `beats`: rough instants in
 * working samples, ascending. Linear in the number of beats.
 */
export const classifyBeats = (working: WorkingLeads, beats: readonly number[]): BeatClasses => {
  const reach = Math.max(4, Math.round(reachS * working.rateHz));
  const shift = Math.max(1, Math.round(shiftS * working.rateHz));
  const lag = Math.max(1, Math.round(slopeS * working.rateHz));
  const slopes = strongestLeads(working, beats, reach).map((l) => slope(working.leads[l]!.sharpMv, lag));
  const noise = noisePower(slopes, beats, reach);
  const templates: Template[] = [];
  const placed = beats.map((beat) => {
    let best = { beatClass: -1, at: beat, correlation: 0, least: leastCorrelation };
    templates.forEach((template, beatClass) => {
      const found = align(slopes, template, beat, reach, shift, noise);
      if (found.correlation > best.correlation) best = { beatClass, ...found };
    });
    const opens = best.correlation < best.least && templates.length < mostClasses;
    const beatClass = opens || best.beatClass < 0 ? open(templates, slopes.length, reach) : best.beatClass;
    const at = opens ? beat : best.at;
    join(templates[beatClass]!, slopes, at, reach);
    return { at, beatClass };
  });
  const counts = templates.map((_, c) => placed.filter((beat) => beat.beatClass === c).length);
  const dominant = counts.indexOf(Math.max(...counts));
  return { beats: placed, dominant: counts.length === 0 ? -1 : dominant, count: templates.length };
};

const slope = (x: Float64Array, lag: number): Float64Array => {
  const out = new Float64Array(x.length);
  for (let i = lag; i + lag < x.length; i++) out[i] = x[i + lag]! - x[i - lag]!;
  return out;
};

/** Power of a window in which the heart does little, between beats; the median over pairs of beats. */
const noisePower = (slopes: readonly Float64Array[], beats: readonly number[], reach: number): number => {
  const powers: number[] = [];
  for (let k = 1; k < beats.length; k++) {
    // Behind the T wave and before the P wave of most rhythms; the quieter of two places.
    const pieces = [0.55, 0.7].map((part) => {
      const centre = Math.round(beats[k - 1]! + part * (beats[k]! - beats[k - 1]!));
      let power = 0;
      for (const x of slopes) for (let i = -reach; i <= reach; i += 2) power += (x[centre + i] ?? 0) ** 2;
      return power;
    });
    powers.push(Math.min(...pieces));
  }
  return powers.sort((a, b) => a - b)[powers.length >> 1] ?? 0;
};

const open = (templates: Template[], rows: number, reach: number): number => {
  templates.push({ rows: Array.from({ length: rows }, () => new Float64Array(2 * reach + 1)), count: 0 });
  return templates.length - 1;
};

const join = (template: Template, slopes: readonly Float64Array[], at: number, reach: number): void => {
  slopes.forEach((x, l) => {
    const row = template.rows[l]!;
    for (let i = -reach; i <= reach; i += 2) row[i + reach]! += x[at + i] ?? 0;
  });
  template.count += 1;
};

/**
 * The place at which the beat is most like the template. The correlation is that of the beats without their noise: the
 * noise's power is taken off both, and the more of it there is, the less likeness is asked for.
 */
const align = (
  slopes: readonly Float64Array[],
  template: Template,
  beat: number,
  reach: number,
  shift: number,
  noise: number,
): { at: number; correlation: number; least: number } => {
  let sum = 0;
  for (const row of template.rows) for (const value of row) sum += value * value;
  const power = Math.max(leastHeart * sum, sum - template.count * noise);
  let best = { at: beat, correlation: -1, least: leastCorrelation };
  for (let d = -shift; d <= shift; d++) {
    let cross = 0;
    let own = 0;
    for (let l = 0; l < slopes.length; l++) {
      const x = slopes[l]!;
      const row = template.rows[l]!;
      const from = beat + d - reach;
      for (let i = 0; i <= 2 * reach; i += 2) {
        const value = x[from + i] ?? 0;
        cross += value * row[i]!;
        own += value * value;
      }
    }
    const heart = Math.max(leastHeart * own, own - noise);
    const correlation = heart > 0 && power > 0 ? cross / Math.sqrt(heart * power) : 0;
    if (correlation > best.correlation) {
      const noiseShare = own > 0 ? 1 - heart / own : 0;
      best = { at: beat + d, correlation, least: leastCorrelation - likenessLost * noiseShare };
    }
  }
  return best;
};

/** Leads whose slopes at the beats stand highest above those elsewhere. */
const strongestLeads = (working: WorkingLeads, beats: readonly number[], reach: number): number[] => {
  const stride = Math.max(1, Math.floor(beats.length / 20));
  const ranked = working.leads.map((lead, l) => {
    let energy = 0;
    for (let k = 0; k < beats.length; k += stride)
      for (let i = beats[k]! - reach; i < beats[k]! + reach; i++)
        energy += ((lead.sharpMv[i + 1] ?? 0) - (lead.sharpMv[i] ?? 0)) ** 2;
    return { l, energy };
  });
  ranked.sort((a, b) => b.energy - a.energy);
  return ranked.slice(0, mostLeads).map(({ l }) => l);
};
