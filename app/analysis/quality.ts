import type { LeadFindings } from './leadFindings.ts';
import type { Quality, QualityFlag } from './schema.ts';

interface Rule {
  readonly flag: QualityFlag;
  readonly applies: (findings: LeadFindings) => boolean;
  /** What is left of the lead's score (1 = perfect); 0 makes the lead unusable. */
  readonly keeps: number;
}

/**
 * What a lead must show to get a flag. Amplitudes in mV, shares of the recording.
 * The limits for unusable leads were set by looking at set-a of the Computing in Cardiology Challenge 2011 with the
 * condition that hardly any recording of PTB-XL and LUDB fails; validation/RESULTS.md has the rates.
 */
const rules: readonly Rule[] = [
  { flag: 'missing', applies: (f) => f.missingShare > 0.5, keeps: 0 },
  { flag: 'missing', applies: (f) => f.missingShare > 0.02, keeps: 0.6 },
  { flag: 'flat', applies: (f) => f.missingShare <= 0.5 && (f.stillShare > 0.9 || f.rangeMv < 0.02), keeps: 0 },
  { flag: 'lead-off', applies: (f) => f.stillShare > 0.5 && f.stillShare <= 0.9, keeps: 0 },
  { flag: 'lead-off', applies: (f) => f.stillShare > 0.2 && f.stillShare <= 0.5, keeps: 0.5 },
  { flag: 'lead-off', applies: (f) => f.rangeMv > 12, keeps: 0 },
  { flag: 'clipped', applies: (f) => f.clippedShare > 0.02 && f.stillShare <= 0.9, keeps: 0.5 },
  { flag: 'baseline-wander', applies: (f) => f.baselineRangeMv > 6, keeps: 0 },
  { flag: 'baseline-wander', applies: (f) => f.baselineRangeMv > 1.5, keeps: 0.6 },
  { flag: 'baseline-wander', applies: (f) => f.baselineRangeMv > 0.5, keeps: 0.9 },
  { flag: 'muscle', applies: (f) => f.muscleRmsMv > 0.12, keeps: 0 },
  { flag: 'muscle', applies: (f) => f.muscleRmsMv > 0.03, keeps: 0.7 },
  { flag: 'mains', applies: (f) => f.mainsRmsMv > 0.02, keeps: 0.8 },
];

/** From this many leads on, the recording is meant to be read as a whole and one lead lost spoils it. */
const wholeFrom = 6;
const limitedBelow = 0.85;

/**
 * Quality of a recording from the findings of its leads.
 *
 * - unacceptable: a lead is unusable (score 0) in a recording of six leads or more; every lead is unusable in a smaller
 *   one; or the beats do not resemble each other (`beatLikeness` below 0.6; null
 *   where there are too few to say).
 * - limited: a lead of a smaller recording is unusable, or a lead scores below 0.5, or the mean score is below 0.85.
 * - acceptable: all else.
 *
 * The score of the recording is the mean over the leads, held under 0.3 when unacceptable and under 0.85 when limited,
 * so that score and verdict never contradict each other.
 */
export const assessQuality = (
  leads: readonly { lead: string; findings: LeadFindings }[],
  beatLikeness: number | null,
): Quality => {
  const each = leads.map(({ lead, findings }) => {
    const met = rules.filter((rule) => rule.applies(findings));
    return {
      lead,
      score: met.reduce((score, rule) => score * rule.keeps, 1),
      flags: [...new Set(met.map((rule) => rule.flag))],
    };
  });
  const mean = each.length === 0 ? 0 : each.reduce((sum, lead) => sum + lead.score, 0) / each.length;
  const unusable = each.filter((lead) => lead.score === 0).length;
  const broken = each.length >= wholeFrom ? unusable > 0 : unusable === each.length;
  if (broken || (beatLikeness !== null && beatLikeness < leastLikeness))
    return { verdict: 'unacceptable', score: 0.3 * mean, leads: each };
  if (unusable > 0 || mean < limitedBelow || each.some((lead) => lead.score < 0.5))
    return { verdict: 'limited', score: Math.min(mean, limitedBelow - 0.01), leads: each };
  return { verdict: 'acceptable', score: mean, leads: each };
};

/** Noise stays below this, ECGs of every rhythm but fibrillation of the ventricles above. */
export const leastLikeness = 0.6;
