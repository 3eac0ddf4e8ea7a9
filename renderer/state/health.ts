import { create } from 'zustand';
import type { InstalledModel } from '../../app/ports.ts';
import { client } from '../platform/client.ts';
import { texts } from '../texts.ts';

/** What the reader must know about the program itself, in one sentence each; nothing when all is well. */
export const useHealth = create<{
  readonly warnings: readonly string[];
  /** As they were loaded at the start; null while they are. */
  readonly models: readonly InstalledModel[] | null;
}>()(() => ({ warnings: [], models: null }));

export const checkHealth = async (): Promise<void> => {
  const answer = await client.appInfo({});
  if (!answer.ok) return useHealth.setState({ warnings: [answer.error.message] });
  const { models, auditIntact } = answer.value;
  useHealth.setState({
    models,
    warnings: [
      ...(auditIntact ? [] : [texts.status.auditBroken]),
      ...models.flatMap(({ id, refusal }) =>
        refusal === null ? [] : [texts.status.modelRefused(id, refusal.message)],
      ),
      ...(models.length === 0 ? [texts.status.noModels] : []),
    ],
  });
};
