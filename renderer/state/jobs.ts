import { create } from 'zustand';
import { type Input, mostExported, mostImportsKept, type Output } from '../../app/contract/table.ts';
import type { Progress } from '../../app/ports.ts';
import type { Refusal } from '../../app/result.ts';
import type { SynthSpec } from '../../app/synth/spec.ts';
import { client } from '../platform/client.ts';
import { isTypedInto } from '../platform/typing.ts';
import { texts } from '../texts.ts';
import { keptCaliperLines } from './calipers.ts';
import { useChosen } from './chosen.ts';
import { partnerOf } from './comparison.ts';
import { usePanes } from './panes.ts';
import { useReportChoices } from './reportChoices.ts';
import { refreshUnfinished, useUnfinished } from './unfinishedImports.ts';
import { openUnasked, selectRecording, useViewer } from './viewer.ts';
import { refreshWorklist, useWorklist } from './worklist.ts';

export type ImportOutcome = Output<'importRecordings'>;
type ExportedReports = Output<'exportReports'>;

interface RunningJob {
  readonly id: number;
  readonly label: string;
  readonly progress: Progress | null;
  readonly startedMs: number;
  readonly cancel: () => void;
  readonly cancelling: boolean;
  readonly pausable: boolean;
  /** When the pause that holds now began; null while it runs. */
  readonly pausedAtMs: number | null;
  /** How long earlier pauses took. */
  readonly pausedMs: number;
}

interface Jobs {
  readonly running: readonly RunningJob[];
  /** What the imports of this session did, the last one that ended first. */
  readonly outcomes: readonly ImportOutcome[];
  /** What the last export of several reports did. */
  readonly exported: ExportedReports | null;
  /** One line about the last thing that ended; a refusal says what happened and what can be done. */
  readonly notice: { readonly text: string; readonly bad: boolean } | null;
}

export const useJobs = create<Jobs>()(() => ({ running: [], outcomes: [], exported: null, notice: null }));

let lastId = 0;

/** Long enough to be read after the eyes come back from the tracing, ms. */
const noticeMs = 15_000;
let expiry: ReturnType<typeof setTimeout> | undefined;

/** What went well is said for a while; what went wrong stands until something else is said or begun. */
export const say = (text: string, bad = false) => {
  clearTimeout(expiry);
  const notice = { text, bad };
  useJobs.setState({ notice });
  if (!bad)
    expiry = setTimeout(() => useJobs.setState((now) => (now.notice === notice ? { notice: null } : {})), noticeMs);
};
export const sayRefusal = (error: Refusal) => say(error.message, true);

const change = (id: number, part: Partial<RunningJob>) =>
  useJobs.setState(({ running }) => ({ running: running.map((job) => (job.id === id ? { ...job, ...part } : job)) }));

const track = <T>(
  label: string,
  start: (onProgress: (progress: Progress) => void) => { readonly result: Promise<T>; readonly cancel: () => void },
  pausable = false,
): Promise<T> => {
  lastId += 1;
  const id = lastId;
  const job = start((progress) => change(id, { progress }));
  const cancel = () => {
    change(id, { cancelling: true });
    job.cancel();
  };
  useJobs.setState(({ running }) => ({
    notice: null,
    running: [
      ...running,
      {
        id,
        label,
        progress: null,
        startedMs: performance.now(),
        cancel,
        cancelling: false,
        pausable,
        pausedAtMs: null,
        pausedMs: 0,
      },
    ],
  }));
  return job.result.finally(() =>
    useJobs.setState(({ running }) => ({ running: running.filter((other) => other.id !== id) })),
  );
};

export const outcomeCounts = ({ files, cancelled }: ImportOutcome) => {
  const counted = (kind: ImportOutcome['files'][number]['kind']) => files.filter((file) => file.kind === kind).length;
  return {
    taken: counted('taken'),
    duplicates: counted('duplicate'),
    refused: counted('refused'),
    others: counted('other'),
    cancelled,
  };
};

