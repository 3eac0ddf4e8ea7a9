import type { Analysis } from '../analysis/schema.ts';
import type {
  AnalysisOptions,
  AnalysisService,
  FileBundle,
  FileSource,
  FoundFile,
  OtherFile,
  Progress,
} from '../ports.ts';
import { type Refusal, type Result, refuse } from '../result.ts';

export interface AnalyzeFilesPorts {
  readonly fileSource: FileSource;
  readonly analysis: Pick<AnalysisService, 'analyze'>;
}

export interface AnalyzeFilesControl {
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
  /** Files held in memory at the same time; at least the processes of the analysis service to keep them all busy. */
  readonly inFlight: number;
  /** Asked before a file is analysed; the id of a recording leaves it at `known`. */
  readonly knownAs?: (bundle: FileBundle) => Promise<number | null>;
  /** Waited for before each file is begun: a pause, which a cancel ends. */
  readonly mayGoOn?: (signal: AbortSignal) => Promise<void>;
}

/** What became of one file. */
export type AnalyzedFile = { readonly path: string } & (
  | { readonly kind: 'unread'; readonly error: Refusal }
  | { readonly kind: 'known'; readonly recordingId: number }
  | { readonly kind: 'done'; readonly bundle: FileBundle; readonly outcome: Result<Analysis> }
);

/** What was under the paths, and the results in the order of the input, each as soon as all before it are there. */
export interface FilesUnderWay {
  /** Files to be worked on, those with an error included. */
  readonly total: number;
  /** Files inside folders that are no ECGs. */
  readonly others: readonly OtherFile[];
  readonly results: AsyncIterable<AnalyzedFile>;
}

/**
 * Finds, reads and analyses everything under `paths`, a few files at a time. A file that fails is a result like any
 * other; the rest goes on. After a cancel nothing new is begun, and what was not finished by then has no result.
 */
export async function analyzeFiles(
  paths: readonly string[],
  options: AnalysisOptions,
  ports: AnalyzeFilesPorts,
  control: AnalyzeFilesControl,
): Promise<FilesUnderWay> {
  control.onProgress({ stage: 'finding', done: 0, total: 0 });
  const { found, others } = await ports.fileSource.find(paths, control.signal);
  return { total: found.length, others, results: resultsOf(found, options, ports, control) };
}

async function* resultsOf(
  found: readonly FoundFile[],
  options: AnalysisOptions,
  ports: AnalyzeFilesPorts,
  control: AnalyzeFilesControl,
): AsyncGenerator<AnalyzedFile> {
  const total = found.length;
  let done = 0;
  const report = (): void => control.onProgress({ stage: 'analysing', done, total });
  const begin = async (file: FoundFile): Promise<AnalyzedFile | null> => {
    const result = await analyzeOne(file, options, ports, control);
    done += 1;
    if (result !== null) report();
    return result;
  };

  report();
  const underWay: Promise<AnalyzedFile | null>[] = [];
  for (const file of found) {
    await control.mayGoOn?.(control.signal);
    if (control.signal.aborted) break;
    underWay.push(begin(file));
    if (underWay.length < control.inFlight) continue;
    const result = await underWay.shift();
    if (result) yield result;
  }
  for (const waiting of underWay) {
    const result = await waiting;
    if (result !== null) yield result;
  }
}

/** Never rejects; null when a cancel came before the end. */
export async function analyzeOne(
  { path, error }: FoundFile,
  options: AnalysisOptions,
  ports: AnalyzeFilesPorts,
  { signal, knownAs }: Pick<AnalyzeFilesControl, 'signal' | 'knownAs'>,
): Promise<AnalyzedFile | null> {
  if (error !== null) return { path, kind: 'unread', error };
  try {
    const read = await ports.fileSource.read(path);
    if (signal.aborted) return null;
    if (!read.ok) return { path, kind: 'unread', error: read.error };
    const bundle = read.value;
    const recordingId = (await knownAs?.(bundle)) ?? null;
    if (recordingId !== null) return { path, kind: 'known', recordingId };
    const outcome = await ports.analysis.analyze(bundle, options, signal);
    if (!outcome.ok && outcome.error.code === 'cancelled') return null;
    return { path, kind: 'done', bundle, outcome };
  } catch (cause) {
    // A port that throws is a fault of the program; one file's fault must not end the batch.
    const message = `the program failed on this file: ${cause instanceof Error ? cause.message : String(cause)}`;
    return { path, kind: 'unread', error: refuse('internal', message, path).error };
  }
}
