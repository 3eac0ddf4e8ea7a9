import type { InstalledModel } from '../../../app/ports.ts';
import { alignTable } from '../alignTable.ts';
import { verdictOnModels } from '../checkModels.ts';
import { failWith, type Shell } from '../command.ts';
import { type ExitCode, exitCodes } from '../exitCode.ts';
import { openHouse } from '../openHouse.ts';
import { printLine, say } from '../output.ts';

export function addModels({ program, finish }: Shell): void {
  const models = program.command('models').description('the installed models');
  models
    .command('list')
    .description('print id, version, size and title')
    .action(async () => finish(await withModels(list)));
  models
    .command('verify')
    .description('check each model against its manifest and load it')
    .action(async () => finish(await withModels(verify)));
}

async function withModels(work: (models: readonly InstalledModel[]) => Promise<ExitCode>): Promise<ExitCode> {
  const opened = await openHouse(null);
  if (!opened.ok) return failWith(opened.error);
  try {
    return await work(await opened.value.analysis.models());
  } finally {
    await opened.value.close();
  }
}

async function list(models: readonly InstalledModel[]): Promise<ExitCode> {
  const table = alignTable(
    [
      { title: 'model', align: 'left' },
      { title: 'version', align: 'left' },
      { title: 'size', align: 'right' },
      { title: 'sha256', align: 'left' },
      { title: 'state', align: 'left' },
      { title: 'title', align: 'left' },
    ],
    models.map(({ id, version, bytes, sha256, refusal, title }) => [
      id,
      version,
      `${(bytes / 1e6).toFixed(1)} MB`,
      sha256.slice(0, 12),
      refusal === null ? 'ready' : 'refused',
      title,
    ]),
  );
  for (const line of table) await printLine(line);
  return exitCodes.done;
}

async function verify(models: readonly InstalledModel[]): Promise<ExitCode> {
  if (models.length === 0) say('no model is installed');
  const { lines, code } = verdictOnModels(models);
  for (const line of lines) await printLine(line);
  return code;
}
