import { type ExitCode, exitCodes } from './exitCode.ts';
import { say } from './output.ts';

/** Set by Ctrl-C, by a polite kill, when the reader of stdout goes away (`| head`) or stdout cannot be written (a full disk). */
export interface Interruption {
  readonly signal: AbortSignal;
  /** null while nothing came. */
  readonly exitCode: () => ExitCode | null;
}

/** A second Ctrl-C this much later ends at once; the first may arrive twice, from the terminal and from our starter. */
const patienceMs = 1000;

export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let code: ExitCode | null = null;
  let sinceMs = 0;
  const stop = (why: ExitCode): void => {
    if (code !== null) return;
    code = why;
    sinceMs = performance.now();
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (code !== null && performance.now() - sinceMs > patienceMs) process.exit(exitCodes.interrupted);
      stop(exitCodes.interrupted);
    });
  }
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return stop(exitCodes.pipeClosed);
    if (code === null) say(`einthoven: the output cannot be written (${error.code ?? error.message})`);
    stop(exitCodes.failed);
  });
  // What is said beside the results may get lost; the results and the exit code stand without it.
  process.stderr.on('error', () => {});
  // The last write of a command may fail when the command has ended.
  process.on('exit', (given) => {
    if (given === exitCodes.done) process.exitCode = code ?? given;
  });
  return { signal: controller.signal, exitCode: () => code };
}
