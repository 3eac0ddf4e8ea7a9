import type { Analysis } from '../../../app/analysis/schema.ts';
import type { CsvInspection } from '../../../app/formats/csv/inspect.ts';
import type {
  AnalysisService,
  Explanation,
  FileBundle,
  InstalledModel,
  LiveClasses,
  ModelVerification,
} from '../../../app/ports.ts';
import type { Recording } from '../../../app/recording/recording.ts';
import type { Result } from '../../../app/result.ts';
import type { Truth } from '../../../app/synth/truth.ts';
import { createPool, type PoolJob } from './pool.ts';
import type { WorkerProcess } from './workerProcess.ts';

export type { WorkerProcess };

export interface AnalysisServiceOptions {
  /** Starts one analysis process; called when there is work, and again after a process died. */
  readonly spawn: () => WorkerProcess;
  /** At most this many at a time, and one more once a recording is opened for the screen. */
  readonly processes: number;
  /** A job that takes longer, start of its process included, counts as a crash. */
  readonly jobLimitMs?: number;
}

const defaultJobLimitMs = 60_000;

/**
 * The analysis service: jobs are queued, recordings that a reader waits for before those of a batch, and each process has
 * one job at a time, so that a crash is known to be of this one recording. A job whose process died is tried once more on
 * a fresh process, then refused (`analysis-crashed`); the others go on. Opening has a process of its own: the tracing must not wait
 * behind the map of the recording before, nor behind an import.
 * `models` rejects when the models cannot be asked for: an empty list would be a lie.
 */
export const createAnalysisService = ({
  spawn,
  processes,
  jobLimitMs = defaultJobLimitMs,
}: AnalysisServiceOptions): AnalysisService => {
  const pool = createPool({ spawn, processes, jobLimitMs });
  const opener = createPool({ spawn, processes: 1, jobLimitMs });

  // The worker answers each kind of job with its own type of value; the process border is the one place where types end.
  const ask = <T>(job: PoolJob, signal: AbortSignal | null, by = pool) => by.submit(job, signal) as Promise<Result<T>>;

  return {
    analyze: ({ path, files, sha256 }, options, signal) => {
      const { hints, modelIds, lead, ageYears, sex, withName, advice } = options;
      const request: PoolJob['request'] = {
        kind: 'analyze',
        bundle: { path, files: [...files], sha256 },
        options: { hints, modelIds: modelIds === null ? null : [...modelIds], lead, ageYears, sex, withName, advice },
      };
      return ask<Analysis>({ request, file: path, urgent: false }, signal);
    },
    open: (files, hints, signal) =>
      ask<Recording>(
        { request: { kind: 'open', files: [...files], hints }, file: files[0]?.name ?? null, urgent: true },
        signal,
        opener,
      ),
    inspectTable: (files, signal) =>
      ask<CsvInspection>(
        { request: { kind: 'inspectTable', files: [...files] }, file: files[0]?.name ?? null, urgent: true },
        signal,
      ),
    explain: (files, hints, modelIds, signal) =>
      ask<readonly Explanation[]>(
        {
          request: { kind: 'explain', files: [...files], hints, modelIds: [...modelIds] },
          file: files[0]?.name ?? null,
          urgent: true,
        },
        signal,
      ),
    classifyLive: (files, hints, signal) =>
      ask<LiveClasses | null>(
        { request: { kind: 'classifyLive', files: [...files], hints }, file: files[0]?.name ?? null, urgent: true },
        signal,
      ),
    synthesise: (spec, signal) =>
      ask<FileBundle>({ request: { kind: 'synthesise', spec }, file: null, urgent: true }, signal),
    truth: (files, signal) =>
      ask<Truth>({ request: { kind: 'truth', files: [...files] }, file: files[0]?.name ?? null, urgent: true }, signal),
    models: async () => {
      const models = await ask<readonly InstalledModel[]>(
        { request: { kind: 'models' }, file: null, urgent: true },
        null,
      );
      if (!models.ok) throw new Error(models.error.message);
      return models.value;
    },
    verifyModel: (folder, signal) =>
      ask<ModelVerification>({ request: { kind: 'verifyModel', folder }, file: null, urgent: true }, signal),
    close: async () => {
      await Promise.all([pool.close(), opener.close()]);
    },
  };
};
