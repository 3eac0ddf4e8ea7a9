import { fork } from 'node:child_process';
import type { WorkerProcess } from './workerProcess.ts';

/**
 * Starts `main/worker/entry` as a child process.
 * Its output goes to our stderr: stdout belongs to the results of the command line.
 */
export const forkWorker = ({
  entry,
  modelsDir,
  userModelsDir,
}: {
  readonly entry: string;
  readonly modelsDir: string;
  readonly userModelsDir?: string;
}): WorkerProcess => {
  const child = fork(entry, [modelsDir, ...(userModelsDir === undefined ? [] : [userModelsDir])], {
    serialization: 'advanced',
    execArgv: [],
    stdio: ['ignore', 2, 2, 'ipc'],
  });
  return {
    post: (message) => {
      // A process that is gone says so through 'exit'; the failed send adds nothing to it.
      if (child.connected) child.send(message as object, () => {});
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      let told = false;
      const tell = (reason: string) => {
        if (told) return;
        told = true;
        listener(reason);
      };
      child.on('error', (error: NodeJS.ErrnoException) => {
        // Without a pid it never lived and no 'exit' will come.
        if (child.pid === undefined) tell(`it could not be started (${error.code ?? error.name})`);
      });
      child.on('exit', (code, signalName) =>
        tell(signalName === null ? `it ended with exit code ${code}` : `it was ended by ${signalName}`),
      );
    },
    kill: () => {
      child.kill('SIGKILL');
    },
  };
};
