import { dirname, join } from 'node:path';
import type { AdviceTable } from '../app/advice/adviceTable.ts';
import type { AnalysisService, Archive, Clock, CsvLayouts, FileSource, ReportWriter } from '../app/ports.ts';
import { accept, type Result } from '../app/result.ts';
import { createAnalysisService, type WorkerProcess } from './node/analysisService/createAnalysisService.ts';
import { openArchive } from './node/archive/openArchive.ts';
import type { ArchiveKey, OsKeyStore } from './node/archiveKey/keyFile.ts';
import { keyToOpen } from './node/archiveKey/keyForArchive.ts';
import { createCsvLayouts } from './node/csvLayouts.ts';
import { createFileSource } from './node/fileSource/createFileSource.ts';
import { createReportWriter } from './node/pdf/createReportWriter.ts';

/** The ports of the core, each with its adapter. Made once by a host. */
export interface House {
  readonly fileSource: FileSource;
  /** null when the host works without an archive. */
  readonly archive: Archive | null;
  /** The key that the archive was opened with; null without an archive. */
  readonly key: ArchiveKey | null;
  readonly analysis: AnalysisService;
  readonly csvLayouts: CsvLayouts;
  readonly report: ReportWriter;
  readonly clock: Clock;
  readonly close: () => Promise<void>;
}

export interface HouseOptions {
  /** File of the archive, made when missing; null for none. */
  readonly archivePath: string | null;
  /** A file with the recovery key, given for this run; null for the key beside the archive. */
  readonly keyFile: string | null;
  /** The operating system's key store; null where there is none, or the host cannot ask it. */
  readonly keyStore: OsKeyStore | null;
  /** Who acts, for the audit trail. */
  readonly actor: string | (() => string);
  /** Starts an analysis process: utilityProcess in Electron, a child process elsewhere, the same entry file. */
  readonly spawnWorker: () => WorkerProcess;
  readonly processes: number;
  /** The department's own table of advice; null for the one that comes with the program. */
  readonly advice: AdviceTable | null;
  /** better-sqlite3's binary where its own does not fit the runtime (docs/decisions/0002-test-runtime.md); null otherwise. */
  readonly nativeBinding: string | null;
}

export const systemClock: Clock = { nowUtc: () => new Date().toISOString() };

/** Where the models lie, below the folder of the program. */
export const modelsDir = (rootDir: string): string => join(rootDir, 'models');

export const compose = async (options: HouseOptions): Promise<Result<House>> => {
  const { archivePath, actor, nativeBinding } = options;
  const found =
    archivePath === null ? accept(null) : keyToOpen({ archivePath, keyFile: options.keyFile, store: options.keyStore });
  if (!found.ok) return found;
  const key = found.value;
  const opened =
    archivePath === null
      ? accept(null)
      : await openArchive({ path: archivePath, actor, clock: systemClock, nativeBinding, key: key?.bytes ?? null });
  if (!opened.ok) return opened;
  const archive = opened.value;
  const service = createAnalysisService({ spawn: options.spawnWorker, processes: options.processes });
  const analysis: AnalysisService = {
    ...service,
    analyze: (bundle, asked, signal) =>
      service.analyze(bundle, { ...asked, advice: asked.advice ?? options.advice }, signal),
  };
  return accept({
    fileSource: createFileSource(),
    archive,
    key,
    analysis,
    csvLayouts: createCsvLayouts(archivePath === null ? null : join(dirname(archivePath), 'csv-layouts.json')),
    report: createReportWriter(),
    clock: systemClock,
    close: async () => {
      await analysis.close();
      await archive?.close();
    },
  });
};
