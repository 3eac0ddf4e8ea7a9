import { contextBridge, ipcRenderer, webUtils } from 'electron';
import {
  type Client,
  channels,
  type Job,
  type MainEvent,
  type Progress,
  type Result,
} from '../../app/contract/client.ts';
import { callNames, jobNames } from '../../app/contract/names.ts';

/**
 * The bridge: one closed method a row of the contract. The page can neither name a channel nor see an event, a path or
 * Electron itself; what it sends is judged on main's side, not here.
 */

const progressListeners = new Map<string, (progress: Progress) => void>();
ipcRenderer.on(channels.progress, (_event, jobId: string, progress: Progress) => {
  progressListeners.get(jobId)?.(progress);
});

const call = (name: string) => (input: unknown) =>
  ipcRenderer.invoke(channels.call, { name, input, jobId: null }) as Promise<Result<unknown>>;

const job =
  (name: string) =>
  (input: unknown, onProgress: (progress: Progress) => void): Job<unknown> => {
    const jobId = crypto.randomUUID();
    progressListeners.set(jobId, onProgress);
    const answer = ipcRenderer.invoke(channels.call, { name, input, jobId }) as Promise<Result<unknown>>;
    return {
      result: answer.finally(() => progressListeners.delete(jobId)),
      cancel: () => ipcRenderer.send(channels.cancel, jobId),
    };
  };

const tokenForDrop: Client['tokenForDrop'] = (files) => {
  const paths = files.map((file) => (file instanceof File ? webUtils.getPathForFile(file) : ''));
  return ipcRenderer.invoke(channels.drop, paths);
};

const onEvent: Client['onEvent'] = (listener) => {
  const relay = (_event: unknown, word: MainEvent) => listener(word);
  ipcRenderer.on(channels.event, relay);
  return () => ipcRenderer.off(channels.event, relay);
};

contextBridge.exposeInMainWorld(
  'einthoven',
  Object.freeze({
    ...Object.fromEntries(callNames.map((name) => [name, call(name)])),
    ...Object.fromEntries(jobNames.map((name) => [name, job(name)])),
    tokenForDrop,
    onEvent,
  }),
);
