import type { Analysis, Refused } from '../../app/analysis/schema.ts';
import type { AnalysisOptions } from '../../app/ports.ts';
import { fewestParts } from '../../app/report/reportInput.ts';
import { accept, type Result } from '../../app/result.ts';
import { type AnalyzedFile, analyzeFiles } from '../../app/workflow/analyzeFiles.ts';
import type { ComparedSource } from '../../app/workflow/comparedSource.ts';
import { exportReport, writeReport } from '../../app/workflow/exportReport.ts';
import { hintsUsed } from '../../app/workflow/hintsUsed.ts';
import { recordName } from '../../app/workflow/recordName.ts';
import { unread } from '../../app/workflow/reportReading.ts';
import type { House } from '../compose.ts';
import { programVersion } from '../node/programVersion.ts';
import { checkModels } from './checkModels.ts';
import { failWith } from './command.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';
import type { Interruption } from './interruption.ts';
import { plain, printLine, say } from './output.ts';
import { createProgressLine } from './progressLine.ts';
import { readCompared } from './readCompared.ts';
import { openResultFiles, type ResultFiles } from './resultFiles.ts';
import { resultRow, resultTable } from './resultTable.ts';

export interface RunOptions {
  readonly paths: readonly string[];
  readonly options: AnalysisOptions;
  /** JSON lines instead of the table. */
  readonly ndjson: boolean;
  /** Folder for one JSON a recording; null for none. */
  readonly out: string | null;
  /** A PDF beside each JSON. */
  readonly pdf: boolean;
  /** With the page of median beats. */
  readonly medianBeats: boolean;
  /** File or folder of the one recording that each is compared with on a page of its own; null for no such page. */
  readonly compareWith: string | null;
  readonly jobs: number;
}

interface Beside {
  readonly compared: ComparedSource | null;
}

interface Counts {
  analysed: number;
  refused: number;
  /** Of the program, not of the input: a result that could not be kept or printed. */
  failures: number;
  taken: number;
}

/** Analyses what is under the paths, prints it, writes it, keeps it in the house's archive if there is one. */
export async function runAnalysis(house: House, run: RunOptions, interruption: Interruption): Promise<ExitCode> {
  if (run.options.modelIds?.length !== 0) {
    const stopped = checkModels(await house.analysis.models(), run.options.modelIds);
    if (stopped !== null) return stopped;
  }
  const compared =
    run.compareWith === null
      ? accept(null)
      : await readCompared(run.compareWith, run.options, house, interruption.signal);
  if (!compared.ok) return failWith(compared.error, exitCodes.someRefused);
  const files = run.out === null ? null : await openResultFiles(run.out);
  const progress = createProgressLine();
  const counts: Counts = { analysed: 0, refused: 0, failures: 0, taken: 0 };
  const rows: (readonly string[])[] = [];
  const { signal } = interruption;
  const underWay = await analyzeFiles(run.paths, run.options, house, {
    onProgress: progress.show,
    signal,
    // Each process has its next file ready when it ends one.
    inFlight: run.jobs * 2,
  });
  for await (const file of underWay.results) {
    const result = resultOf(file);
    if ('error' in result) counts.refused += 1;
    else counts.analysed += 1;
    if (run.ndjson) await printLine(JSON.stringify(result));
    else rows.push(resultRow(result));
    await keep(file, result, house, { ...run, compared: compared.value }, files, counts, signal);
  }
  progress.end();

  if (!run.ndjson && rows.length > 0) for (const line of resultTable(rows)) await printLine(line);
  for (const { path, error } of underWay.others) {
    const line = plain(`${path}: not an ECG: ${error.message} (${error.code})`);
    if (run.ndjson) say(line);
    else await printLine(line);
  }
  const summary = summaryOf(counts, underWay.others.length, house.archive !== null);
  if (run.ndjson) say(summary);
  else await printLine(`${rows.length > 0 ? '\n' : ''}${summary}`);
  const interrupted = interruption.exitCode();
  if (interrupted !== null) {
    if (interrupted === exitCodes.interrupted) say('interrupted; what was done is kept');
    return interrupted;
  }
  if (counts.failures > 0) return exitCodes.failed;
  return counts.refused > 0 ? exitCodes.someRefused : exitCodes.done;
}

