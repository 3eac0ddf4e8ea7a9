import { client } from '../platform/client.ts';
import { refreshDesk } from './desk.ts';
import { checkHealth } from './health.ts';
import { chooseAndImport, exportReport, importPending } from './jobs.ts';
import { startReview } from './review.ts';
import { beginAsSet } from './settings.ts';
import { refreshUnfinished } from './unfinishedImports.ts';
import { selectRecording, useViewer } from './viewer.ts';
import { refreshWatch } from './watch.ts';
import { readViews, refreshWorklist, useWorklist } from './worklist.ts';

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
  // A tracing is what the reader came for: the first one is on the paper as soon as there is one.
  useWorklist.subscribe(({ ids }) => {
    const first = ids[0];
    if (first !== undefined && useViewer.getState().selectedId === null) selectRecording(first, 'program');
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
  void importPending();
};
