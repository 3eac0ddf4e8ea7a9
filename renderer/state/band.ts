import type { BandChoice } from '../canvas/bandChoice.ts';
import { useViewer } from './viewer.ts';

/** Steps through the classes that have a map, then off. */
export const nextBand = (): void => {
  const { opened, band, set } = useViewer.getState();
  const choices = (opened?.activations ?? []).flatMap(({ model, classes }) =>
    classes.map((name): BandChoice => ({ model, class: name })),
  );
  const at = choices.findIndex((choice) => choice.model === band?.model && choice.class === band.class);
  set({ band: choices[at + 1] ?? null });
};
