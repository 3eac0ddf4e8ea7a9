import type { Gate, Rhythm } from '../analysis/schema.ts';
import type { ModelAnswers } from './askModels.ts';
import { calibrated } from './calibrate.ts';
import type { Manifest } from './manifest.ts';
import type { ModelOutput } from './runner.ts';

export type Rhythm2017 = Pick<Rhythm, 'rhythm2017' | 'rhythm2017Source' | 'reason'>;

/**
 * N, A, O and noisy from one lead, as the first model of the task that was asked states them; null with the reason where its
 * gate is closed.
 * @returns null when no model of the task was asked.
 */
export const rhythm2017 = ({ asked, answers, gates }: ModelAnswers): Rhythm2017 | null => {
  const manifest = asked.find(({ task }) => task === 'rhythm2017');
  if (manifest === undefined) return null;
  const answer = answers.find((one) => one.manifest.id === manifest.id);
  if (answer?.judged === undefined)
    return { rhythm2017: null, rhythm2017Source: null, reason: reasonOf(gates, manifest) };
  return {
    rhythm2017: probabilitiesOf(manifest, answer.output),
    rhythm2017Source: { model: manifest.id, version: manifest.version, ...answer.judged },
    reason: null,
  };
};

/** Of the mean of the windows' logits; a class that the model does not know has probability 0. */
export const probabilitiesOf = (
  manifest: Manifest,
  { rows, logits }: Pick<ModelOutput, 'rows' | 'logits'>,
): NonNullable<Rhythm['rhythm2017']> => {
  const { classes } = manifest;
  const means = classes.map((_, c) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += logits[row * classes.length + c]!;
    return sum / rows;
  });
  const stated = calibrated(manifest, means);
  const of = (name: string): number => stated[classes.indexOf(name)] ?? 0;
  return { N: of('N'), A: of('A'), O: of('O'), '~': of('~') };
};

const reasonOf = (gates: readonly Gate[], { id }: Manifest): string =>
  gates
    .filter(({ model }) => model === '*' || model === id)
    .map(({ text }) => text)
    .join(' ') || 'The rhythm model did not answer.';
