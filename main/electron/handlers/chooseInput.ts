import { dialog, type OpenDialogOptions } from 'electron';
import { accept } from '../../../app/result.ts';
import { demoRecordings } from '../../node/demoRecordings.ts';
import type { Handler } from '../handler.ts';
import { inputLabel } from '../inputLabel.ts';
import type { Tokens } from '../tokens.ts';
import { windowOf } from '../windowOf.ts';

const options = {
  files: {
    title: 'Open ECG files',
    properties: ['openFile', 'multiSelections'],
    filters: [
      { name: 'ECG recordings', extensions: ['hea', 'csv', 'tsv', 'dcm', 'scp', 'edf', 'ecg', 'xml', 'zip'] },
      { name: 'All files', extensions: ['*'] },
    ],
  },
  folder: { title: 'Open a folder of ECGs', properties: ['openDirectory'] },
} satisfies Record<string, OpenDialogOptions>;

export const chooseInput =
  (tokens: Tokens, demoDir: string): Handler<'chooseInput'> =>
  async ({ what }, { windowId }) => {
    if (what === 'demo')
      return accept({ token: tokens.issue(windowId, await demoRecordings(demoDir)), label: inputLabel([demoDir]) });
    const window = windowOf(windowId);
    const picked =
      window === null ? await dialog.showOpenDialog(options[what]) : await dialog.showOpenDialog(window, options[what]);
    if (picked.canceled || picked.filePaths.length === 0) return accept(null);
    return accept({ token: tokens.issue(windowId, picked.filePaths), label: inputLabel(picked.filePaths) });
  };
