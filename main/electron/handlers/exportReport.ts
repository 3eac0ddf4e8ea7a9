import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, dialog, type SaveDialogOptions } from 'electron';
import type { Archive } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { exportReport as makeReport, type ReportPorts } from '../../../app/workflow/exportReport.ts';
import type { Handler } from '../handler.ts';
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

/** Beside its place first, then moved: a full disk leaves no half report under the name that was asked for. */
const writeWhole = async (path: string, bytes: Uint8Array): Promise<Result<null>> => {
  const part = `${path}.part`;
  try {
    await writeFile(part, bytes);
    await rename(part, path);
    return accept(null);
  } catch (error) {
    await rm(part, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return refuse(
      'unreadable',
      `The report could not be written here (${code}). Choose another place.`,
      basename(path),
    );
  }
};

/** Asks where to, makes the report, writes it. Nothing is made or audited when the dialog is closed without a choice. */
export const exportReport =
  (
    ports: ReportPorts & { readonly archive: Pick<Archive, 'get' | 'appendAudit'> },
    version: string,
  ): Handler<'exportReport'> =>
  async ({ recordingId }, { windowId, signal, onProgress }) => {
    const stored = await ports.archive.get(recordingId);
    if (!stored.ok) return stored;
    onProgress({ stage: stages.choosing, done: 0, total: 0 });
    const path = await askWhere(windowId, stored.value.row.record);
    if (path === null) return accept({ fileName: null });
    onProgress({ stage: stages.drawing, done: 0, total: 1 });
    const pdf = await makeReport(recordingId, { paper: 'A4', programVersion: version }, ports, signal);
    if (!pdf.ok) return pdf;
    const written = await writeWhole(path, pdf.value);
    if (!written.ok) return written;
    onProgress({ stage: stages.drawing, done: 1, total: 1 });
    return accept({ fileName: basename(path) });
  };
