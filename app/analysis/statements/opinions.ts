import type { Diagnosis, Statement } from '../schema.ts';
import type { Rule } from './rule.ts';

/** Puts beside each statement what the superclass models say to the same question. Neither changes the other. */
export const withOpinions = (
  statements: readonly Statement[],
  rules: readonly Rule[],
  diagnoses: readonly Diagnosis[],
): Statement[] =>
  statements.map((statement) => {
    const asked = rules.find(({ code }) => code === statement.code)?.modelClass;
    const models = diagnoses
      .filter((diagnosis) => diagnosis.class === asked)
      .map(({ model, class: name, probability, threshold, positive }) => ({
        model,
        class: name,
        probability,
        threshold,
        agrees: positive,
      }));
    return { ...statement, models };
  });
