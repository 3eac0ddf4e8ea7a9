import type { Activation, Explanation } from '../../app/ports.ts';

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

/** The map and row that a choice names in the recording on screen; null when it has none. */
export const findBand = (
  activations: readonly Activation[],
  choice: BandChoice | null,
): { readonly activation: Activation; readonly classIndex: number } | null => {
  if (choice === null) return null;
  const activation = activations.find(({ model }) => model === choice.model);
  const classIndex = activation?.classes.indexOf(choice.class) ?? -1;
  return activation === undefined || classIndex < 0 ? null : { activation, classIndex };
};

/** Every class that has a map, the likeliest first; one without a probability comes last. */
export const bandsByProbability = (
  activations: readonly Activation[],
  diagnoses: readonly StatedClass[],
): readonly BandChoice[] => {
  const probabilityOf = (choice: BandChoice): number =>
    diagnoses.find((diagnosis) => diagnosis.model === choice.model && diagnosis.class === choice.class)?.probability ??
    -1;
  return activations
    .flatMap(({ model, classes }) => classes.map((name): BandChoice => ({ model, class: name })))
    .sort((a, b) => probabilityOf(b) - probabilityOf(a));
};

/** A map has nothing to show for a class that nothing spoke for. The limit is that of app/tracing/overlays. */
export const isBlank = (band: { readonly activation: Activation; readonly classIndex: number }): boolean => {
  const { spokeFor, cells, leads } = band.activation;
  const size = cells * leads.length;
  return spokeFor.subarray(band.classIndex * size, (band.classIndex + 1) * size).every((value) => !(value >= 0.02));
};
