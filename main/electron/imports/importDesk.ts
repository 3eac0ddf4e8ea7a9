import { mostImportsKept } from '../../../app/contract/table.ts';
import type { ImportedFile } from '../../../app/workflow/importRecordings.ts';

/** What the program remembers of imports while it runs. */
export interface ImportDesk {
  readonly setPaused: (paused: boolean) => void;
  /** Resolves at once, or when the pause ends; a cancel ends it for its import. */
  readonly mayGoOn: (signal: AbortSignal) => Promise<void>;
  /** Nobody should find the next import paused by the last one. */
  readonly begun: () => void;
  readonly ended: () => void;
  readonly keepList: (batchId: number, files: readonly ImportedFile[]) => void;
  readonly listOf: (batchId: number) => readonly ImportedFile[] | null;
}

export const createImportDesk = (): ImportDesk => {
  let paused = false;
  let running = 0;
  const waiting: (() => void)[] = [];
  const lists = new Map<number, readonly ImportedFile[]>();
  const setPaused = (wanted: boolean): void => {
    paused = wanted;
    if (!paused) for (const goOn of waiting.splice(0)) goOn();
  };
  return {
    setPaused,
    mayGoOn: (signal) => {
      if (!paused || signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        waiting.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
      });
    },
    begun: () => {
      running += 1;
    },
    ended: () => {
      running -= 1;
      if (running === 0) setPaused(false);
    },
    keepList: (batchId, files) => {
      lists.delete(batchId);
      lists.set(batchId, files);
      for (const oldest of lists.keys()) {
        if (lists.size <= mostImportsKept) break;
        lists.delete(oldest);
      }
    },
    listOf: (batchId) => lists.get(batchId) ?? null,
  };
};
