import { create } from 'zustand';
import type { Output } from '../../app/contract/table.ts';
import { client } from '../platform/client.ts';

/** Imports that were cancelled or cut off, the newest first. */
export const useUnfinished = create<{ readonly imports: Output<'unfinishedImports'> }>()(() => ({ imports: [] }));

export const refreshUnfinished = async (): Promise<void> => {
  const answer = await client.unfinishedImports({});
  if (answer.ok) useUnfinished.setState({ imports: answer.value });
};

/** What it took in stays. */
export const letGo = async (batchId: number): Promise<void> => {
  await client.dropImport({ batchId });
  await refreshUnfinished();
};