/** Imports that are under way, and what is to be said of those that ended beside them. */
let importing = 0;
let endedBeside: readonly { readonly text: string; readonly bad: boolean }[] = [];

/** Says how an import ended; of those that ran together none takes the word from another. */
const sayEnded = (label: string, text: string, bad: boolean): void => {
  importing -= 1;
  const alone = importing === 0 && endedBeside.length === 0;
  endedBeside = [...endedBeside, { text: alone ? text : `${label}: ${text}`, bad }];
  say(
    endedBeside.map((ended) => ended.text).join('; '),
    endedBeside.some((ended) => ended.bad),
  );
  if (importing === 0) endedBeside = [];
};

const runImport = async (input: Input<'importRecordings'>, label: string): Promise<ImportOutcome | null> => {
  importing += 1;
  const answer = await track(
    texts.jobs.importing(label),
    (onProgress) => {
      const { result, cancel } = client.importRecordings(input, onProgress);
      // The job is over for the reader when the worklist shows what it brought.
      return { result: result.finally(refreshWorklist), cancel };
    },
    true,
  );
  void refreshUnfinished();
  if (!answer.ok) {
    sayEnded(label, answer.error.message, true);
    return null;
  }
  const outcome = answer.value;
  const counts = outcomeCounts(outcome);
  const first = outcome.files.find(({ kind }) => kind === 'taken')?.recordingId ?? null;
  if (first !== null) openUnasked(first);
  useJobs.setState(({ outcomes }) => ({
    outcomes: [outcome, ...outcomes.filter(({ batchId }) => batchId !== outcome.batchId)].slice(0, mostImportsKept),
  }));
  sayEnded(label, texts.jobs.imported(counts), counts.refused > 0);
  // Nothing but refusals: their reasons are what the reader needs next. Otherwise one key shows them, and the findings stay, as
  // does a field that is being written in.
  const onlyRefused = counts.refused > 0 && counts.taken + counts.duplicates === 0;
  const mayShow = usePanes.getState().side !== 'results' && !isTypedInto(document.activeElement);
  if (onlyRefused && mayShow) usePanes.getState().showSide('results');
  return outcome;
};

const importToken = (token: string, label: string): Promise<ImportOutcome | null> => runImport({ token }, label);

/** Goes on with an import that was cancelled or cut off; what it took in is known by its content. */
export const goOnWith = ({
  batchId,
  label,
}: {
  readonly batchId: number;
  readonly label: string;
}): Promise<ImportOutcome | null> => {
  useUnfinished.setState({ imports: [] });
  return runImport({ batchId }, label);
};

/** Holds every running import, or goes on with them. */
export const pauseImports = async (paused: boolean): Promise<void> => {
  const answer = await client.pauseImports({ paused });
  if (!answer.ok) return sayRefusal(answer.error);
  const now = performance.now();
  useJobs.setState(({ running }) => ({
    running: running.map((job) => {
      if (!job.pausable || (job.pausedAtMs !== null) === paused) return job;
      if (job.pausedAtMs === null) return { ...job, pausedAtMs: now };
      return { ...job, pausedAtMs: null, pausedMs: job.pausedMs + now - job.pausedAtMs };
    }),
  }));
};

export const exportImportList = async (batchId: number): Promise<void> => {
  const answer = await client.exportImportList({ batchId });
  if (!answer.ok) return sayRefusal(answer.error);
  if (answer.value.fileName !== null) say(texts.results.exported(answer.value.fileName));
};

export const chooseAndImport = async (what: 'files' | 'folder' | 'demo'): Promise<void> => {
  const choice = await client.chooseInput({ what });
  if (!choice.ok) return sayRefusal(choice.error);
  if (choice.value !== null) await importToken(choice.value.token, choice.value.label);
};

export const importDrop = async (files: readonly File[]): Promise<void> => {
  const drop = await client.tokenForDrop(files);
  if (!drop.ok) return sayRefusal(drop.error);
  await importToken(drop.value.token, drop.value.label);
};

