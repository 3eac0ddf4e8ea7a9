import type { Command } from 'commander';
import type { Refusal } from '../../app/result.ts';
import { type ExitCode, exitCodes } from './exitCode.ts';
import type { Interruption } from './interruption.ts';
import { plain, say } from './output.ts';

/** What a command's file gets: where to add itself, what may stop it, where to leave its exit code. */
export interface Shell {
  readonly program: Command;
  readonly interruption: Interruption;
  readonly finish: (code: ExitCode) => void;
}

/** A refusal that ends the command. `code`: `someRefused` where it is the input's fault. */
export function failWith({ message, file }: Refusal, code: ExitCode = exitCodes.failed): ExitCode {
  say(plain(`einthoven: ${file === null ? '' : `${file}: `}${message}`));
  return code;
}
