import type { Diagnosis, Gate, Measurements, Quality, Statement } from '../schema.ts';
import { applyRules } from './applyRules.ts';
import type { Morphology } from './morphology.ts';
import { withOpinions } from './opinions.ts';
import { gatesOfMeasuredBeats, gatesOfRhythm, type RhythmFact, withReserve } from './rhythmGates.ts';
import { type RuleGroup, ruleGroups } from './rule.ts';
import { rules } from './rules/rules.ts';
import type { Measured, PatientFacts, Quantity } from './statementInput.ts';
import { isOfLeads, leadsOfSwap, likelySwaps } from './swappedLeads.ts';

export interface StatementFacts {
  readonly patient: PatientFacts;
  readonly measurements: Measurements;
  readonly morphology: Morphology | null;
  readonly quality: Quality;
  /** Gates that are closed already; those of "*" and "rules/GROUP" count here. */
  readonly gates: readonly Gate[];
  readonly diagnoses: readonly Diagnosis[];
  /** What the rhythm was found to be: in some, criteria of the shape do not hold. */
  readonly rhythm: readonly RhythmFact[];
}

/** Leads of a lower score are not read. */
const leastLeadScore = 0.5;

export const unreadableLeads = (quality: Quality): string[] =>
  quality.leads.filter(({ score }) => score < leastLeadScore).map(({ lead }) => lead);

const wideQrsMs = 120;
const narrowGroups: readonly RuleGroup[] = ['hypertrophy', 'st', 'infarction', 'notch'];

/** A wide QRS whose kind cannot be told is taken for the one that explains most. */
const wideGates = ({ qrsMs }: Measurements, conductionUntold: boolean): Gate[] =>
  conductionUntold && qrsMs !== null && qrsMs >= wideQrsMs
    ? narrowGroups.map((group) => ({
        model: `rules/${group}`,
        code: 'qrs-wide',
        text: 'QRS is 120 ms or wider and bundle branch blocks are not told apart here: criteria made for narrow complexes do not hold.',
      }))
    : [];

/**
 * What the rules say, and the gates that were closed by the rhythm and by what they say (a bundle branch block silences others). Pure; a
 * fraction of a millisecond.
 */
export const makeStatements = (facts: StatementFacts): { statements: Statement[]; gates: Gate[] } => {
  const { patient, measurements, morphology, quality, gates, diagnoses, rhythm } = facts;
  const input = { patient, measurements, morphology, unreadable: new Set(unreadableLeads(quality)) };
  const known = new Map<Quantity, Measured | null>();
  const read = (quantity: Quantity): Measured | null => {
    const seen = known.get(quantity);
    if (seen !== undefined) return seen;
    const measured = quantity.of(input);
    known.set(quantity, measured);
    return measured;
  };
  const all = gates.some(({ model }) => model === '*');
  const isOpen = (model: string): boolean => !all && !gates.some((gate) => gate.model === model);
  const found = [
    ...gatesOfRhythm(rhythm),
    ...gatesOfMeasuredBeats(rhythm, morphology?.beats ?? []),
    ...wideGates(measurements, !isOpen('rules/conduction')),
  ].filter(({ model }, i, gates) => isOpen(model) && gates.findIndex((other) => other.model === model) === i);
  const closed = new Set<RuleGroup>(
    ruleGroups.filter((group) => {
      const model = `rules/${group}`;
      return !isOpen(model) || found.some((gate) => gate.model === model);
    }),
  );
  const swapped = new Set(likelySwaps(quality).flatMap(leadsOfSwap));
  const { statements, withheld } = applyRules(
    rules,
    {
      patient,
      read,
      readPlaced: (quantity) => (isOfLeads(quantity, swapped) ? null : read(quantity)),
    },
    closed,
    morphology?.beats ?? [],
    rhythm.map(({ code }) => code),
  );
  return {
    statements: withOpinions(withReserve(statements, rhythm, gates), rules, diagnoses),
    gates: [...found, ...withheld.map(({ group, code, text }) => ({ model: `rules/${group}`, code, text }))],
  };
};
