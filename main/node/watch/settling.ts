/** How long each file has stood still. Time is handed in, in milliseconds of any clock that only goes on. */
export interface Settling {
  /** What was just seen of a file; the same stamp again does not begin anew. */
  readonly saw: (path: string, stamp: string, nowMs: number) => void;
  readonly forget: (path: string) => void;
  /** Asks for it again this much later, however still it stands. */
  readonly putOff: (path: string, untilMs: number) => void;
  /** It needs something beside it: asked for again when something in its folder moves. */
  readonly wait: (path: string) => void;
  /** Those that stand still for `quietMs`, the longest first. */
  readonly still: (nowMs: number, quietMs: number) => readonly { readonly path: string; readonly stamp: string }[];
  /** True also for one that is not known. */
  readonly isStill: (path: string, nowMs: number, quietMs: number) => boolean;
  readonly paths: () => readonly string[];
  readonly waiting: () => number;
}

interface Moving {
  stamp: string;
  sinceMs: number;
  waits: boolean;
}

export function createSettling(folderOf: (path: string) => string): Settling {
  const files = new Map<string, Moving>();
  return {
    saw: (path, stamp, nowMs) => {
      const known = files.get(path);
      if (known?.stamp === stamp) return;
      files.set(path, { stamp, sinceMs: nowMs, waits: false });
      const folder = folderOf(path);
      for (const [other, file] of files) if (file.waits && folderOf(other) === folder) file.waits = false;
    },
    forget: (path) => void files.delete(path),
    putOff: (path, untilMs) => {
      const file = files.get(path);
      if (file !== undefined) file.sinceMs = untilMs;
    },
    wait: (path) => {
      const file = files.get(path);
      if (file !== undefined) file.waits = true;
    },
    still: (nowMs, quietMs) =>
      [...files]
        .filter(([, { sinceMs, waits }]) => !waits && nowMs - sinceMs >= quietMs)
        .sort(([, a], [, b]) => a.sinceMs - b.sinceMs)
        .map(([path, { stamp }]) => ({ path, stamp })),
    isStill: (path, nowMs, quietMs) => {
      const file = files.get(path);
      return file === undefined || nowMs - file.sinceMs >= quietMs;
    },
    paths: () => [...files.keys()],
    waiting: () => files.size,
  };
}
