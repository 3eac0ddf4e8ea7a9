import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option } from 'commander';
import type { AnalysisOptions, CsvLayouts } from '../../../app/ports.ts';
import { readAdvice } from '../../node/readAdvice.ts';
import { failWith, type Shell } from '../command.ts';
import type { ExitCode } from '../exitCode.ts';
import type { Interruption } from '../interruption.ts';
import { numberBetween, wholeNumberBetween } from '../numberBetween.ts';
import { openHouse } from '../openHouse.ts';
import { runAnalysis } from '../runAnalysis.ts';

interface Flags {
  readonly ndjson: boolean;
  readonly out?: string;
  readonly pdf: boolean;
  readonly medianBeats: boolean;
  readonly compare?: string;
  readonly models?: readonly string[];
  readonly lead?: string;
  readonly age?: number;
  readonly sex?: 'M' | 'F';
  readonly jobs: number;
  readonly archive?: string;
  readonly rate?: number;
  readonly unit?: 'mV' | 'uV';
  readonly advice?: string;
}

export function addAnalyze({ program, interruption, finish }: Shell): void {
  program
    .command('analyze')
    .description('analyse recordings; folders are walked')
    .argument('<paths...>', 'files and folders')
    .option('--ndjson', 'one JSON object a recording on stdout, nothing else there', false)
    .option('--out <dir>', 'write one JSON a recording into this folder')
    .option('--pdf', 'with --out: a report beside each JSON', false)
    .option('--no-median-beats', 'with --pdf: leave out the page of median beats')
    .option('--compare <file>', 'with --pdf: a page that compares each recording with this one')
    .option('--models <ids>', 'models to run, separated by commas; "none" for none (default: all)', modelIds)
    .option('--lead <name>', 'lead for the single-lead work')
    .option('--age <years>', 'age of the patient, over what the file says', numberBetween(0, 150))
    .addOption(new Option('--sex <sex>', 'sex of the patient, over what the file says').choices(['M', 'F']))
    .option('--jobs <n>', 'analysis processes', wholeNumberBetween(1, 64), Math.min(availableParallelism(), 8))
    .option('--archive <file>', 'take the recordings into this archive')
    .option('--rate <hz>', 'sampling rate for files that name none', numberBetween(1, 1e6))
    .addOption(new Option('--unit <unit>', 'amplitude unit for files that name none').choices(['mV', 'uV']))
    .option('--advice <file>', 'table of advice in place of the one that comes with the program')
    .action(async (paths: string[], flags: Flags, command) => {
      if (flags.pdf && flags.out === undefined) command.error("error: option '--pdf' needs '--out <dir>'");
      if (flags.compare !== undefined && !flags.pdf) command.error("error: option '--compare <file>' needs '--pdf'");
      finish(await analyze(paths, flags, interruption));
    });
}

async function analyze(paths: readonly string[], flags: Flags, interruption: Interruption): Promise<ExitCode> {
  const advice = await readAdvice(flags.advice ?? null);
  if (!advice.ok) return failWith(advice.error);
  const opened = await openHouse(flags.archive ?? null, flags.jobs, advice.value);
  if (!opened.ok) return failWith(opened.error);
  const house = opened.value;
  try {
    const { ndjson, pdf, medianBeats, jobs, compare = null } = flags;
    return await runAnalysis(
      house,
      {
        paths,
        options: optionsOf(flags, await house.csvLayouts.list()),
        ndjson,
        out: flags.out ?? null,
        pdf,
        medianBeats,
        compareWith: compare,
        jobs,
      },
      interruption,
    );
  } finally {
    await house.close();
  }
}

/** `csvLayouts`: how people have said that tables are laid out, kept beside the archive. */
const optionsOf = (
  { models, lead, age, sex, rate, unit }: Flags,
  csvLayouts: Awaited<ReturnType<CsvLayouts['list']>>,
): AnalysisOptions => ({
  hints: { csvLayouts, ...(rate === undefined ? {} : { sampleRateHz: rate }), ...(unit === undefined ? {} : { unit }) },
  modelIds: models ?? null,
  lead: lead ?? null,
  ageYears: age ?? null,
  sex: sex ?? null,
  withName: false,
  advice: null,
});

function modelIds(text: string): string[] {
  if (text === 'none') return [];
  const ids = text.split(',').map((id) => id.trim());
  if (ids.some((id) => id === '')) throw new InvalidArgumentError('Ids separated by commas, or "none".');
  return ids;
}
