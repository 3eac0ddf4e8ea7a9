import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import type {
  AnalysisOptions,
  AnalysisService,
  Archive,
  FileSource,
  FoundFile,
  WatchSettings,
} from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { type ImportedFile, importFile } from '../../../app/workflow/importRecordings.ts';
import { isOfAnotherKind } from '../fileSource/anotherKind.ts';
import { moveAway } from './moveAway.ts';
import { createSettling } from './settling.ts';

export interface WatchPorts {
  readonly fileSource: FileSource;
  readonly analysis: Pick<AnalysisService, 'analyze'>;
  readonly archive: Pick<Archive, 'idOf' | 'takeIn' | 'appendAudit' | 'watch'>;
}

export interface WatchStatus {
  readonly taken: number;
  readonly duplicates: number;
  readonly refused: number;
  /** Files that are still growing, or need another one beside them. */
  readonly waiting: number;
  /** Why nothing is taken, or an original stays where it is; null when all is well. */
  readonly trouble: string | null;
}

export interface FolderWatch {
  readonly status: () => WatchStatus;
  /** Ends what is under way and resolves when nothing of it runs any more. */
  readonly stop: () => Promise<void>;
}

export interface WatchControl {
  /** Options may change between two files. */
  readonly options: () => Promise<AnalysisOptions>;
  readonly inFlight: number;
  readonly onStatus: (status: WatchStatus) => void;
  readonly onFile?: (file: ImportedFile) => void | Promise<void>;
}

/** Between two looks at what has come. */
const lookEveryMs = 500;
const pollEveryMs = 2000;
/** Files looked at together, so that companions find each other without all of ten thousand being held. */
const mostAtOnce = 512;
/** A full disk or a locked archive: tried again after this. */
const retryAfterMs = 30_000;
/** A signal file: its header, which may come later, speaks for it. */
const signalExtension = '.dat';
/** What a file has to be of to be looked at as one of another kind. */
const kindless = new Set(['unknown-format', 'empty-file']);
/** The system has no more watches to give: looking again and again still works. */
const outOfWatches = new Set(['ENOSPC', 'EMFILE', 'ENFILE']);

type Outcome = 'dealt-with' | 'waits' | 'later';

/**
 * Takes every recording that comes into a folder, and those that lie there, each once, also after a restart: a file when it and
 * its companions have stood still. Originals stay untouched, unless they are to be moved once they are safely in the archive.
 * Errors: `not-found` and `not-a-file` for the folder, `invalid-input` for a place to move to that holds it.
 */
