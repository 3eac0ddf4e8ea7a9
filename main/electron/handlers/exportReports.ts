import { readdir } from 'node:fs/promises';
import { basename, join, parse } from 'node:path';
import { app, dialog, type OpenDialogOptions } from 'electron';
import { accept, refuse } from '../../../app/result.ts';
import { type ExportReportsPorts, exportReports as makeReports } from '../../../app/workflow/exportReports.ts';
import { distinctNames } from '../../node/distinctNames.ts';
import { writeWhole } from '../../node/writeWhole.ts';
import { forPerson, type Handler } from '../handler.ts';
import { windowOf } from '../windowOf.ts';

const askFolder = async (windowId: number): Promise<string | null> => {
  const options: OpenDialogOptions = {
    title: 'Export the reports into a folder',
    defaultPath: app.getPath('documents'),
    properties: ['openDirectory', 'createDirectory'],
  };
  const window = windowOf(windowId);
  const answer = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options));
  return answer.canceled ? null : (answer.filePaths[0] ?? null);
};

/**
 * Asks for a folder, then writes the report of each recording into it; what is in the folder already stays. One export at a
 * time (`conflict`): two would give one name twice.
 */
export const exportReports = (
  ports: Omit<ExportReportsPorts, 'place'>,
  programVersion: string,
): Handler<'exportReports'> => {
  const exportInto = exportOnce(ports, programVersion);
  let underWay = false;
  return async (...request) => {
    if (underWay) return refuse('conflict', 'Reports are being exported already. Wait for their end, or cancel it.');
    underWay = true;
    try {
      return await exportInto(...request);
    } finally {
      underWay = false;
    }
  };
};

const exportOnce = (ports: Omit<ExportReportsPorts, 'place'>, programVersion: string): Handler<'exportReports'> =>
  forPerson(async ({ recordingIds, paper, parts, comparedWith }, person, { windowId, signal, onProgress }) => {
    onProgress({ stage: 'choosing a place', done: 0, total: 0 });
    const folder = await askFolder(windowId);
    if (folder === null) return accept({ folder: null, written: 0, failed: [], cancelled: false });
    const there = await readdir(folder).catch(() => null);
    if (there === null) return refuse('unreadable', `The folder ${basename(folder)} cannot be read. Choose another.`);
    const nameFor = distinctNames(there.map(parse).flatMap(({ name, ext }) => (/^\.pdf$/i.test(ext) ? [name] : [])));
    const place = (record: string, pdf: Uint8Array) => writeWhole(join(folder, `${nameFor(record)}.pdf`), pdf);
    const { written, failed, cancelled } = await makeReports(
      recordingIds,
      { paper, parts, comparedWith, programVersion },
      person,
      { ...ports, place },
      { signal, onProgress },
    );
    return accept({
      folder: basename(folder),
      written,
      failed: failed.map(({ recordingId, record, error: { code, message } }) => ({
        recordingId,
        record,
        code,
        message,
      })),
      cancelled,
    });
  });
