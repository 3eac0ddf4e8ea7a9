import { Option } from 'commander';
import { accept, type Result } from '../../../app/result.ts';
import type { ComparedWith } from '../../../app/workflow/comparedSource.ts';
import { exportReport, type ReportForm, reportForms } from '../../../app/workflow/exportReport.ts';
import { defaultArchivePath } from '../../node/archive/defaultArchivePath.ts';
import { programVersion } from '../../node/programVersion.ts';
import { chooseRecordings } from '../chooseRecordings.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { openHouse } from '../openHouse.ts';
import { plain, printLine, say } from '../output.ts';
import { pagesAmong, partsFrom, type ReportFlags, withReportOptions } from '../reportOptions.ts';
import { openResultFiles } from '../resultFiles.ts';

interface Flags extends ReportFlags {
  readonly archive?: string;
  readonly out: string;
  readonly as: ReportForm;
  readonly search?: string;
  readonly all: boolean;
  readonly compare?: string;
}

const extensions: Readonly<Record<ReportForm, string>> = {
  pdf: 'pdf',
  dicom: 'dcm',
  fhir: 'fhir.json',
  'fhir-pdf': 'fhir.json',
};

export function addReport({ program, interruption, finish }: Shell): void {
  const command = program
    .command('report')
    .description('write the reports of recordings of the archive, a file each; every one is put on the audit trail')
    .argument('[recordings...]', 'numbers of recordings in the archive, or their SHA-256')
    .requiredOption('--out <folder>', 'folder for the files')
    .option('--search <words>', 'instead: all that the worklist finds by these words')
    .option('--all', 'instead: all of the archive', false)
    .option(
      '--compare <recording>',
      'a page of comparison with this one of the archive, or with the patient’s "previous" one',
    )
    .option('--archive <file>', 'archive (default: EINTHOVEN_ARCHIVE, or the one in your data folder)');
  command.addOption(
    new Option('--as <form>', 'pdf; dicom: Encapsulated PDF; fhir: R4 DiagnosticReport, fhir-pdf: with the PDF inside')
      .choices(reportForms)
      .default('pdf'),
  );
  withReportOptions(command).action(async (names: string[], flags: Flags) => {
    const ways = [names.length > 0, flags.search !== undefined, flags.all].filter(Boolean).length;
    const pages = pagesAmong(names);
    if (pages.length > 0)
      command.error(
        `error: ${pages.join(', ')}: pages are separated by commas without blanks, as in --pages leads,median`,
      );
    if (ways === 0) command.error('error: name recordings, or --search, or --all');
    if (ways > 1) command.error('error: named recordings, --search and --all exclude one another: give one of them');
    finish(await report(names, flags, interruption.signal));
  });
}

async function comparedWithOf(
  archive: Parameters<typeof chooseRecordings>[0],
  named: string | undefined,
): Promise<Result<ComparedWith | null>> {
  if (named === undefined || named === 'previous') return accept(named ?? null);
  const chosen = await chooseRecordings(archive, [named], '');
  return chosen.ok ? accept(chosen.value[0]?.id ?? null) : chosen;
}

async function report(names: readonly string[], flags: Flags, signal: AbortSignal): Promise<ExitCode> {
  const opened = await openHouse(flags.archive ?? defaultArchivePath());
  if (!opened.ok) return failWith(opened.error);
  const house = opened.value;
  try {
    const { archive } = house;
    if (archive === null) return exitCodes.failed;
    const chosen = await chooseRecordings(archive, names, flags.search ?? '');
    if (!chosen.ok) return failWith(chosen.error, exitCodes.someRefused);
    const beside = await comparedWithOf(archive, flags.compare);
    if (!beside.ok) return failWith(beside.error, exitCodes.someRefused);
    const files = await openResultFiles(flags.out);
    const options = {
      ...{ paper: flags.paper, parts: partsFrom(flags), programVersion: programVersion(), form: flags.as },
      comparedWith: beside.value,
    };
    let failed = 0;
    for (const row of chosen.value) {
      if (signal.aborted) break;
      // The record alone: a patient's name is not for the names of files.
      const name = `${files.nameFor(row.record)}.${extensions[flags.as]}`;
      const place = (pdf: Uint8Array) => files.write(name, pdf);
      const made = await exportReport(row.id, options, { ...house, archive, place }, signal);
      if (made.ok) await printLine(plain(`${row.id}  ${name}`));
      else {
        failed += 1;
        say(plain(`recording ${row.id}: ${made.error.message}`));
      }
    }
    return failed > 0 ? exitCodes.someRefused : exitCodes.done;
  } finally {
    await house.close();
  }
}