/** Takes in what the command line or the system asked to open, if anything waits. */
export const importPending = async (): Promise<ImportOutcome | null> => {
  const pending = await client.pendingInput({});
  if (!pending.ok) sayRefusal(pending.error);
  return pending.ok && pending.value !== null ? importToken(pending.value.token, pending.value.label) : null;
};

/** Makes a synthetic recording, opens it, and shows its truth beside it. */
export const generateRecording = async (spec: SynthSpec): Promise<void> => {
  const answer = await track(texts.heart.generating, (onProgress) => {
    const { result, cancel } = client.generateRecording({ spec }, onProgress);
    return { result: result.finally(refreshWorklist), cancel };
  });
  if (!answer.ok) return sayRefusal(answer.error);
  selectRecording(answer.value.recordingId, 'reader');
  usePanes.setState({ side: 'truth', sideOpen: true, paperOnly: false });
  say(texts.heart.generated);
};

/** Which pages a report has beside its first one, and its paper. */
const reportChoices = () => {
  const { medianInReport, marksShown } = useViewer.getState();
  const { letterPaper, leadRowsInReport, evidenceInReport, qualityInReport, comparisonInReport } =
    useReportChoices.getState();
  return {
    paper: letterPaper ? ('Letter' as const) : ('A4' as const),
    parts: {
      medianBeats: medianInReport,
      waveMarks: marksShown,
      leadRows: leadRowsInReport,
      evidence: evidenceInReport,
      quality: qualityInReport,
    },
    comparedWith: comparisonInReport ? ('previous' as const) : null,
  };
};

/** The report of the open recording as it was last asked for; null, and said, where there is none. */
const reportRequest = () => {
  const { opened } = useViewer.getState();
  if (opened === null || opened.recording === null) {
    say(texts.jobs.nothingToExport, true);
    return null;
  }
  const { paper, parts, comparedWith } = reportChoices();
  const input = {
    recordingId: opened.row.id,
    paper,
    parts: { ...parts, calipers: [...keptCaliperLines()] },
    comparedWith: comparedWith === null ? null : (partnerOf(opened.row.id) ?? comparedWith),
  };
  return { record: opened.row.record, input };
};

export const exportReport = async (): Promise<void> => {
  const request = reportRequest();
  if (request === null) return;
  const answer = await track(texts.jobs.exporting(request.record), (onProgress) =>
    client.exportReport(request.input, onProgress),
  );
  if (!answer.ok) return sayRefusal(answer.error);
  if (answer.value.fileName !== null) say(texts.jobs.exported(answer.value.fileName));
};

/** One PDF a chosen recording into a folder, in the order of the list; what could not be written is listed beside the tracing. */
export const exportChosen = async (): Promise<void> => {
  const { chosen } = useChosen.getState();
  const recordingIds = [...useWorklist.getState().ids.filter((id) => chosen.has(id))];
  if (recordingIds.length === 0) return;
  if (recordingIds.length > mostExported) return say(texts.exports.tooMany(recordingIds.length, mostExported), true);
  const answer = await track(texts.exports.exporting(recordingIds.length), (onProgress) =>
    client.exportReports({ recordingIds, ...reportChoices() }, onProgress),
  );
  if (!answer.ok) return sayRefusal(answer.error);
  const exported = answer.value;
  if (exported.folder === null) return;
  useJobs.setState({ exported });
  const { written, failed, cancelled } = exported;
  say(texts.exports.exported(written, failed.length, cancelled), failed.length > 0);
  if (failed.length > 0) usePanes.setState({ side: 'exports', sideOpen: true });
};

export const printReport = async (): Promise<void> => {
  const request = reportRequest();
  if (request === null) return;
  const answer = await track(texts.jobs.printing(request.record), (onProgress) =>
    client.printReport(request.input, onProgress),
  );
  if (!answer.ok) return sayRefusal(answer.error);
  if (answer.value.printed) say(texts.jobs.printed);
};
