import {
  isAnalytic,
  type Morphology,
  morphologies,
  morphologyCatalogue,
  type Rhythm,
  rhythmCatalogue,
  rhythms,
} from '../../../app/synth/catalogue.ts';
import { electrodes } from '../../../app/synth/leadField.ts';

interface Group<T> {
  readonly title: string;
  readonly holds: (id: T) => boolean;
}

/** The first group that holds an entry has it. */
const rhythmGroups: readonly Group<Rhythm>[] = [
  { title: 'Sinus', holds: (id) => /^(sinus|regular)/.test(id) },
  { title: 'Atrial', holds: (id) => /^(atrial|supraventricular)/.test(id) },
  { title: 'Junctional and AV block', holds: (id) => /^(junctional|av-block)/.test(id) },
  { title: 'Ventricular', holds: (id) => /^(ventricular|idioventricular)/.test(id) },
  { title: 'None', holds: () => true },
];

const shapeGroups: readonly Group<Morphology>[] = [
  { title: 'Calibration and analytic', holds: isAnalytic },
  { title: 'Infarction and ischaemia', holds: (id) => /infarction|st-elevation|ischaemia/.test(id) },
  { title: 'Conduction', holds: (id) => ['rbbb', 'lbbb', 'lafb', 'lpfb', 'wpw'].includes(id) },
  { title: 'Muscle', holds: (id) => ['lvh', 'rvh', 'low-voltage'].includes(id) },
  { title: 'Normal', holds: (id) => id === 'normal' },
  { title: 'Repolarisation', holds: () => true },
];

export interface Choices<T> {
  readonly title: string;
  readonly choices: readonly { readonly id: T; readonly title: string }[];
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

const grouped = <T>(ids: readonly T[], groups: readonly Group<T>[], titleOf: (id: T) => string): Choices<T>[] =>
  groups.map((group) => ({
    title: group.title,
    choices: ids
      .filter((id) => groups.find(({ holds }) => holds(id)) === group)
      .map((id) => ({ id, title: capital(titleOf(id)) })),
  }));

export const rhythmChoices = grouped(rhythms, rhythmGroups, (id) => rhythmCatalogue[id].title);

/** Normal first, as the one most wanted; calibration last. */
export const shapeChoices = [4, 2, 1, 3, 5, 0].map(
  (i) => grouped(morphologies, shapeGroups, (id) => morphologyCatalogue[id])[i]!,
);

/** Every pair of electrodes once. */
export const swapChoices = electrodes.flatMap((one, i) =>
  electrodes.slice(i + 1).map((other) => [one, other] as const),
);
