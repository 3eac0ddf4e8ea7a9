import { client } from '../platform/client.ts';
import { mayNow, refreshDesk } from './desk.ts';
import { checkHealth } from './health.ts';
import { chooseAndImport, exportReport, type ImportOutcome, importPending } from './jobs.ts';
import { startReview } from './review.ts';
import { beginAsSet } from './settings.ts';
import { refreshUnfinished } from './unfinishedImports.ts';
import { openUnasked } from './viewer.ts';
import { refreshWatch } from './watch.ts';
import { readViews, refreshWorklist, useWorklist } from './worklist.ts';

/** Asked only for who may import: what a role may not is put on the trail as a refusal, and nobody would have caused it. */
const refreshImports = (): void => {
  if (!mayNow('import')) return;
  void refreshUnfinished();
  void refreshWatch();
};

/** The first of the list that has a tracing. */
const openFirstOfList = (): void => {
  const { ids, rows } = useWorklist.getState();
  const first = ids.find((id) => (rows.get(id)?.status ?? 'refused') !== 'refused');
  if (first !== undefined) openUnasked(first);
};

/**
 * A tracing is what the reader came for: what the program was started with, known already or not, or else the first one as soon as
 * there is one.
 */
const openFirst = (startedWith: ImportOutcome | null): void => {
  const asked = startedWith?.files.find(({ kind }) => kind !== 'refused')?.recordingId ?? null;
  if (asked !== null) openUnasked(asked);
  openFirstOfList();
  useWorklist.subscribe(openFirstOfList);
};

/** A folder of thousands is not waited for, ms. */
const patienceMs = 3000;
const afterPatience = (): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), patienceMs));

/** Wires main's words to what they mean, reads the worklist, and takes in what waits. Called once. */
export const startDesk = (): void => {
  client.onEvent((event) => {
    switch (event) {
      case 'worklist-changed':
        return void refreshWorklist();
      case 'desk-changed':
        return void refreshDesk().then(refreshImports);
      case 'watch-changed':
        return refreshImports();
      case 'input-pending':
        return void importPending();
      case 'menu-open-files':
        return void chooseAndImport('files');
      case 'menu-open-folder':
        return void chooseAndImport('folder');
      case 'menu-export-report':
        return void exportReport();
    }
  });
  startReview();
  void refreshDesk().then(() => {
    refreshImports();
    const pending = mayNow('import') ? importPending() : Promise.resolve(null);
    void Promise.race([pending, afterPatience()]).then(openFirst);
  });
  // The list before anything that keeps main busy for longer.
  void refreshWorklist();
  void checkHealth();
  void readViews();
  beginAsSet();
};
