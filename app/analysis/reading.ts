import type { Analysis, Statement, Superclass } from './schema.ts';

/** All that is stated, in the order of reading: what is critical first, then the rhythm, then the rest as the rules gave it. */
export const statementsInOrder = ({
  rhythm,
  statements,
}: Pick<Analysis, 'rhythm' | 'statements'>): readonly Statement[] => {
  const all = [...rhythm.statements, ...statements];
  return [...all.filter(({ critical }) => critical), ...all.filter(({ critical }) => !critical)];
};

/** Whether the models' classes are of more than one, so that each must be said to be whose. */
export const ofSeveralModels = (diagnoses: readonly { readonly model: string }[]): boolean =>
  new Set(diagnoses.map(({ model }) => model)).size > 1;

/**
 * Classes that a model states and no rule's statement agrees with. NORM needs no rule; and where no rule was asked for an
 * opinion at all there is nothing to disagree with.
 */
export const withoutCriterion = ({
  rhythm,
  statements,
  diagnoses,
}: Pick<Analysis, 'rhythm' | 'statements' | 'diagnoses'>): readonly Superclass[] => {
  const opinions = [...rhythm.statements, ...statements].flatMap(({ models }) => models);
  return diagnoses
    .filter(({ positive, class: name }) => positive && name !== 'NORM')
    .filter(
      ({ model, class: name }) => !opinions.some((each) => each.agrees && each.model === model && each.class === name),
    )
    .map(({ class: name }) => name);
};
