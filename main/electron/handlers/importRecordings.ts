import { basename } from 'node:path';
import type { Output } from '../../../app/contract/table.ts';
import { type CsvLayouts, defaultOptions, type ImportBatch } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import {
  type ImportedFile,
  type ImportRecordingsPorts,
  importRecordings as importAll,
} from '../../../app/workflow/importRecordings.ts';
import type { Handler } from '../handler.ts';
import type { ImportDesk } from '../imports/importDesk.ts';
import { inputLabel } from '../inputLabel.ts';
import type { Tokens } from '../tokens.ts';

type Listed = Output<'importRecordings'>['files'][number];

/** Takes what stands behind a token into the archive, or goes on with an import that was cut off. */
export const importRecordings =
  (
    ports: ImportRecordingsPorts & { readonly csvLayouts: CsvLayouts },
    desk: ImportDesk,
    tokens: Tokens,
    inFlight: number,
    worklistChanged: () => void,
  ): Handler<'importRecordings'> =>
  async (input, { windowId, signal, onProgress }) => {
    const begun: Result<ImportBatch> =
      'token' in input
        ? await beginBatch(tokens.redeem(windowId, input.token), ports.archive.imports)
        : await resumeBatch(input.batchId, ports.archive.imports);
    if (!begun.ok) return begun;
    const batch = begun.value;
    desk.begun();
    try {
      const options = { ...defaultOptions, hints: { csvLayouts: await ports.csvLayouts.list() } };
      const { files, cancelled } = await importAll(batch, options, ports, {
        onProgress: (progress) => {
          onProgress(progress);
          worklistChanged();
        },
        signal,
        inFlight,
        mayGoOn: desk.mayGoOn,
      });
      worklistChanged();
      desk.keepList(batch.id, files);
      return accept({
        batchId: batch.id,
        label: inputLabel(batch.paths),
        files: files.map(forScreen),
        cancelled,
      });
    } finally {
      desk.ended();
    }
  };

const beginBatch = async (
  paths: readonly string[] | null,
  imports: ImportRecordingsPorts['archive']['imports'],
): Promise<Result<ImportBatch>> =>
  paths === null
    ? refuse('not-found', 'This choice of files has expired. Choose the files again.')
    : accept(await imports.begin(paths));

const resumeBatch = async (
  batchId: number,
  imports: ImportRecordingsPorts['archive']['imports'],
): Promise<Result<ImportBatch>> => {
  const batch = await imports.resume(batchId);
  return batch === null ? refuse('not-found', 'This import has ended, or is under way elsewhere.') : accept(batch);
};

const forScreen = (imported: ImportedFile): Listed => {
  const file = basename(imported.file);
  if (!('error' in imported)) return { ...imported, file };
  const { code, message } = imported.error;
  if (imported.kind === 'other') return { kind: 'other', file, recordingId: null, code, message };
  return { kind: 'refused', file, recordingId: imported.recordingId, code, message };
};