function resultOf(file: AnalyzedFile): Analysis | Refused {
  if (file.kind === 'done' && file.outcome.ok) return file.outcome.value;
  const error = file.kind === 'unread' ? file.error : refusalOf(file);
  return { schema: 'einthoven.analysis/1', record: recordName(file.path), source: { file: file.path }, error };
}

function refusalOf(file: Exclude<AnalyzedFile, { kind: 'unread' }>): Refused['error'] {
  if (file.kind === 'done' && !file.outcome.ok) return file.outcome.error;
  return { code: 'internal', message: 'the file was left out though nobody asked for it', file: file.path };
}

/** Archive, JSON and PDF of one result. What fails here is said and counted; the rest of the batch goes on. */
async function keep(
  file: AnalyzedFile,
  result: Analysis | Refused,
  house: House,
  run: RunOptions & Beside,
  files: ResultFiles | null,
  counts: Counts,
  signal: AbortSignal,
): Promise<void> {
  const fail = (what: string, message: string): void => {
    counts.failures += 1;
    say(plain(`${file.path}: ${what}: ${message}`));
  };
  let recordingId: number | null = null;
  if (house.archive !== null && file.kind === 'done') {
    const hints = hintsUsed(run.options.hints, file.outcome);
    const taken = await house.archive.takeIn(file.bundle, hints, file.outcome);
    if (!taken.ok) fail('not archived', taken.error.message);
    else {
      recordingId = taken.value.id;
      if (taken.value.kind === 'taken') counts.taken += 1;
    }
  }
  if (files === null) return;
  const name = files.nameFor(result.record);
  const json = await files.write(`${name}.json`, `${JSON.stringify(result, null, 2)}\n`);
  if (!json.ok) fail('not written', json.error.message);
  if (!run.pdf || file.kind !== 'done' || 'error' in result || signal.aborted) return;
  const place = (pdf: Uint8Array) => files.write(`${name}.pdf`, pdf);
  const source = {
    ...file.bundle,
    hints: hintsUsed(run.options.hints, file.outcome),
    analysis: result,
    corrections: null,
    reading: unread,
    audit: null,
    signer: null,
    compared: run.compared,
  };
  const report = await makeReport(recordingId, source, run, house, place, signal);
  if (!report.ok && report.error.code !== 'cancelled') fail('PDF', report.error.message);
}

/** An archived recording's report is put on its audit trail. */
async function makeReport(
  recordingId: number | null,
  source: Parameters<typeof writeReport>[0],
  { medianBeats, compared }: Pick<RunOptions, 'medianBeats'> & Beside,
  house: House,
  place: (pdf: Uint8Array) => Promise<Result<null>>,
  signal: AbortSignal,
): Promise<Result<null>> {
  const parts = { ...fewestParts, medianBeats };
  const options = {
    paper: 'A4',
    parts,
    programVersion: programVersion(),
    form: 'pdf',
    comparedWith: compared,
  } as const;
  const { archive } = house;
  if (archive !== null && recordingId !== null)
    return exportReport(recordingId, options, { ...house, archive, place }, signal);
  const pdf = await writeReport(source, options, house, signal);
  return pdf.ok ? place(pdf.value) : pdf;
}

function summaryOf(counts: Counts, otherFiles: number, archived: boolean): string {
  const parts = [`${counts.analysed} analysed`, `${counts.refused} refused`];
  if (archived) parts.push(`${counts.taken} new in the archive`);
  if (otherFiles > 0) parts.push(`${otherFiles} other ${otherFiles === 1 ? 'file' : 'files'} left out`);
  if (counts.failures > 0) parts.push(`${counts.failures} failed`);
  return parts.join(', ');
}
