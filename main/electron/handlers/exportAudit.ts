import { basename, join } from 'node:path';
import { app, dialog, type SaveDialogOptions } from 'electron';
import type { Archive } from '../../../app/ports.ts';
import { accept } from '../../../app/result.ts';
import { writeWhole } from '../../node/writeWhole.ts';
import type { Handler } from '../handler.ts';
import { windowOf } from '../windowOf.ts';

/** Asks where to, then writes the trail as signed NDJSON. */
export const exportAudit =
  (ports: { readonly archive: Pick<Archive, 'exportAudit'> }): Handler<'exportAudit'> =>
  async (_input, { windowId }) => {
    const options: SaveDialogOptions = {
      title: 'Export the audit trail',
      defaultPath: join(app.getPath('documents'), 'einthoven-audit.ndjson'),
      filters: [{ name: 'NDJSON', extensions: ['ndjson'] }],
    };
    const window = windowOf(windowId);
    const answer = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options));
    if (answer.canceled || answer.filePath === '') return accept({ fileName: null });
    const exported = await ports.archive.exportAudit();
    if (!exported.ok) return exported;
    const written = await writeWhole(answer.filePath, new TextEncoder().encode(exported.value));
    return written.ok ? accept({ fileName: basename(answer.filePath) }) : written;
  };