export async function watchFolder(
  settings: WatchSettings,
  ports: WatchPorts,
  control: WatchControl,
): Promise<Result<FolderWatch>> {
  const folder = resolve(settings.folder);
  const moveTo = settings.moveTo === null ? null : resolve(settings.moveTo);
  const stats = await stat(folder).catch(() => null);
  if (stats === null) return refuse('not-found', 'there is no such folder', folder);
  if (!stats.isDirectory()) return refuse('not-a-file', 'a file, not a folder', folder);
  if (moveTo !== null && (moveTo === folder || isInside(folder, moveTo))) {
    return refuse('invalid-input', 'the folder to move originals to must not be the watched one, nor hold it', moveTo);
  }

  const quietMs = settings.quietS * 1000;
  const settling = createSettling(dirname);
  const ending = new AbortController();
  let counts = { taken: 0, duplicates: 0, refused: 0 };
  let trouble: string | null = null;
  let polling = settings.polling;
  let watcher: FSWatcher | null = null;
  const status = (): WatchStatus => ({ ...counts, waiting: settling.count(), trouble });
  const tell = (): void => control.onStatus(status());

  const ignored = (path: string): boolean =>
    path !== folder &&
    (basename(path).startsWith('.') || (moveTo !== null && (path === moveTo || isInside(path, moveTo))));
  /** Looked at by the next round: what is asked of the archive here nobody would wait for. */
  const noticed = (path: string): void => settling.saw(path, '', performance.now());
  const look = async (path: string): Promise<void> => {
    const stamp = await stampOf(path);
    if (stamp === null || (await ports.archive.watch.isSeen(path, stamp))) settling.forget(path);
    else settling.saw(path, stamp, performance.now());
  };
  const open = (): void => {
    watcher = watch(folder, {
      ignored,
      usePolling: polling,
      interval: pollEveryMs,
      binaryInterval: pollEveryMs,
      followSymlinks: false,
      ignorePermissionErrors: true,
    });
    watcher
      .on('add', noticed)
      .on('change', noticed)
      .on('unlink', (path) => settling.forget(path));
    watcher.on('error', (error) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (polling || !outOfWatches.has(code)) return;
      polling = true;
      void watcher?.close().then(() => {
        if (!ending.signal.aborted) open();
      });
    });
  };

  /** A share that went away and came back is watched anew. */
  let lost = false;
  const checkFolder = async (): Promise<boolean> => {
    const there = (await stat(folder).catch(() => null)) !== null;
    if (!there) {
      trouble = 'the watched folder is not there';
      lost = true;
    } else if (lost) {
      lost = false;
      trouble = null;
      await watcher?.close();
      open();
    }
    return there;
  };

  const dealWith = async (path: string, stamp: string, found: readonly FoundFile[]): Promise<Outcome> => {
    const whole = new Map([[path, stamp]]);
    let safelyIn = found.length > 0;
    for (const entry of found) {
      const { path: file, error } = entry;
      if (error !== null && kindless.has(error.code)) {
        const ofSignals = extname(file).toLowerCase() === signalExtension;
        const other = ofSignals || isOfAnotherKind(file, error.code);
        if (other) safelyIn = false;
        if (other && !ofSignals) await control.onFile?.({ file, kind: 'other', recordingId: null, error });
        if (other) continue;
      }
      let files = ports.fileSource;
      if (entry.error === null) {
        const read = await files.read(entry.path);
        // What misses something in a zip will not find it beside the zip.
        if (!read.ok && entry.path === path) {
          if (read.error.code === 'missing-companion') return 'waits';
          if (read.error.code === 'not-found') return 'later';
        }
        if (read.ok) {
          const bundle = read.value;
          if (entry.path === path) {
            for (const { name, bytes } of bundle.files) {
              const beside = join(dirname(path), name);
              const seen = await statOf(beside);
              const moving = !settling.isStill(beside, performance.now(), quietMs);
              if (moving || seen === null || seen.size !== bytes.length) return 'later';
              whole.set(beside, seen.stamp);
            }
          }
          files = { ...files, read: async () => accept(bundle) };
        }
      }
      const taken = await importFile(entry, await control.options(), { ...ports, fileSource: files }, ending.signal);
      if (taken === null) return 'later';
      if (taken.kind === 'refused' && taken.error.code === 'archive-failed') {
        trouble = taken.error.message;
        settling.putOff(path, performance.now() + retryAfterMs);
        return 'later';
      }
      if (taken.kind === 'refused') safelyIn = false;
      const counted = taken.kind === 'taken' ? 'taken' : taken.kind === 'duplicate' ? 'duplicates' : 'refused';
      counts = { ...counts, [counted]: counts[counted] + 1 };
      await control.onFile?.(taken);
    }
    await ports.archive.watch.markSeen([...whole].map(([file, its]) => ({ path: file, stamp: its })));
    trouble = null;
    if (safelyIn && moveTo !== null) {
      const moved = await moveAway([...whole.keys()], folder, moveTo);
      if (!moved.ok) trouble = `an original could not be moved: ${moved.error.message}`;
    }
    for (const file of whole.keys()) settling.forget(file);
    return 'dealt-with';
  };

  const round = async (): Promise<void> => {
    if (!(await checkFolder())) return tell();
    for (const path of settling.paths()) {
      if (ending.signal.aborted) return;
      await look(path);
    }
    const ready = new Map(
      settling
        .still(performance.now(), quietMs)
        .slice(0, mostAtOnce)
        .map(({ path, stamp }) => [path, stamp]),
    );
    if (ready.size === 0) return tell();
    const { found, others } = await ports.fileSource.find([...ready.keys()], ending.signal);
    if (ending.signal.aborted) return;
    const byFile = new Map<string, FoundFile[]>([...ready.keys()].map((path) => [path, []]));
    for (const entry of found) byFile.get(ownerOf(entry.path, ready))?.push(entry);
    const queue = [...byFile].filter(([, entries]) => entries.length > 0);
    /** What a zip holds beside recordings. */
    const nameOthers = async (zip: string): Promise<void> => {
      for (const { path, error } of others)
        if (ownerOf(path, ready) === zip)
          await control.onFile?.({ file: path, kind: 'other', recordingId: null, error });
    };
    const work = async (): Promise<void> => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        if (ending.signal.aborted) return;
        const [path, entries] = next;
        const outcome = await dealWith(path, ready.get(path) ?? '', entries);
        if (outcome === 'waits') settling.wait(path);
        if (outcome === 'dealt-with') await nameOthers(path);
        tell();
      }
    };
    await Promise.all(Array.from({ length: control.inFlight }, work));
    // Companions of what came with them: the recording that names them stands for them.
    for (const [path, entries] of byFile) {
      if (entries.length > 0 || ending.signal.aborted) continue;
      await nameOthers(path);
      await passOver(path, ready);
    }
    tell();
  };
  const passOver = async (path: string, ready: ReadonlyMap<string, string>): Promise<void> => {
    await ports.archive.watch.markSeen([{ path, stamp: ready.get(path) ?? '' }]);
    settling.forget(path);
  };

  await ports.archive.appendAudit({
    type: 'watch-started',
    subject: 'folder',
    detail: { quietS: settings.quietS, polling: settings.polling, moves: moveTo !== null },
  });
  open();
  const running = (async () => {
    while (!ending.signal.aborted) {
      try {
        await round();
      } catch (error) {
        // The archive may be gone for a moment; what was not dealt with is still there.
        trouble = error instanceof Error ? error.message : String(error);
        tell();
      }
      await pause(lookEveryMs, ending.signal);
    }
  })();

  return accept({
    status,
    stop: async () => {
      if (ending.signal.aborted) return running;
      ending.abort();
      await watcher?.close();
      await running;
      await ports.archive.appendAudit({ type: 'watch-stopped', subject: 'folder', detail: { ...counts } });
    },
  });
}

const isInside = (path: string, folder: string): boolean => {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && resolve(way) !== way;
};

/** The ready file that a found path is, or goes below: a zip's. */
function ownerOf(path: string, ready: ReadonlyMap<string, string>): string {
  for (let at = path; at !== dirname(at); at = dirname(at)) if (ready.has(at)) return at;
  return path;
}

async function statOf(path: string): Promise<{ readonly size: number; readonly stamp: string } | null> {
  const stats = await stat(path).catch(() => null);
  return stats?.isFile() ? { size: stats.size, stamp: `${stats.size} ${stats.mtimeMs}` } : null;
}

const stampOf = async (path: string): Promise<string | null> => (await statOf(path))?.stamp ?? null;

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      done();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
