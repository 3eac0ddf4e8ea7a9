export interface PendingInput {
  readonly add: (paths: readonly string[]) => void;
  /** Everything that waits, once. */
  readonly take: () => readonly string[];
}

/** Paths that came from outside the window (command line, second start, the system) until the screen asks for them. */
export const createPendingInput = (): PendingInput => {
  let waiting: readonly string[] = [];
  return {
    add: (paths) => {
      waiting = [...new Set([...waiting, ...paths])];
    },
    take: () => {
      const taken = waiting;
      waiting = [];
      return taken;
    },
  };
};
