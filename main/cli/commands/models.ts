import type { House } from '../../compose.ts';
import { defaultArchivePath } from '../../node/archive/defaultArchivePath.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { installFolder } from '../models/installFolder.ts';
import { modelTable } from '../models/listModels.ts';
import { showModel } from '../models/showModel.ts';
import { verifyModels } from '../models/verifyModels.ts';
import { openHouse } from '../openHouse.ts';
import { printLine } from '../output.ts';
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
  return exitCodes.done;
}
