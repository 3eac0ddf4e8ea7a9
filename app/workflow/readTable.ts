import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { CsvLayout } from '../formats/csv/layout.ts';
import type { NamedBytes } from '../formats/format.ts';
import type { AnalysisOptions, AnalysisService, Archive, CsvLayouts } from '../ports.ts';
import { accept, type Result, refuse } from '../result.ts';

export interface ReadTablePorts {
  readonly archive: Pick<Archive, 'get' | 'takeIn'>;
  readonly analysis: Pick<AnalysisService, 'analyze'>;
  readonly csvLayouts: CsvLayouts;
}

const hashOf = (files: readonly NamedBytes[]): string => {
  const hash = sha256.create();
  for (const { bytes } of files) hash.update(bytes);
  return bytesToHex(hash.digest());
};

/**
 * Reads a refused table again as a person laid it out: its analysis takes the refusal's place in the archive, and the layout
 * is kept for other files of the same writer. Nothing is stored where it still cannot be read. Errors: those of the
 * archive and of the decoder; `not-found` where the archive does not hold the bytes.
 */
export const readTable = async (
  recordingId: number,
  layout: CsvLayout,
  options: AnalysisOptions,
  ports: ReadTablePorts,
  signal: AbortSignal,
): Promise<Result<{ readonly recordingId: number }>> => {
  const stored = await ports.archive.get(recordingId);
  if (!stored.ok) return stored;
  const { files, path } = stored.value;
  if (files.length === 0) return refuse('not-found', 'The bytes of this file are not in the archive. Open it again.');
  const bundle = { path, files, sha256: hashOf(files) };
  const hints = { ...options.hints, csvLayouts: [layout] };
  const outcome = await ports.analysis.analyze(bundle, { ...options, hints }, signal);
  if (!outcome.ok) return outcome;
  const taken = await ports.archive.takeIn(bundle, hints, outcome);
  if (!taken.ok) return taken;
  await ports.csvLayouts.remember(layout);
  return accept({ recordingId: taken.value.id });
};
