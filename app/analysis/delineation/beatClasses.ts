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
const leastCorrelation = 0.9;
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
  const slopes = strongestLeads(working, beats, reach).map((l) => slope(working.leads[l]!.sharpMv));
  const templates: Template[] = [];
  const placed = beats.map((beat) => {
    let best = { beatClass: -1, at: beat, correlation: 0 };
    templates.forEach((template, beatClass) => {
      const found = align(slopes, template, beat, reach, shift);
      if (found.correlation > best.correlation) best = { beatClass, ...found };
    });
    const opens = best.correlation < leastCorrelation && templates.length < mostClasses;
    const beatClass = opens || best.beatClass < 0 ? open(templates, slopes.length, reach) : best.beatClass;
    const at = opens ? beat : best.at;
    join(templates[beatClass]!, slopes, at, reach);
    return { at, beatClass };
  });
  const counts = templates.map((_, c) => placed.filter((beat) => beat.beatClass === c).length);
  const dominant = counts.indexOf(Math.max(...counts));
  return { beats: placed, dominant: counts.length === 0 ? -1 : dominant, count: templates.length };
};

const slope = (x: Float64Array): Float64Array =>
  x.map((_, i) => (x[Math.min(x.length - 1, i + 1)]! - x[Math.max(0, i - 1)]!) / 2);

const open = (templates: Template[], rows: number, reach: number): number => {
  templates.push({ rows: Array.from({ length: rows }, () => new Float64Array(2 * reach + 1)), count: 0 });
  return templates.length - 1;
};

const join = (template: Template, slopes: readonly Float64Array[], at: number, reach: number): void => {
  slopes.forEach((x, l) => {
    const row = template.rows[l]!;
    for (let i = -reach; i <= reach; i++) row[i + reach]! += x[at + i] ?? 0;
  });
  template.count += 1;
};

const align = (
  slopes: readonly Float64Array[],
  template: Template,
  beat: number,
  reach: number,
  shift: number,
): { at: number; correlation: number } => {
  let power = 0;
  for (const row of template.rows) for (const value of row) power += value * value;
  let best = { at: beat, correlation: -1 };
  for (let d = -shift; d <= shift; d++) {
    let cross = 0;
    let own = 0;
    for (let l = 0; l < slopes.length; l++) {
      const x = slopes[l]!;
      const row = template.rows[l]!;
      const from = beat + d - reach;
      for (let i = 0; i <= 2 * reach; i++) {
        const value = x[from + i] ?? 0;
        cross += value * row[i]!;
        own += value * value;
      }
    }
    const correlation = own > 0 && power > 0 ? cross / Math.sqrt(own * power) : 0;
    if (correlation > best.correlation) best = { at: beat + d, correlation };
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
