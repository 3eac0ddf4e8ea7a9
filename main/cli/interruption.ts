import { type ExitCode, exitCodes } from './exitCode.ts';

/** Set by Ctrl-C, by a polite kill, or when the reader of stdout goes away (`| head`). */
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
    if (error.code !== 'EPIPE') throw error;
    // Nobody reads any more: what waits for the pipe would wait for ever.
    process.stdout.emit('drain');
    stop(exitCodes.pipeClosed);
  });
  return { signal: controller.signal, exitCode: () => code };
}
