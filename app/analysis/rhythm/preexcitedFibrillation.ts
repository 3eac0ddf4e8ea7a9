import type { LeadMorphology } from '../statements/morphology.ts';
import { type Finding, finding, sources } from './finding.ts';
import type { RhythmEvidence } from './rhythmEvidence.ts';

/** From this width on, ms, an accessory pathway may take part. */
export const mayBePreexcitedMs = 110;
const leads = ['I', 'II', 'aVL', 'V2', 'V3', 'V4', 'V5', 'V6'];
/** As the rule of the WPW pattern has it, for more than three leads; shorter intervals and faster rates than these may become fibrillation. */
const slow = { slope: 0.6, leads: 3 } as const;
const dangerous = { rrS: 0.25, rateBpm: 150 } as const;
/** A bundle branch block begins slowly in some leads too. */
const probability = 0.6;

/** Wide complexes of fibrillating atria that begin slowly: a possibility that forbids AV-nodal blockers, and no diagnosis. */
export const preexcitedFibrillation = (
  { qrsMs, rrS, rateBpm, beats }: Pick<RhythmEvidence, 'qrsMs' | 'rrS' | 'rateBpm' | 'beats'>,
  shapes: Readonly<Record<string, Pick<LeadMorphology, 'initialSlope'>>>,
): Finding[] => {
  if (qrsMs === null || qrsMs < mayBePreexcitedMs) return [];
  const slurred = leads.filter((lead) => (shapes[lead]?.initialSlope ?? 1) <= slow.slope);
  if (slurred.length <= slow.leads) return [];
  const shortestS = Math.min(...rrS.filter(Number.isFinite));
  const found = finding({
    code: 'af-wide-preexcitation-possible',
    text: `Wide QRS in atrial fibrillation, pre-excitation possible, shortest RR ${Math.round(1000 * shortestS)} ms`,
    criterion: `Atrial fibrillation, QRS at least ${mayBePreexcitedMs} ms; leads in which QRS begins slowly, more than ${slow.leads}; critical with RR below 250 ms or above 150/min`,
    value: slurred.length,
    threshold: slow.leads,
    beats: beats.map((_, k) => k),
    source: sources.supraventricular,
    probability,
    critical: shortestS < dangerous.rrS || (rateBpm ?? 0) > dangerous.rateBpm,
  });
  return [{ ...found, evidence: { ...found.evidence, leads: slurred } }];
};
