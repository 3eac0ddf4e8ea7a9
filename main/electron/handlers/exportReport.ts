import { basename, join } from 'node:path';
import { app, dialog, type SaveDialogOptions } from 'electron';
import { accept } from '../../../app/result.ts';
import { type BlindPorts, blindTo } from '../../../app/workflow/blindFirst.ts';
import {
  exportReport as makeReport,
  type ReportArchive,
  type ReportPorts,
} from '../../../app/workflow/exportReport.ts';
import { writeWhole } from '../../node/writeWhole.ts';
import { forPerson, type Handler } from '../handler.ts';
import { windowOf } from '../windowOf.ts';

const stages = { choosing: 'choosing a place', drawing: 'drawing' } as const;

const askWhere = async (windowId: number, record: string): Promise<string | null> => {
  const options: SaveDialogOptions = {
    title: 'Export the report',
    defaultPath: join(app.getPath('documents'), `${record.replace(/[^\p{L}\p{N}._-]+/gu, '_')}.pdf`),
    filters: [{ name: 'PDF', extensions: ['pdf'] }],
  };
  const window = windowOf(windowId);
  const answer = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
  return answer.canceled || answer.filePath === '' ? null : answer.filePath;
};

/** Asks where to, makes the report, writes it. Nothing is made or audited when the dialog is closed without a choice. */
export const exportReport = (
  ports: ReportPorts & BlindPorts & { readonly archive: ReportArchive },
  version: string,
): Handler<'exportReport'> =>
  forPerson(async ({ recordingId, paper, parts, comparedWith }, person, { windowId, signal, onProgress }) => {
    const stored = await ports.archive.get(recordingId);
    if (!stored.ok) return stored;
    onProgress({ stage: stages.choosing, done: 0, total: 0 });
    const path = await askWhere(windowId, stored.value.row.record);
    if (path === null) return accept({ fileName: null });
    onProgress({ stage: stages.drawing, done: 0, total: 1 });
    const place = (pdf: Uint8Array) => writeWhole(path, pdf);
    const isWithheld = await blindTo(person, ports);
    const options = { paper, parts, programVersion: version, form: 'pdf', comparedWith, isWithheld } as const;
    const made = await makeReport(recordingId, options, { ...ports, place }, signal);
    if (!made.ok) return made;
    onProgress({ stage: stages.drawing, done: 1, total: 1 });
    return accept({ fileName: basename(path) });
  });
