import { basename, join } from 'node:path';
import { app, dialog, type SaveDialogOptions } from 'electron';
import type { Archive } from '../../../app/ports.ts';
import { accept, refuse } from '../../../app/result.ts';
import { importListCsv } from '../../node/importListCsv.ts';
import { writeWhole } from '../../node/writeWhole.ts';
import type { Handler } from '../handler.ts';
import type { ImportDesk } from '../imports/importDesk.ts';
import type { WatchDesk } from '../imports/watchDesk.ts';
import { inputLabel } from '../inputLabel.ts';
import type { Tokens } from '../tokens.ts';
import { windowOf } from '../windowOf.ts';

interface Ports {
  readonly archive: Pick<Archive, 'imports'>;
}

export const pauseImports =
  (desk: ImportDesk): Handler<'pauseImports'> =>
  async ({ paused }) => {
    desk.setPaused(paused);
    return accept({});
  };

export const unfinishedImports =
  ({ archive }: Ports): Handler<'unfinishedImports'> =>
  async () => {
    const batches = await archive.imports.unfinished();
    return accept(
      batches.map(({ id, paths, done, total }) => ({ batchId: id, label: inputLabel(paths), done, total })),
    );
  };

export const dropImport =
  ({ archive }: Ports): Handler<'dropImport'> =>
  async ({ batchId }) => {
    if ((await archive.imports.resume(batchId)) !== null) await archive.imports.end(batchId, true);
    return accept({});
  };

export const exportImportList =
  (desk: ImportDesk): Handler<'exportImportList'> =>
  async ({ batchId }, { windowId }) => {
    const files = desk.listOf(batchId);
    if (files === null) return refuse('not-found', 'The list of this import is no longer there.');
    const options: SaveDialogOptions = {
      title: 'Export the list of the import',
      defaultPath: join(app.getPath('documents'), 'import.csv'),
      filters: [{ name: 'CSV', extensions: ['csv'] }],
    };
    const window = windowOf(windowId);
    const answer = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
    if (answer.canceled || answer.filePath === '') return accept({ fileName: null });
    const written = await writeWhole(answer.filePath, importListCsv(files));
    return written.ok ? accept({ fileName: basename(answer.filePath) }) : written;
  };

export const watchState =
  (desk: WatchDesk): Handler<'watchState'> =>
  async () =>
    accept(desk.state());

export const startWatch =
  (desk: WatchDesk, tokens: Tokens): Handler<'startWatch'> =>
  async ({ folderToken, moveToToken, quietS, polling }, { windowId }) => {
    const folder = tokens.redeem(windowId, folderToken)?.[0] ?? null;
    const moveTo = moveToToken === null ? null : (tokens.redeem(windowId, moveToToken)?.[0] ?? null);
    if (folder === null || (moveToToken !== null && moveTo === null)) {
      return refuse('not-found', 'This choice of a folder has expired. Choose it again.');
    }
    return desk.start({ folder, moveTo, quietS, polling });
  };

export const stopWatch =
  (desk: WatchDesk): Handler<'stopWatch'> =>
  async () =>
    accept(await desk.stop());
