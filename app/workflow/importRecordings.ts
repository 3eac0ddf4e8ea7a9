import type { Analysis } from '../analysis/schema.ts';
import type { DecodeHints } from '../formats/format.ts';
import type { AnalysisOptions, Archive, Progress } from '../ports.ts';
import type { Refusal, Result } from '../result.ts';
import { type AnalyzedFile, type AnalyzeFilesPorts, analyzeFiles } from './analyzeFiles.ts';

export interface ImportRecordingsPorts extends AnalyzeFilesPorts {
  readonly archive: Pick<Archive, 'idOf' | 'takeIn' | 'appendAudit'>;
}

/** Output of the job `importRecordings` in the contract. */
export interface ImportSummary {
  /** Recordings that are new in the archive and could be read; the refused ones are counted by `refused` alone. */
  taken: number;
  duplicates: number;
  otherFiles: number;
  cancelled: boolean;
  readonly refused: { readonly file: string; readonly code: string; readonly message: string }[];
  /** Recordings touched, in the order of the input, each once. */
  recordingIds: number[];
}

/**
 * Takes everything under `paths` into the archive, one transaction a file, so that a cancel or a crash keeps what was
 * done before it. What is there with an analysis already is only counted; what was refused before is tried again.
 */
export async function importRecordings(
  paths: readonly string[],
  options: AnalysisOptions,
  ports: ImportRecordingsPorts,
  onProgress: (progress: Progress) => void,
  signal: AbortSignal,
  inFlight = 4,
): Promise<ImportSummary> {
  const underWay = await analyzeFiles(paths, options, ports, {
    onProgress,
    signal,
    inFlight,
    knownAs: (bundle) => ports.archive.idOf(bundle.sha256),
  });
  const summary: ImportSummary = {
    taken: 0,
    duplicates: 0,
    otherFiles: underWay.otherFiles,
    cancelled: false,
    refused: [],
    recordingIds: [],
  };
  const recordingIds = new Set<number>();
  let seen = 0;
  for await (const file of underWay.results) {
    seen += 1;
    await takeIn(file, options, ports.archive, summary, recordingIds);
  }
  summary.recordingIds = [...recordingIds];
  summary.cancelled = seen < underWay.total;
  return summary;
}

/** Only what this file was read by: layouts of tables belong to those that used one. */
const hintsUsed = ({ hints }: AnalysisOptions, outcome: Result<Analysis>): DecodeHints => {
  if (hints.csvLayouts === undefined) return hints;
  const used = outcome.ok && outcome.value.recording.notes.some(({ code }) => code === 'layout-from-user');
  const { csvLayouts: _, ...others } = hints;
  return used ? hints : others;
};

async function takeIn(
  file: AnalyzedFile,
  options: AnalysisOptions,
  archive: ImportRecordingsPorts['archive'],
  summary: ImportSummary,
  recordingIds: Set<number>,
): Promise<void> {
  const refused = (error: Refusal): void => {
    summary.refused.push({ file: file.path, code: error.code, message: error.message });
  };
  if (file.kind === 'unread') {
    // Its name may hold a patient's, and without its bytes it has no hash: the trail keeps the reason alone.
    await archive.appendAudit({ type: 'recording-refused', subject: 'file', detail: { code: file.error.code } });
    return refused(file.error);
  }
  if (file.kind === 'known') {
    summary.duplicates += 1;
    recordingIds.add(file.recordingId);
    return;
  }
  if (!file.outcome.ok) refused(file.outcome.error);
  const taken = await archive.takeIn(file.bundle, hintsUsed(options, file.outcome), file.outcome);
  if (!taken.ok) {
    // One line a file: the archive's reason is the one that matters when both failed.
    if (!file.outcome.ok) summary.refused.pop();
    return refused(taken.error);
  }
  if (file.outcome.ok && taken.value.kind === 'taken') summary.taken += 1;
  else if (file.outcome.ok) summary.duplicates += 1;
  recordingIds.add(taken.value.id);
}
