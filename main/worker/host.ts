/** How this process talks to the host that owns it, whichever way it was started. */
export interface Host {
  readonly send: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
}

/** The part of Electron's ParentPort that is used; this file is not to depend on Electron's types. */
interface ParentPort {
  readonly postMessage: (message: unknown) => void;
  readonly on: (event: 'message', listener: (event: { readonly data: unknown }) => void) => void;
}

/**
 * Electron's utilityProcess (`process.parentPort`) or a child process with an IPC channel (`process.send`); null when this
 * process has neither. A child process ends when its parent goes away; a utility process is ended by Electron.
 */
export const connectHost = (): Host | null => {
  // Electron adds parentPort to `process` in a utility process, and Node's types cannot know of it.
  const { parentPort } = process as NodeJS.Process & { readonly parentPort?: ParentPort | null };
  if (parentPort)
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data)),
    };

  if (process.send === undefined) return null;
  process.on('disconnect', () => process.exit(0));
  // Ctrl-C in a terminal reaches the whole process group; it is the parent's to end its jobs in order.
  process.on('SIGINT', () => {});
  return {
    send: (message) => {
      // The parent may go away while a job runs; the disconnect then ends this process.
      if (process.connected) process.send?.(message, undefined, undefined, () => {});
    },
    onMessage: (listener) => process.on('message', listener),
  };
};
