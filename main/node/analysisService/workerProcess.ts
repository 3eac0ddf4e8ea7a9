/** An analysis process as its owner sees it: Electron's utilityProcess or a child process, behind one face. */
export interface WorkerProcess {
  /** Sends a message; may throw when the message cannot be sent. */
  readonly post: (message: unknown) => void;
  readonly onMessage: (listener: (message: unknown) => void) => void;
  /** Called once, also when the process could not be started. `reason` says how it ended, in words for a person. */
  readonly onExit: (listener: (reason: string) => void) => void;
  /** Ends the process at once, whatever it does; `onExit` follows. */
  readonly kill: () => void;
}
