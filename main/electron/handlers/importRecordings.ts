import { basename } from 'node:path';
import { type CsvLayouts, defaultOptions } from '../../../app/ports.ts';
import { accept, refuse } from '../../../app/result.ts';
import { type ImportRecordingsPorts, importRecordings as importAll } from '../../../app/workflow/importRecordings.ts';
import type { Handler } from '../handler.ts';
import type { Tokens } from '../tokens.ts';

/** Takes what stands behind a token into the archive. Refused files come back by name, without their folder. */
export const importRecordings =
  (
    ports: ImportRecordingsPorts & { readonly csvLayouts: CsvLayouts },
    tokens: Tokens,
    worklistChanged: () => void,
  ): Handler<'importRecordings'> =>
  async ({ token }, { windowId, signal, onProgress }) => {
    const paths = tokens.redeem(windowId, token);
    if (paths === null) {
      return refuse('not-found', 'This choice of files has expired. Choose the files again.');
    }
    const summary = await importAll(
      paths,
      { ...defaultOptions, hints: { csvLayouts: await ports.csvLayouts.list() } },
      ports,
      (progress) => {
        onProgress(progress);
        worklistChanged();
      },
      signal,
    );
    worklistChanged();
    return accept({
      ...summary,
      refused: summary.refused.map((refusal) => ({ ...refusal, file: basename(refusal.file) })),
    });
  };
