import { client } from '../platform/client.ts';
import { refreshDesk } from './desk.ts';
import { checkHealth } from './health.ts';
import { chooseAndImport, exportReport, type ImportOutcome, importPending } from './jobs.ts';
import { startReview } from './review.ts';
import { beginAsSet } from './settings.ts';
import { refreshUnfinished } from './unfinishedImports.ts';
import { openUnasked } from './viewer.ts';
import { refreshWatch } from './watch.ts';
import { readViews, refreshWorklist, useWorklist } from './worklist.ts';

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

/** Wires main's words to what they mean, reads the worklist, and takes in what waits. Called once. */
export const startDesk = (): void => {
  client.onEvent((event) => {
    switch (event) {
      case 'worklist-changed':
        return void refreshWorklist();
      case 'desk-changed':
        void refreshUnfinished();
        void refreshWatch();
        return void refreshDesk();
      case 'watch-changed':
        return void refreshWatch();
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
  void refreshDesk();
  // The list before anything that keeps main busy for longer.
  void refreshWorklist();
  void checkHealth();
  void readViews();
  beginAsSet();
  void refreshUnfinished();
  void refreshWatch();
  void importPending().then(openFirst);
};
