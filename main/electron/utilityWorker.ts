import { utilityProcess } from 'electron';
import type { WorkerProcess } from '../node/analysisService/createAnalysisService.ts';

/**
 * The analysis process as Electron starts it: the same entry file as the command line's child process, in a utility
 * process that may die without taking the window along.
 */
export const forkUtilityWorker = (place: { readonly entry: string; readonly modelsDir: string }): WorkerProcess => {
  const child = utilityProcess.fork(place.entry, [], {
    serviceName: 'Einthoven analysis',
    stdio: 'inherit',
    env: { ...process.env, EINTHOVEN_MODELS_DIR: place.modelsDir },
  });
  return {
    post: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.on('exit', () => listener());
    },
    kill: () => {
      child.kill();
    },
  };
};
