import { utilityProcess } from 'electron';
import type { WorkerProcess } from '../node/analysisService/workerProcess.ts';

/**
 * The analysis process as Electron starts it: the same entry file as the command line's child process, in a utility
 * process that may die without taking the window along.
 */
export const forkUtilityWorker = (place: {
  readonly entry: string;
  readonly modelsDir: string;
  readonly userModelsDir: string;
}): WorkerProcess => {
  const child = utilityProcess.fork(place.entry, [place.modelsDir, place.userModelsDir], {
    serviceName: 'Einthoven analysis',
    stdio: 'inherit',
  });
  let launched = false;
  let unwanted = false;
  const end = () => {
    // kill() asks politely, and native code that hangs does not answer.
    const { pid } = child;
    child.kill();
    if (pid === undefined || process.platform === 'win32') return;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone already: that is what was wanted.
      return;
    }
  };
  child.once('spawn', () => {
    launched = true;
    if (unwanted) end();
  });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', (code) => listener(`it ended with exit code ${code}`));
    },
    kill: () => {
      // A process that is still being launched cannot be killed yet: it ends as soon as it is there.
      unwanted = true;
      if (launched) end();
    },
  };
};
