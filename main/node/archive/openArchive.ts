import type { AuditEvent, AuditEventDraft } from '../../../app/audit/event.ts';
import type { Archive, Clock } from '../../../app/ports.ts';
import { accept, type Refusal, type Result, refuse } from '../../../app/result.ts';
import { programVersion } from '../programVersion.ts';
import { appendEvent, readEvents } from './auditTrail.ts';
import { backUp } from './backUp.ts';
import { listBackups } from './backupFiles.ts';
import { catchUp } from './catchUp.ts';
import { keepCorrections } from './corrections.ts';
import { type Connection, explain, openDatabase, openForReading } from './database.ts';
import { encryptArchive } from './encryptArchive.ts';
import { erase } from './erase.ts';
import { exportTrail } from './exportTrail.ts';
import { readPatientOf, readPatientRecordings } from './patientRecordings.ts';
import { readRecording } from './readRecording.ts';
import { reportSigner } from './signingKey.ts';
import { storedImports, storedWatch } from './storedImports.ts';
import {
  addPerson,
  changePerson,
  changeSettings,
  findPerson,
  listPeople,
  readSettings,
  rememberFailure,
  rememberLogin,
} from './storedPeople.ts';
import { actOnReview, commitImpression, readImpression, readReview, storedVersions } from './storedReviews.ts';
import { takeIn } from './takeIn.ts';
import { verifyTrail } from './verifyTrail.ts';
import { findRecordings, readRows, readStatedFindings } from './worklistQuery.ts';
import { dropView, keepView, readViews } from './worklistViews.ts';

export interface ArchiveOptions {
  /** File of the archive; made, with its folders, when it is not there. */
  readonly path: string;
  /** Who acts, for the audit trail. */
  readonly actor: string | (() => string);
  readonly clock: Clock;
  /** File of better-sqlite3's native part where its own does not fit the runtime; null otherwise. */
  readonly nativeBinding: string | null;
  /** 256 bits that encrypt the archive; null for one that is not encrypted. A plain archive is encrypted when it is opened with a key. */
  readonly key: Uint8Array | null;
}

/**
 * Opens the archive: SQLite in WAL mode, every commit on disk before it is reported, several processes at a time allowed.
 * Errors (`archive-failed`): no archive, damaged, of a newer program, locked, not writable; each in words for a person.
 */
export async function openArchive({
  path,
  actor,
  clock,
  nativeBinding,
  key,
}: ArchiveOptions): Promise<Result<Archive>> {
  const who = typeof actor === 'function' ? actor : () => actor;
  let encrypted = false;
  try {
    if (key !== null) encrypted = encryptArchive(path, key, nativeBinding, clock.nowUtc());
  } catch (error) {
    return refuse(
      'archive-failed',
      `the archive could not be encrypted and was left as it is: ${explain(error)}`,
      path,
    );
  }
  const opened = openDatabase(path, nativeBinding, key);
  if (!opened.ok) return opened;
  const connection = opened.value;
  try {
    recordCreation(connection, who(), clock);
    if (encrypted) recordEncryption(connection, who(), clock);
  } catch (error) {
    connection.close();
    return refuse('archive-failed', explain(error), path);
  }
  return accept(archiveOn(connection, who, { path, clock, nativeBinding, key }));
}

/** What may be asked of an archive that must stay as it is. */
export type ArchiveReader = Pick<Archive, 'auditEvents' | 'verifyAudit' | 'close'> & {
  /** What SQLite finds wrong with the pages of the file; null for nothing. Reads all of it. */
  readonly damage: () => string | null;
};

/** Opens an archive that is there without writing to it. Errors: `not-found`, `archive-failed`. */
export function openArchiveReader({
  path,
  nativeBinding,
  key,
}: Pick<ArchiveOptions, 'path' | 'nativeBinding' | 'key'>): Result<ArchiveReader> {
  const opened = openForReading(path, nativeBinding, key);
  if (!opened.ok) return opened;
  const connection = opened.value;
  return accept({
    auditEvents: async ({ fromSeq, limit }) => readEvents(connection, fromSeq, limit),
    verifyAudit: (depth) => verifyTrail(connection, depth),
    damage: connection.damage,
    close: async () => connection.close(),
  });
}

