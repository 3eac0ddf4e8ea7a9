import { basename, join } from 'node:path';
import { app, dialog, type SaveDialogOptions } from 'electron';
import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { disagreements } from '../../../app/workflow/reviewRecording.ts';
import { disagreementCsv } from '../../node/disagreementCsv.ts';
import { writeWhole } from '../../node/writeWhole.ts';
import type { Handler } from '../handler.ts';
import { windowOf } from '../windowOf.ts';

/** Asks where to, then writes computer against reader as CSV; it names no recording and no person. */
export const exportDisagreements =
  (ports: {
    readonly archive: { readonly reviews: Pick<Archive['reviews'], 'all'> };
  }): Handler<'exportDisagreements'> =>
  async (days, { windowId }) => {
    const options: SaveDialogOptions = {
      title: 'Export computer against reader',
      defaultPath: join(app.getPath('documents'), 'computer-against-reader.csv'),
      filters: [{ name: 'CSV', extensions: ['csv'] }],
    };
    const window = windowOf(windowId);
    const answer = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
    if (answer.canceled || answer.filePath === '') return accept({ fileName: null });
    const written = await writeWhole(answer.filePath, disagreementCsv(await disagreements(days, ports)));
    return written.ok ? accept({ fileName: basename(answer.filePath) }) : written;
  };
