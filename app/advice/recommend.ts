import type { Diagnosis, Quality, Recommendation, Statement } from '../analysis/schema.ts';
import type { AdviceContext, AdviceTable } from './adviceTable.ts';

/** What is known of whom the advice is for. */
export interface AdvicePatient {
  readonly ageYears: number | null;
  readonly sex: 'M' | 'F' | null;
  readonly paced: boolean | null;
  readonly quality: Quality['verdict'];
}

interface Finding {
  /** As rows of the table name it. */
  readonly key: string;
  /** As the recommendation names it: code of the statement or class of the diagnosis. */
  readonly code: string;
  readonly text: string;
  readonly confidence: number;
}

const urgencies = ['immediate', 'urgent', 'routine'] as const;

/**
 * What follows from the findings by the table: each action once, with every finding that it rests on, the most urgent and
 * then the surest first; equal ones as the table ranks them. Without a finding there is no action.
 */
export const recommend = (
  statements: readonly Statement[],
  diagnoses: readonly Diagnosis[],
  patient: AdvicePatient,
  table: AdviceTable,
): Recommendation[] => {
  const merged = new Map<string, Recommendation>();
  for (const finding of findingsOf(statements, diagnoses)) {
    const row = table.rows.find((each) => each.finding === finding.key);
    for (const { action, urgency, reason, weight, onlyFor, notFor, caution } of row?.actions ?? []) {
      if ((onlyFor !== undefined && !fits(onlyFor, patient)) || (notFor !== undefined && fits(notFor, patient)))
        continue;
      const confidence = finding.confidence * weight;
      const reasoning = `${finding.text}: ${reason}${caution === undefined ? '' : ` Caution: ${caution}`}`;
      const known = merged.get(action);
      merged.set(
        action,
        known === undefined
          ? { action, urgency, confidence, reasoning, basedOn: [finding.code] }
          : {
              action,
              urgency: urgencies.indexOf(urgency) < urgencies.indexOf(known.urgency) ? urgency : known.urgency,
              confidence: Math.max(known.confidence, confidence),
              reasoning: known.reasoning.includes(reasoning) ? known.reasoning : `${known.reasoning} ${reasoning}`,
              basedOn: [...new Set([...known.basedOn, finding.code])],
            },
      );
    }
  }
  return [...merged.values()].sort(
    (one, other) =>
      urgencies.indexOf(one.urgency) - urgencies.indexOf(other.urgency) || other.confidence - one.confidence,
  );
};

/** Of a class that several models find, the surest speaks. */
const findingsOf = (statements: readonly Statement[], diagnoses: readonly Diagnosis[]): Finding[] => {
  const stated = statements.map(({ code, text, confidence }): Finding => ({ key: code, code, text, confidence }));
  const positive = diagnoses
    .filter((diagnosis) => diagnosis.positive)
    .map(
      ({ model, class: name, probability }): Finding => ({
        key: `class:${name}`,
        code: name,
        text: `${name} by ${model}`,
        confidence: probability,
      }),
    );
  return [...stated, ...positive];
};

const fits = (context: AdviceContext, { ageYears, sex, paced, quality }: AdvicePatient): boolean =>
  (context.sex === undefined || context.sex === sex) &&
  (context.fromYears === undefined || (ageYears !== null && ageYears >= context.fromYears)) &&
  (context.belowYears === undefined || (ageYears !== null && ageYears < context.belowYears)) &&
  (context.paced === undefined || context.paced === paced) &&
  (context.quality === undefined || context.quality.includes(quality));
