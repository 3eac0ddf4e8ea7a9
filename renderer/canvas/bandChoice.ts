import type { Activation, Explanation, MapCheck } from '../../app/ports.ts';

/** A class of a model whose map the reader wants to see. */
export interface BandChoice {
  readonly model: string;
  readonly class: string;
}

export interface StatedClass extends BandChoice {
  readonly probability: number;
}

export const activationsOf = (explanations: readonly Explanation[]): readonly Activation[] =>
  explanations.flatMap(({ activation }) => activation ?? []);

/** A map's row for one class, and whether it may be shown. */
export interface Band {
  readonly activation: Activation;
  readonly classIndex: number;
  readonly failed: MapCheck['failed'];
}

/** The map and row that a choice names in the recording on screen; null when it has none. */
export const findBand = (activations: readonly Activation[], choice: BandChoice | null): Band | null => {
  if (choice === null) return null;
  const activation = activations.find(({ model }) => model === choice.model);
  const classIndex = activation?.classes.indexOf(choice.class) ?? -1;
  if (activation === undefined || classIndex < 0) return null;
  return { activation, classIndex, failed: activation.checks[classIndex]?.failed ?? null };
};

/** Every class that has a map which may be shown, the likeliest first; one without a probability comes last. */
export const bandsByProbability = (
  activations: readonly Activation[],
  diagnoses: readonly StatedClass[],
): readonly BandChoice[] => {
  const probabilityOf = (choice: BandChoice): number =>
    diagnoses.find((diagnosis) => diagnosis.model === choice.model && diagnosis.class === choice.class)?.probability ??
    -1;
  return activations
    .flatMap(({ model, classes, checks }) =>
      classes.filter((_, row) => checks[row]?.failed === null).map((name): BandChoice => ({ model, class: name })),
    )
    .sort((a, b) => probabilityOf(b) - probabilityOf(a));
};
