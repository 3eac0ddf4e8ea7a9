import type { Diagnosis, Statement, Superclass } from '../schema.ts';
import type { Rule, RuleGroup } from './rule.ts';

const superclassNames: Record<Exclude<Superclass, 'NORM'>, string> = {
  MI: 'myocardial infarction',
  STTC: 'ST-T change',
  CD: 'conduction disturbance',
  HYP: 'hypertrophy',
};

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

/**
 * A statement for each positive class of a model that no rule supports, or none may (`shut`: groups that are withheld), so that the reader sees that the two disagree: its
 * evidence is the model's probability alone.
 */
export const unsupported = (
  statements: readonly Statement[],
  rules: readonly Rule[],
  diagnoses: readonly Diagnosis[],
  shut: ReadonlySet<RuleGroup> = new Set(),
): Statement[] => {
  const withheld = (name: Superclass): boolean =>
    rules.every(({ modelClass, group }) => modelClass !== name || shut.has(group));
  const supported = new Set(
    statements.flatMap(({ code }) => rules.find((rule) => rule.code === code)?.modelClass ?? []),
  );
  return diagnoses.flatMap((diagnosis): Statement[] => {
    const { model, version, class: name, probability, threshold, positive } = diagnosis;
    if (!positive || name === 'NORM' || supported.has(name)) return [];
    return [
      {
        code: `model-only-${name.toLowerCase()}`,
        text: `The model finds ${superclassNames[name]}; ${withheld(name) ? 'the rules for it are withheld' : 'no rule supports it'}`,
        confidence: probability,
        critical: false,
        evidence: {
          beats: [],
          leads: [],
          criterion: `probability of ${name} by ${model}, at least ${Number(threshold.toFixed(2))}`,
          value: probability,
          threshold,
          unit: null,
          flipsAt: threshold,
        },
        source: `${model} ${version}`,
        models: [{ model, class: name, probability, threshold, agrees: true }],
      },
    ];
  });
};
