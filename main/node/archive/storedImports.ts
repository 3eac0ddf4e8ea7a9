import { z } from 'zod';
import type { Clock, ImportBatch, ImportStore, WatchStore } from '../../../app/ports.ts';
import type { Connection } from './database.ts';
import type { ArchiveTables } from './schema.ts';
import { textHash } from './storedHash.ts';

const pathsSchema = z.array(z.string());
const columns = ['id', 'started_at', 'paths', 'done', 'total', 'process'] as const;
type Row = Omit<ArchiveTables['import_batches'], 'id'> & { readonly id: number };

/** `processId` is ours: an import whose process has ended is one that was cut off. */
export function storedImports(connection: Connection, clock: Clock, processId: number): ImportStore {
  const { query, all, first, run, transaction } = connection;
  /** Ours may be written by an earlier process that bore our number: only what this one has begun is under way. */
  const underWay = new Set<number>();
  const isFree = ({ id, process }: Row): boolean =>
    process === null || (process === processId ? !underWay.has(id) : !isAlive(process));
  const rowOf = (id: number): Row | undefined =>
    first(query.selectFrom('import_batches').select(columns).where('id', '=', id).compile());
  return {
    begin: async (paths) => {
      const startedAt = clock.nowUtc();
      const values = { started_at: startedAt, paths: JSON.stringify(paths), done: 0, total: 0, process: processId };
      const id = run(query.insertInto('import_batches').values(values).compile());
      underWay.add(id);
      return { id, startedAt, resumedAt: null, paths, done: 0, total: 0 };
    },
    resume: async (id) =>
      transaction(() => {
        const row = rowOf(id);
        if (row === undefined || !isFree(row)) return null;
        run(query.updateTable('import_batches').set({ process: processId }).where('id', '=', id).compile());
        underWay.add(id);
        return { ...batchOf(row), resumedAt: clock.nowUtc() };
      }),
    note: async (id, done, total) => {
      run(query.updateTable('import_batches').set({ done, total }).where('id', '=', id).compile());
    },
    end: async (id, finished) => {
      underWay.delete(id);
      if (finished) run(query.deleteFrom('import_batches').where('id', '=', id).compile());
      else run(query.updateTable('import_batches').set({ process: null }).where('id', '=', id).compile());
    },
    unfinished: async () =>
      all(query.selectFrom('import_batches').select(columns).orderBy('id', 'desc').compile())
        .filter(isFree)
        .map(batchOf),
    tookIn: async ({ startedAt, resumedAt }, recordingId, path) => {
      if (resumedAt === null) return false;
      const taken = query.selectFrom('recordings').select('id').where('id', '=', recordingId).where('path', '=', path);
      const then = taken.where('imported_at', '>=', startedAt).where('imported_at', '<=', resumedAt);
      return first(then.compile()) !== undefined;
    },
  };
}

export function storedWatch({ query, first, run, transaction }: Connection): WatchStore {
  return {
    settings: async () => {
      const row = first(query.selectFrom('watched_folder').selectAll().compile());
      if (row === undefined) return null;
      return { folder: row.folder, moveTo: row.move_to, quietS: row.quiet_s, polling: row.polling === 1 };
    },
    keepSettings: async (settings) =>
      transaction(() => {
        run(query.deleteFrom('watched_folder').compile());
        if (settings === null) return;
        const { folder, moveTo, quietS, polling } = settings;
        const values = { id: 1, folder, move_to: moveTo, quiet_s: quietS, polling: polling ? 1 : 0 } as const;
        run(query.insertInto('watched_folder').values(values).compile());
      }),
    isSeen: async (path, stamp) =>
      first(query.selectFrom('watched_files').select('stamp').where('path_sha256', '=', textHash(path)).compile())
        ?.stamp === stamp,
    markSeen: async (files) =>
      transaction(() => {
        for (const file of files) {
          const row = { path_sha256: textHash(file.path), stamp: file.stamp };
          run(query.deleteFrom('watched_files').where('path_sha256', '=', row.path_sha256).compile());
          run(query.insertInto('watched_files').values(row).compile());
        }
      }),
  };
}

function batchOf({ id, started_at, paths, done, total }: Row): ImportBatch {
  return { id, startedAt: started_at, resumedAt: null, paths: pathsIn(paths), done, total };
}

function pathsIn(text: string): readonly string[] {
  try {
    return pathsSchema.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Another user's process lives as well.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
