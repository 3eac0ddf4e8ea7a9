import type { Analysis } from '../../app/analysis/schema.ts';
import { activationsOf, bandsByProbability, type StatedClass } from '../canvas/bandChoice.ts';
import { useViewer } from './viewer.ts';

/** What the models state, class by class. */
const statedBy = (analysis: Analysis | null): readonly StatedClass[] => {
  if (analysis === null) return [];
  const { rhythm2017, rhythm2017Source: source } = analysis.rhythm;
  const rhythm =
    rhythm2017 === null || !source
      ? []
      : Object.entries(rhythm2017).map(([name, probability]) => ({ model: source.model, class: name, probability }));
  return [...analysis.diagnoses, ...rhythm];
};

/** Steps through the classes that have a map, the likeliest first, then off. */
export const nextBand = (): void => {
  const { opened, explanations, band, set } = useViewer.getState();
  const choices = bandsByProbability(activationsOf(explanations), statedBy(opened?.analysis ?? null));
  const at = choices.findIndex((choice) => choice.model === band?.model && choice.class === band.class);
  set({ band: choices[at + 1] ?? null });
};
