import type { InstalledModel } from '../../../app/ports.ts';
import { alignTable } from '../alignTable.ts';

/** What a model may do, in a few words; a refused one says why. */
export const stateOf = ({ refusal, replaced }: Pick<InstalledModel, 'refusal' | 'replaced'>): string => {
  if (replaced) return "replaced by the user's";
  return refusal === null ? 'ready' : `refused: ${refusal.message}`;
};

/** Lines of a table, one a model, by id. */
export const modelTable = (models: readonly InstalledModel[]): string[] =>
  alignTable(
    [
      { title: 'model', align: 'left' },
      { title: 'version', align: 'left' },
      { title: 'task', align: 'left' },
      { title: 'size', align: 'right' },
      { title: 'sha256', align: 'left' },
      { title: 'from', align: 'left' },
      { title: 'title', align: 'left' },
      { title: 'state', align: 'left' },
    ],
    [...models]
      .sort((a, b) => (a.id < b.id ? -1 : 1))
      .map((model) => [
        model.id,
        model.version || '-',
        model.task ?? '-',
        model.bytes === 0 ? '-' : sizeText(model.bytes),
        model.sha256.slice(0, 12) || '-',
        model.place,
        model.title,
        stateOf(model),
      ]),
  );

export const sizeText = (bytes: number): string =>
  bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