function archiveOn(connection: Connection, who: () => string, place: Omit<ArchiveOptions, 'actor'>): Archive {
  const { clock } = place;
  const append = (draft: AuditEventDraft, actor = who()): AuditEvent => appendEvent(connection, draft, actor, clock);
  /** One transaction; what is thrown inside, a full disk for example, undoes it whole and becomes a refusal. */
  const change = <T>(work: () => Result<T>): Result<T> => {
    try {
      return connection.transaction(() => {
        const result = work();
        if (!result.ok) throw new Undone(result.error);
        return result;
      });
    } catch (error) {
      return error instanceof Undone ? { ok: false, error: error.refusal } : refuse('archive-failed', explain(error));
    }
  };
  const version = programVersion();
  let closed = false;
  return {
    takeIn: async (bundle, hints, outcome) => {
      try {
        return connection.transaction(() => {
          const context = { connection, append, nowUtc: clock.nowUtc(), programVersion: version };
          return takeIn(context, { bundle, hints, outcome });
        });
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
    find: async (query, inFindings = true) => connection.snapshot(() => findRecordings(connection, query, inFindings)),
    rows: async (ids) => readRows(connection, ids),
    statedFindings: async () => readStatedFindings(connection),
    views: async () => readViews(connection),
    keepView: async (view) => keepView(connection, view),
    dropView: async (name) => dropView(connection, name),
    catchUp: () => catchUp(connection, () => closed),
    get: async (id) => read(() => connection.snapshot(() => readRecording(connection, id))),
    patientOf: async (id) => read(() => connection.snapshot(() => readPatientOf(connection, id))),
    recordingsOfPatient: async (patientId, most) =>
      read(() => accept(connection.snapshot(() => readPatientRecordings(connection, patientId, most)))),
    appendAudit: async (draft) => connection.transaction(() => append(draft)),
    correct: async (id, expected, marks, values, changes) =>
      change(() => keepCorrections({ connection, append }, id, expected, { marks, values, changes })),
    auditEvents: async ({ fromSeq, limit }) => readEvents(connection, fromSeq, limit),
    verifyAudit: (depth) => verifyTrail(connection, depth),
    erase: async (id, reason) => {
      const erased = change(() => erase(connection, append, id, reason));
      if (erased.ok) connection.forgetErased();
      return erased;
    },
    backUp: async () => {
      const { backupsKept: kept } = readSettings(connection);
      const made = backUp(connection, { ...place, nowUtc: clock.nowUtc(), kept });
      if (!made.ok) return made;
      const { fileName, events, head } = made.value;
      connection.transaction(() =>
        append({ type: 'backup-made', subject: 'archive', detail: { fileName, events, head } }),
      );
      return accept({ fileName });
    },
    exportAudit: async () =>
      change(() => {
        const { ndjson, events, head, keySha256 } = exportTrail(connection, clock.nowUtc());
        append({ type: 'audit-exported', subject: 'archive', detail: { events, head, keySha256 } });
        return accept(ndjson);
      }),
    reportSigner: async () => connection.transaction(() => reportSigner(connection)),
    lastBackup: async () => listBackups(place.path)[0] ?? null,
    reviews: {
      read: async (id) => read(() => connection.snapshot(() => readReview(connection, id))),
      act: async (id, expected, work) => change(() => actOnReview(connection, append, id, expected, work)),
      all: async () => {
        const reviewed = connection.query
          .selectFrom('reviews')
          .select('recording_id')
          .distinct()
          .orderBy('recording_id');
        return connection.all(reviewed.compile()).flatMap(({ recording_id: id }) => {
          const versions = storedVersions(connection, id);
          return versions.ok ? [versions.value] : [];
        });
      },
      impressionsOf: async (reader) => {
        const own = connection.query
          .selectFrom('first_impressions')
          .select('recording_id')
          .where('reader', '=', reader);
        return connection.all(own.compile()).map((row) => row.recording_id);
      },
      firstImpression: async (id, reader) => readImpression(connection, id, reader),
      commitImpression: async (id, impression) => change(() => commitImpression(connection, append, id, impression)),
    },
    people: {
      list: async () => listPeople(connection),
      find: async (name) => findPerson(connection, name),
      add: async (name, role, hash) => change(() => addPerson(connection, append, name, role, hash)),
      change: async (id, part) => change(() => changePerson(connection, append, id, part)),
      failed: async (name, id, failures, until) =>
        connection.transaction(() =>
          rememberFailure(connection, (draft) => append(draft, id === null ? 'unknown' : name), id, failures, until),
        ),
      loggedIn: async (id, name) =>
        connection.transaction(() => rememberLogin(connection, (draft) => append(draft, name), id)),
    },
    settings: {
      read: async () => readSettings(connection),
      change: async (part) => connection.transaction(() => changeSettings(connection, append, part)),
    },
    imports: storedImports(connection, clock, process.pid),
    watch: storedWatch(connection),
    close: async () => {
      closed = true;
      connection.close();
    },
  };
}

/** Carries a refusal out of a transaction that it undoes. */
class Undone extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

function read<T>(work: () => Result<T>): Result<T> {
  try {
    return work();
  } catch (error) {
    return refuse('archive-failed', explain(error));
  }
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

function recordEncryption(connection: Connection, actor: string, clock: Clock): void {
  const event = { type: 'archive-encrypted', subject: 'archive', detail: { cipher: 'SQLCipher 4' } } as const;
  connection.transaction(() => appendEvent(connection, event, actor, clock));
}
