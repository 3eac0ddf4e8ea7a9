import { type Command, InvalidArgumentError } from 'commander';
import type { House } from '../../compose.ts';
import { defaultArchivePath } from '../../node/archive/defaultArchivePath.ts';
import { createFileSource } from '../../node/fileSource/createFileSource.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { compareModels } from '../models/compareModels.ts';
import { installFolder } from '../models/installFolder.ts';
import { modelTable } from '../models/listModels.ts';
import { showModel } from '../models/showModel.ts';
import { verifyModels } from '../models/verifyModels.ts';
import { openHouse } from '../openHouse.ts';
import { plain, printLine, say } from '../output.ts';
import { findModelPlaces } from '../places.ts';

const jsonFlag = ['--json', 'as JSON', false] as const;

export function addModels({ program, interruption: { signal }, finish }: Shell): void {
  const models = program.command('models').description('the installed models, and more of them');
  models
    .command('list')
    .description('print id, version, task, size, SHA-256, state and title; a refused model with its reason')
    .option(...jsonFlag)
    .action(async ({ json }: { json: boolean }) => finish(await withHouse(null, (house) => list(house, json))));
  models
    .command('show')
    .description('print what a model is for, what it takes and gives, how good it was, and its card')
    .argument('<model>', 'id of an installed model, or a folder')
    .option(...jsonFlag)
    .action(async (named: string, flags: { json: boolean }) =>
      finish(await showModel(named, flags, findModelPlaces())),
    );
  models
    .command('verify')
    .description("check hash, manifest and graph, and repeat the training's own answers (parity.json)")
    .argument('[ids...]', 'models (default: all)')
    .option(...jsonFlag)
    .action(async (ids: string[], flags: { json: boolean }) =>
      finish(await withHouse(null, (house) => verifyModels(ids, flags, house, findModelPlaces(), signal))),
    );
  models
    .command('install')
    .description('verify a folder, then copy it among your own models; those that ship stay as they are')
    .argument('<folder>', 'folder with model.json, its file, parity.json and CARD.md')
    .option('--replace', 'take the place of another version of the same id', false)
    .option(
      '--archive <file>',
      'whose audit trail tells of it (default: EINTHOVEN_ARCHIVE, or the one in your data folder)',
    )
    .action(async (folder: string, flags: { replace: boolean; archive?: string }) =>
      finish(
        await withHouse(flags.archive ?? defaultArchivePath(), (house) =>
          installFolder(folder, flags, house, findModelPlaces(), signal),
        ),
      ),
    );
  models
    .command('compare')
    .description('two models of one task on the same labelled recordings, with intervals and tests of the difference')
    .argument('<a>', 'id of an installed model, or a folder')
    .argument('<b>', 'the one that may replace it')
    .requiredOption('--data <dir>', 'PTB-XL for superclass and binary, CinC 2017 for rhythm2017')
    .option('--folds <numbers>', 'of PTB-XL, these official folds alone, such as 9 or 1-8', foldNumbers)
    .option('--split <file>', 'with --part: a table of id and part, such as models/training/splits/rhythm2017.csv')
    .option('--part <name>', 'with --split: the part to take')
    .option('--limit <n>', 'at most so many recordings, evenly taken', wholeNumber)
    .option(...jsonFlag)
    .action(async (a: string, b: string, flags: CompareFlags, command: Command) => {
      const { data, folds, split: file, part, limit, json } = flags;
      if ((file === undefined) !== (part === undefined))
        return command.error("error: '--split <file>' and '--part <name>' belong together");
      const split = file === undefined || part === undefined ? null : { file, part };
      const options = { data, folds: folds ?? null, split, limit: limit ?? null, json };
      finish(await compareModels([a, b], options, createFileSource(), findModelPlaces(), signal));
    });
}

interface CompareFlags {
  readonly data: string;
  readonly folds?: readonly number[];
  readonly split?: string;
  readonly part?: string;
  readonly limit?: number;
  readonly json: boolean;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('A whole number from 1.');
  return Number(text);
}

/** "9" or "1-8,10". */
function foldNumbers(text: string): number[] {
  return text.split(',').flatMap((part) => {
    const [, from, to] = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(part.trim()) ?? [];
    if (from === undefined) throw new InvalidArgumentError('Numbers and ranges, such as 1-8 or 9,10.');
    return Array.from({ length: Math.max(0, Number(to ?? from) - Number(from) + 1) }, (_, i) => Number(from) + i);
  });
}

async function withHouse(archivePath: string | null, work: (house: House) => Promise<ExitCode>): Promise<ExitCode> {
  const opened = await openHouse(archivePath);
  if (!opened.ok) return failWith(opened.error);
  try {
    return await work(opened.value);
  } finally {
    await opened.value.close();
  }
}

async function list({ analysis }: House, json: boolean): Promise<ExitCode> {
  const models = await analysis.models();
  const lines = json
    ? [
        JSON.stringify(
          models.map(({ card: _, ...model }) => model),
          null,
          2,
        ),
      ]
    : modelTable(models);
  for (const line of lines) await printLine(line);
  if (models.some(({ place }) => place === 'user')) say(plain(`your own models lie in ${findModelPlaces().user}`));
  return exitCodes.done;
}
