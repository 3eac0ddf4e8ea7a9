import { activationsOf, bandsByProbability } from '../canvas/bandChoice.ts';
import { useViewer } from './viewer.ts';

/** Steps through the classes that have a map, the likeliest first, then off. */
export const nextBand = (): void => {
  const { opened, explanations, band, set } = useViewer.getState();
  const choices = bandsByProbability(activationsOf(explanations), opened?.analysis?.diagnoses ?? []);
  const at = choices.findIndex((choice) => choice.model === band?.model && choice.class === band.class);
  set({ band: choices[at + 1] ?? null });
};
