import { access } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Option } from 'commander';
import type { DecodeHints } from '../../../app/formats/format.ts';
import { type ConvertTarget, convertRecording, convertTargets } from '../../../app/workflow/convertRecording.ts';
import { openRecording } from '../../../app/workflow/openRecording.ts';
import { readBundle } from '../../node/fileSource/readBundle.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { numberBetween } from '../numberBetween.ts';
import { plain, printLine, say } from '../output.ts';
import { openResultFiles } from '../resultFiles.ts';

interface Flags {
  readonly to: ConvertTarget;
  readonly out: string;
  readonly anonymous: boolean;
  readonly start?: string;
  readonly force: boolean;
  readonly rate?: number;
  readonly unit?: 'mV' | 'uV';
}

/** How a file of a format ends, the format's own name as well; anything else behind a dot belongs to the name. */
const formatExtension = new RegExp(`\\.(?:hea|dat|dcm|tsv|scp|ecg|xml|${convertTargets.join('|')})$`, 'i');

export function addConvert({ program, finish }: Shell): void {
  program
    .command('convert')
    .description('write a recording in another format; what the format cannot hold is refused or named')
    .argument('<file>', 'recording of any format that is read')
    .addOption(new Option('--to <format>', 'format to write').choices(convertTargets).makeOptionMandatory())
    .requiredOption('-o, --out <file>', 'file to write; its extension becomes that of the format')
    .option('--anonymous', 'leave out name and id, and an age above 89; sex, age and time of recording stay', false)
    .option('--start <time>', 'time of a recording that names none, such as 2026-11-21T09:30:00')
    .option('--force', 'write over files that are there', false)
    .option('--rate <hz>', 'sampling rate of a file that names none', numberBetween(1, 1e6))
    .addOption(new Option('--unit <unit>', 'unit of a file that names none').choices(['mV', 'uV']))
    .action(async (path: string, flags: Flags) => finish(await convert(path, flags)));
}

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

async function convert(path: string, flags: Flags): Promise<ExitCode> {
  // Decoded here, not in an analysis process: a converter that a strange file ends takes nothing with it.
  const bundle = await readBundle(path);
  if (!bundle.ok) return failWith(bundle.error, exitCodes.someRefused);
  const opened = openRecording(bundle.value.files, hintsOf(flags));
  if (!opened.ok) return failWith(opened.error, exitCodes.someRefused);
  const folder = dirname(flags.out);
  const files = await openResultFiles(folder);
  // A WFDB record's name has no dots: what is behind the first would pass for an extension.
  const name = files.nameFor(basename(flags.out).replace(formatExtension, '').replaceAll('.', '_'));
  const converted = convertRecording(opened.value, flags.to, name, {
    anonymous: flags.anonymous,
    startTime: flags.start ?? null,
  });
  if (!converted.ok) {
    return failWith(
      converted.error,
      converted.error.code === 'invalid-input' ? exitCodes.usage : exitCodes.someRefused,
    );
  }
  for (const file of converted.value.files) {
    if (!flags.force && (await isThere(join(folder, file.name)))) {
      say(plain(`error: ${join(folder, file.name)} is there already: take another name, or --force`));
      return exitCodes.usage;
    }
  }
  for (const file of converted.value.files) {
    const written = await files.write(file.name, file.bytes);
    if (!written.ok) return failWith(written.error);
    await printLine(plain(join(folder, file.name)));
  }
  for (const left of converted.value.leftBehind) say(plain(`not written: ${left}`));
  return exitCodes.done;
}

const hintsOf = ({ rate, unit }: Flags): DecodeHints => ({
  ...(rate === undefined ? {} : { sampleRateHz: rate }),
  ...(unit === undefined ? {} : { unit }),
});
