import type { Archive, Clock } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { programVersion } from '../programVersion.ts';
import { appendEvent, readEvents } from './auditTrail.ts';
import { catchUp } from './catchUp.ts';
import { keepCorrections } from './corrections.ts';
import { type Connection, explain, openDatabase, openForReading } from './database.ts';
import { readRecording } from './readRecording.ts';
import { storedImports, storedWatch } from './storedImports.ts';
import { takeIn } from './takeIn.ts';
import { verifyTrail } from './verifyTrail.ts';
import { findRecordings, readRows, readStatedFindings } from './worklistQuery.ts';
import { dropView, keepView, readViews } from './worklistViews.ts';

export interface ArchiveOptions {
  /** File of the archive; made, with its folders, when it is not there. */
  readonly path: string;
  /** Who acts, for the audit trail. */
  readonly actor: string;
  readonly clock: Clock;
  /** File of better-sqlite3's native part where its own does not fit the runtime; null otherwise. */
  readonly nativeBinding: string | null;
}

/**
 * Opens the archive: SQLite in WAL mode, every commit on disk before it is reported, several processes at a time allowed.
 * Errors (`archive-failed`): no archive, damaged, of a newer program, locked, not writable; each in words for a person.
 */
export async function openArchive({ path, actor, clock, nativeBinding }: ArchiveOptions): Promise<Result<Archive>> {
  const opened = openDatabase(path, nativeBinding);
  if (!opened.ok) return opened;
  const connection = opened.value;
  try {
    recordCreation(connection, actor, clock);
  } catch (error) {
    connection.close();
    return refuse('archive-failed', explain(error), path);
  }
  return accept(archiveOn(connection, actor, clock));
}

/** What may be asked of an archive that must stay as it is. */
export type ArchiveReader = Pick<Archive, 'auditEvents' | 'verifyAudit' | 'close'>;

/** Opens an archive that is there without writing to it. Errors: `not-found`, `archive-failed`. */
export function openArchiveReader({
  path,
  nativeBinding,
}: Pick<ArchiveOptions, 'path' | 'nativeBinding'>): Result<ArchiveReader> {
  const opened = openForReading(path, nativeBinding);
  if (!opened.ok) return opened;
  const connection = opened.value;
  return accept({
    auditEvents: async ({ fromSeq, limit }) => readEvents(connection, fromSeq, limit),
    verifyAudit: (depth) => verifyTrail(connection, depth),
    close: async () => connection.close(),
  });
}

function archiveOn(connection: Connection, actor: string, clock: Clock): Archive {
  const version = programVersion();
  let closed = false;
  return {
    takeIn: async (bundle, hints, outcome) => {
      try {
        const taken = connection.transaction(() => {
          const append = (draft: Parameters<Archive['appendAudit']>[0]) => {
            appendEvent(connection, draft, actor, clock);
          };
          const context = { connection, append, nowUtc: clock.nowUtc(), programVersion: version };
          return takeIn(context, { bundle, hints, outcome });
        });
        return accept(taken);
      } catch (error) {
        return refuse('archive-failed', explain(error), bundle.path);
      }
    },
    idOf: async (sha256) => {
      const { query, first } = connection;
      const known = query.selectFrom('recordings').select('id').where('sha256', '=', sha256);
      return first(known.where('status', '!=', 'refused').compile())?.id ?? null;
    },
    // Order and count of one moment.
    find: async (query) => connection.snapshot(() => findRecordings(connection, query)),
    rows: async (ids) => readRows(connection, ids),
    statedFindings: async () => readStatedFindings(connection),
    views: async () => readViews(connection),
    keepView: async (view) => keepView(connection, view),
    dropView: async (name) => dropView(connection, name),
    catchUp: () => catchUp(connection, () => closed),
    get: async (id) => {
      try {
        return connection.snapshot(() => readRecording(connection, id));
      } catch (error) {
        return refuse('archive-failed', explain(error));
      }
    },
    correct: async (id, marks, values, changes) => {
      try {
        return connection.transaction(() => {
          const append = (draft: Parameters<Archive['appendAudit']>[0]) => appendEvent(connection, draft, actor, clock);
          return keepCorrections({ connection, append }, id, { marks, values, changes });
        });
      } catch (error) {
        return refuse('archive-failed', explain(error));
      }
    },
    appendAudit: async (draft) => connection.transaction(() => appendEvent(connection, draft, actor, clock)),
    auditEvents: async ({ fromSeq, limit }) => readEvents(connection, fromSeq, limit),
    verifyAudit: (depth) => verifyTrail(connection, depth),
    imports: storedImports(connection, clock, process.pid),
    watch: storedWatch(connection),
    close: async () => {
      closed = true;
      connection.close();
    },
  };
}

/** The first event of every trail. Two processes that make the same archive at once write it once. */
function recordCreation(connection: Connection, actor: string, clock: Clock): void {
  const { query, first, transaction } = connection;
  const anyEvent = query.selectFrom('audit').select('seq').limit(1).compile();
  if (first(anyEvent) !== undefined) return;
  transaction(() => {
    if (first(anyEvent) !== undefined) return;
    const detail = { programVersion: programVersion() };
    appendEvent(connection, { type: 'archive-created', subject: 'archive', detail }, actor, clock);
  });
}
