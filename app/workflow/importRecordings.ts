import type { AnalysisOptions, Archive, FoundFile, ImportBatch, Progress } from '../ports.ts';
import type { Refusal } from '../result.ts';
import { type AnalyzedFile, type AnalyzeFilesPorts, analyzeFiles, analyzeOne } from './analyzeFiles.ts';
import { hintsUsed } from './hintsUsed.ts';

export interface ImportRecordingsPorts extends AnalyzeFilesPorts {
  readonly archive: Pick<Archive, 'idOf' | 'takeIn' | 'appendAudit' | 'imports'>;
}

/** What became of one file. `duplicate`: the archive has this content already, as the recording named. `other`: it is no ECG. */
export type ImportedFile = { readonly file: string } & (
  | { readonly kind: 'taken' | 'duplicate'; readonly recordingId: number }
  | {
      readonly kind: 'refused';
      /** null where nothing of it is in the archive. */
      readonly recordingId: number | null;
      readonly error: Refusal;
    }
  | { readonly kind: 'other'; readonly recordingId: null; readonly error: Refusal }
);

export interface ImportSummary {
  /** In the order of the input; behind them what lay there and is no ECG. */
  readonly files: readonly ImportedFile[];
  /** It stays among the unfinished ones. */
  readonly cancelled: boolean;
}

export interface ImportControl {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
  /** Files held in memory at the same time; at least the analysis processes. */
  readonly inFlight: number;
  readonly onFile?: (file: ImportedFile) => void | Promise<void>;
  readonly mayGoOn?: (signal: AbortSignal) => Promise<void>;
}

/** How many files are done between two notes of how far an import came. */
const noteEvery = 25;

/**
 * Takes everything under the paths of a batch into the archive, one transaction a file, so that a cancel or a crash keeps what
 * was done before it. What is there with an analysis already is only counted, as taken when this batch took it before it was cut
 * off; what was refused before is tried again.
 */
export async function importRecordings(
  batch: ImportBatch,
  options: AnalysisOptions,
  ports: ImportRecordingsPorts,
  control: ImportControl,
): Promise<ImportSummary> {
  const { imports } = ports.archive;
  const files: ImportedFile[] = [];
  const seenIds = new Set<number>();
  let finished = false;
  try {
    const underWay = await analyzeFiles(batch.paths, { ...options, withName: true }, ports, {
      ...control,
      knownAs: (bundle) => ports.archive.idOf(bundle.sha256),
    });
    const allFound = !control.signal.aborted;
    await imports.note(batch.id, 0, underWay.total);
    for await (const analyzed of underWay.results) {
      let file = await takeIn(analyzed, options, ports.archive);
      if (file.kind === 'duplicate' && !seenIds.has(file.recordingId)) {
        const ours = await imports.tookIn(batch, file.recordingId, file.file);
        if (ours) file = { ...file, kind: 'taken' };
      }
      if (file.recordingId !== null) seenIds.add(file.recordingId);
      files.push(file);
      await control.onFile?.(file);
      if (files.length % noteEvery === 0) await imports.note(batch.id, files.length, underWay.total);
    }
    finished = allFound && files.length === underWay.total;
    if (!finished) await imports.note(batch.id, files.length, underWay.total);
    for (const { path, error } of underWay.others) {
      const other: ImportedFile = { file: path, kind: 'other', recordingId: null, error };
      files.push(other);
      await control.onFile?.(other);
    }
    return { files, cancelled: !finished };
  } finally {
    await imports.end(batch.id, finished);
  }
}

/** Takes one found file in, as `importRecordings` does; null when a cancel came before its end. */
export async function importFile(
  found: FoundFile,
  options: AnalysisOptions,
  ports: AnalyzeFilesPorts & { readonly archive: Pick<Archive, 'idOf' | 'takeIn' | 'appendAudit'> },
  signal: AbortSignal,
): Promise<ImportedFile | null> {
  const knownAs: Parameters<typeof analyzeOne>[3]['knownAs'] = (bundle) => ports.archive.idOf(bundle.sha256);
  const analyzed = await analyzeOne(found, { ...options, withName: true }, ports, { signal, knownAs });
  return analyzed === null ? null : takeIn(analyzed, options, ports.archive);
}

async function takeIn(
  file: AnalyzedFile,
  options: AnalysisOptions,
  archive: Pick<Archive, 'takeIn' | 'appendAudit'>,
): Promise<ImportedFile> {
  const refused = (error: Refusal, recordingId: number | null): ImportedFile => ({
    file: file.path,
    kind: 'refused',
    recordingId,
    error,
  });
  if (file.kind === 'unread') {
    // Its name may hold a patient's, and without its bytes it has no hash: the trail keeps the reason alone.
    await archive.appendAudit({ type: 'recording-refused', subject: 'file', detail: { code: file.error.code } });
    return refused(file.error, null);
  }
  if (file.kind === 'known') return { file: file.path, kind: 'duplicate', recordingId: file.recordingId };
  const taken = await archive.takeIn(file.bundle, hintsUsed(options.hints, file.outcome), file.outcome);
  // The archive's reason is the one that matters when both failed.
  if (!taken.ok) return refused(taken.error, null);
  const { id, kind } = taken.value;
  return file.outcome.ok ? { file: file.path, kind, recordingId: id } : refused(file.outcome.error, id);
}
