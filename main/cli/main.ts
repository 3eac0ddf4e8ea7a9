import { Command, CommanderError } from 'commander';
import { programVersion } from '../node/programVersion.ts';
import type { Shell } from './command.ts';
import { addAnalyze } from './commands/analyze.ts';
import { addArchive } from './commands/archive.ts';
import { addAudit } from './commands/audit.ts';
import { addConvert } from './commands/convert.ts';
import { addDemo } from './commands/demo.ts';
import { addImport } from './commands/import.ts';
import { addModels } from './commands/models.ts';
import { addReport } from './commands/report.ts';
import { addSchema } from './commands/schema.ts';
import { addStream } from './commands/stream.ts';
import { addSynth } from './commands/synth.ts';
import { addVerify } from './commands/verify.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';
import { listenForInterruption } from './interruption.ts';
import { say } from './output.ts';

async function main(args: readonly string[]): Promise<ExitCode> {
  const interruption = listenForInterruption();
  let code: ExitCode = exitCodes.done;
  const program = new Command('einthoven')
    .description('ECG workstation, command line. For research use, not a medical device.')
    .version(programVersion())
    .option(
      '--key-file <file>',
      'file with the recovery key of the archive (default: EINTHOVEN_KEY_FILE, or the key beside the archive)',
    )
    .hook('preAction', (command) => {
      const { keyFile } = command.opts<{ keyFile?: string }>();
      if (keyFile !== undefined) process.env.EINTHOVEN_KEY_FILE = keyFile;
    })
    .exitOverride();
  const shell: Shell = {
    program,
    interruption,
    finish: (given) => {
      code = given;
    },
  };
  const adders = [
    addAnalyze,
    addImport,
    addArchive,
    addAudit,
    addSchema,
    addModels,
    addDemo,
    addSynth,
    addStream,
    addConvert,
    addReport,
    addVerify,
  ];
  for (const add of adders) add(shell);
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return asked.has(error.code) ? exitCodes.done : exitCodes.usage;
    say(`einthoven: ${error instanceof Error ? error.message : String(error)}`);
    return exitCodes.failed;
  }
  return interruption.exitCode() ?? code;
}

/** What commander reports as an error though it is what the user wanted. */
const asked = new Set(['commander.helpDisplayed', 'commander.version']);

process.exitCode = await main(process.argv.slice(2));
