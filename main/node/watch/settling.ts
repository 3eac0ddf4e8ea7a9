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
  /** How many are not dealt with yet. */
  readonly count: () => number;
}

interface Moving {
  readonly stamp: string;
  sinceMs: number;
}

export function createSettling(folderOf: (path: string) => string): Settling {
  const files = new Map<string, Moving>();
  const waiting = new Set<string>();
  return {
    saw: (path, stamp, nowMs) => {
      const known = files.get(path);
      if (known?.stamp === stamp) return;
      files.set(path, { stamp, sinceMs: nowMs });
      const folder = folderOf(path);
      for (const other of waiting) if (folderOf(other) === folder) waiting.delete(other);
    },
    forget: (path) => {
      files.delete(path);
      waiting.delete(path);
    },
    putOff: (path, untilMs) => {
      const file = files.get(path);
      if (file !== undefined) file.sinceMs = untilMs;
    },
    wait: (path) => {
      if (files.has(path)) waiting.add(path);
    },
    still: (nowMs, quietMs) =>
      [...files]
        .filter(([path, { sinceMs }]) => !waiting.has(path) && nowMs - sinceMs >= quietMs)
        .sort(([, a], [, b]) => a.sinceMs - b.sinceMs)
        .map(([path, { stamp }]) => ({ path, stamp })),
    isStill: (path, nowMs, quietMs) => {
      const file = files.get(path);
      return file === undefined || nowMs - file.sinceMs >= quietMs;
    },
    paths: () => [...files.keys()],
    count: () => files.size,
  };
}
