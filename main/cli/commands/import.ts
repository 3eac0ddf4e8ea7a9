import { statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { type Archive, defaultOptions, type ImportBatch } from '../../../app/ports.ts';
import { type ImportedFile, importRecordings } from '../../../app/workflow/importRecordings.ts';
import type { House } from '../../compose.ts';
import { archiveName, defaultArchivePath } from '../../node/archive/defaultArchivePath.ts';
import { watchFolder } from '../../node/watch/watchFolder.ts';
import { checkModels } from '../checkModels.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import type { Interruption } from '../interruption.ts';
import { numberBetween, wholeNumberBetween } from '../numberBetween.ts';
import { openHouse } from '../openHouse.ts';
import { plain, printLine, say } from '../output.ts';
import { createProgressLine } from '../progressLine.ts';

interface Flags {
  readonly watch: boolean;
  readonly jobs: number;
  readonly archive?: string;
  readonly json: boolean;
  readonly quiet: number;
  readonly poll: boolean;
  readonly moveTo?: string;
}

export function addImport({ program, interruption, finish }: Shell): void {
  program
    .command('import')
    .description('take recordings into the archive, each once; folders are walked, zips looked into')
    .argument('<paths...>', 'files, folders and zips')
    .option(
      '--archive <file>',
      'archive, or the folder that it is in (default: EINTHOVEN_ARCHIVE, or your data folder)',
    )
    .option('--jobs <n>', 'analysis processes', wholeNumberBetween(1, 64), Math.min(availableParallelism(), 8))
    .option('--json', 'one JSON object a file on stdout, nothing else there', false)
    .option('--watch', 'go on with what comes into the folder until interrupted', false)
    .option('--quiet <s>', 'with --watch: how long a file must have stood still', numberBetween(0.1, 3600), 2)
    .option('--poll', 'with --watch: look again and again, for network shares', false)
    .option('--move-to <dir>', 'with --watch: move originals into this folder once they are in the archive')
    .action(async (paths: string[], flags: Flags, command) => {
      if (flags.watch && paths.length !== 1) command.error("error: option '--watch' takes one folder");
      if (!flags.watch && (flags.poll || flags.moveTo !== undefined)) {
        command.error("error: options '--poll' and '--move-to' need '--watch'");
      }
      finish(await importInto(paths, flags, interruption));
    });
}

async function importInto(paths: readonly string[], flags: Flags, interruption: Interruption): Promise<ExitCode> {
  const opened = await openHouse(archiveFile(flags.archive), flags.jobs);
  if (!opened.ok) return failWith(opened.error);
  const house = opened.value;
  try {
    const { archive } = house;
    if (archive === null) throw new Error('a house was opened with an archive and has none');
    const stopped = checkModels(await house.analysis.models(), null);
    if (stopped !== null) return stopped;
    const work = flags.watch ? watchOne : importAll;
    return await work(paths, flags, { ...house, archive }, interruption);
  } finally {
    await house.close();
  }
}

/** Each process has its next file ready when it ends one. */
const inFlight = ({ jobs }: Flags): number => jobs * 2;

const optionsFor = async ({ csvLayouts }: House) => ({
  ...defaultOptions,
  hints: { csvLayouts: await csvLayouts.list() },
});

type FullHouse = House & { readonly archive: Archive };

async function importAll(
  paths: readonly string[],
  flags: Flags,
  house: FullHouse,
  interruption: Interruption,
): Promise<ExitCode> {
  const progress = createProgressLine();
  const batch = await batchOf(
    paths.map((path) => resolve(path)),
    house.archive,
  );
  const counts = { taken: 0, duplicate: 0, refused: 0, other: 0 };
  let failures = 0;
  await importRecordings(batch, await optionsFor(house), house, {
    onProgress: progress.show,
    signal: interruption.signal,
    inFlight: inFlight(flags),
    onFile: async (file) => {
      counts[file.kind] += 1;
      if (file.kind === 'refused' && file.error.code === 'archive-failed') failures += 1;
      await printFile(file, flags.json);
    },
  });
  progress.end();
  const text =
    `${counts.taken} taken in, ${counts.duplicate} already there, ${counts.refused} refused, ` +
    `${counts.other} other ${counts.other === 1 ? 'file' : 'files'} left out`;
  if (flags.json) say(text);
  else await printLine(text);
  const interrupted = interruption.exitCode();
  if (interrupted !== null) {
    if (interrupted === exitCodes.interrupted) say('interrupted; the same command goes on where it was');
    return interrupted;
  }
  if (failures > 0) return exitCodes.failed;
  return counts.refused > 0 ? exitCodes.someRefused : exitCodes.done;
}

/** The same command after a crash goes on with the import that was cut off. */
async function batchOf(paths: readonly string[], archive: Archive): Promise<ImportBatch> {
  const same = (batch: ImportBatch): boolean =>
    batch.paths.length === paths.length && batch.paths.every((path, i) => path === paths[i]);
  const cut = (await archive.imports.unfinished()).find(same);
  const resumed = cut === undefined ? null : await archive.imports.resume(cut.id);
  return resumed ?? archive.imports.begin(paths);
}

async function watchOne(
  [folder = '']: readonly string[],
  flags: Flags,
  house: FullHouse,
  { signal }: Interruption,
): Promise<ExitCode> {
  const settings = {
    folder,
    moveTo: flags.moveTo ?? null,
    quietS: flags.quiet,
    polling: flags.poll,
  };
  let trouble: string | null = null;
  const watch = await watchFolder(settings, house, {
    options: () => optionsFor(house),
    inFlight: inFlight(flags),
    onStatus: (status) => {
      if (status.trouble !== null && status.trouble !== trouble) say(plain(status.trouble));
      trouble = status.trouble;
    },
    onFile: (file) => printFile(file, flags.json),
  });
  if (!watch.ok) return failWith(watch.error);
  say(plain(`watching ${folder}; Ctrl-C ends it`));
  await new Promise<void>((done) => {
    if (signal.aborted) done();
    signal.addEventListener('abort', () => done());
  });
  const { taken, duplicates, refused } = watch.value.status();
  await watch.value.stop();
  say(`${taken} taken in, ${duplicates} already there, ${refused} refused`);
  return exitCodes.done;
}

async function printFile(file: ImportedFile, json: boolean): Promise<void> {
  const error = 'error' in file ? { code: file.error.code, message: file.error.message } : null;
  if (json) {
    const { kind: outcome, recordingId } = file;
    return printLine(JSON.stringify({ file: file.file, outcome, recordingId, error }));
  }
  const outcome = file.kind === 'other' ? 'not an ECG' : 'refused';
  if (error !== null) await printLine(plain(`${file.file}: ${outcome}: ${error.message} (${error.code})`));
}

function archiveFile(given: string | undefined): string {
  if (given === undefined) return defaultArchivePath();
  return statSync(given, { throwIfNoEntry: false })?.isDirectory() ? join(given, archiveName) : given;
}
