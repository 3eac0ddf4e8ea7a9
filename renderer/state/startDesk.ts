import { client } from '../platform/client.ts';
import { mayNow, refreshDesk } from './desk.ts';
import { checkHealth } from './health.ts';
import { chooseAndImport, exportReport, importPending } from './jobs.ts';
import { startReview } from './review.ts';
import { beginAsSet } from './settings.ts';
import { refreshUnfinished } from './unfinishedImports.ts';
import { selectRecording, useViewer } from './viewer.ts';
import { refreshWatch } from './watch.ts';
import { readViews, refreshWorklist, useWorklist } from './worklist.ts';

/** Asked only for who may import: what a role may not is put on the trail as a refusal, and nobody would have caused it. */
const refreshImports = (): void => {
  if (!mayNow('import')) return;
  void refreshUnfinished();
  void refreshWatch();
};

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
  // A tracing is what the reader came for: the first one is on the paper as soon as there is one.
  useWorklist.subscribe(({ ids }) => {
    const first = ids[0];
    if (first !== undefined && useViewer.getState().selectedId === null) selectRecording(first, 'program');
  });
  startReview();
  void refreshDesk().then(() => {
    refreshImports();
    if (mayNow('import')) void importPending();
  });
  // The list before anything that keeps main busy for longer.
  void refreshWorklist();
  void checkHealth();
  void readViews();
  beginAsSet();
};
