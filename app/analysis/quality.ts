import type { LeadFindings } from './leadFindings.ts';
import type { Quality, QualityFlag } from './schema.ts';

interface LeadQuality {
  readonly lead: string;
  readonly score: number;
  readonly flags: QualityFlag[];
}

/** What a lead must show to get a flag, and what is left of its score (1 = perfect) when it does. */
const rules: readonly { flag: QualityFlag; applies: (f: LeadFindings) => boolean; keeps: number }[] = [
  { flag: 'missing', applies: (f) => f.missingShare > 0.5, keeps: 0 },
  { flag: 'missing', applies: (f) => f.missingShare > 0.05 && f.missingShare <= 0.5, keeps: 0.5 },
  { flag: 'flat', applies: (f) => f.stillShare > 0.9, keeps: 0 },
  { flag: 'lead-off', applies: (f) => f.stillShare > 0.5 && f.stillShare <= 0.9, keeps: 0.2 },
  { flag: 'clipped', applies: (f) => f.clippedShare > 0.005 && f.stillShare <= 0.9, keeps: 0.4 },
  { flag: 'baseline-wander', applies: (f) => f.baselineRangeMv > 0.5, keeps: 0.8 },
  { flag: 'muscle', applies: (f) => f.muscleRmsMv > 0.05, keeps: 0.7 },
  { flag: 'mains', applies: (f) => f.mainsRmsMv > 0.03, keeps: 0.8 },
];

const leadQuality = (lead: string, findings: LeadFindings): LeadQuality => {
  const met = rules.filter((rule) => rule.applies(findings));
  return {
    lead,
    score: met.reduce((score, rule) => score * rule.keeps, 1),
    flags: [...new Set(met.map((rule) => rule.flag))],
  };
};

/** A lead below this says nothing about the heart. */
const unusableBelow = 0.25;

/** Quality of a recording. */
export const assessQuality = (leads: readonly { lead: string; findings: LeadFindings }[]): Quality => {
  const each = leads.map(({ lead, findings }) => leadQuality(lead, findings));
  const score = each.length === 0 ? 0 : each.reduce((sum, lead) => sum + lead.score, 0) / each.length;
  const unusable = each.filter((lead) => lead.score < unusableBelow).length;
  const verdict =
    each.length === 0 || unusable > each.length / 3
      ? 'unacceptable'
      : unusable > 0 || score < 0.7
        ? 'limited'
        : 'acceptable';
  return { verdict, score, leads: each };
};
