import { type ChainHead, emptyChain, type StoredEvent, verifyChain } from '../../../app/audit/chain.ts';
import type { AuditDepth, AuditVerdict } from '../../../app/audit/event.ts';
import { toStoredEvent } from './auditTrail.ts';
import { type Connection, explain } from './database.ts';
import type { AuditTable } from './schema.ts';
import { type ContentCheck, followContent } from './storedContent.ts';

/** Events verified between two chances for others to run. */
const eventsPerStep = 2000;
/** Of hashing what is stored, between two chances for others to run. */
const stepMs = 20;

/**
 * Walks the whole chain as it is on disk, piece by piece, with `content` also everything that its events tell of; a database
 * that cannot be read any further counts as broken there. What other processes add meanwhile is verified too.
 */
export async function verifyTrail(connection: Connection, depth: AuditDepth): Promise<AuditVerdict> {
  const content = depth === 'content' ? followContent(connection) : null;
  let head = emptyChain;
  let promised = false;
  const brokenAfter = (last: ChainHead, reason: string): AuditVerdict => ({
    intact: false,
    events: last.seq,
    firstBadSeq: last.seq + 1,
    reason,
  });
  while (true) {
    const piece = readPiece(connection, head);
    const bad = content === null ? null : await firstBadContent(content, piece.good);
    if (bad !== null) return bad;
    const last: ChainHead = piece.good.at(-1) ?? head;
    if (piece.broken !== null) return piece.broken;
    if (last === head) {
      // The end of the snapshot itself fails on a page that is damaged.
      const end = tried(() => connection.snapshot(() => whatFollows(connection, head, content)));
      if (end === null) return { intact: true, events: head.seq, head: head.hash };
      if (end !== moreEvents) return brokenAfter(head, end);
      // Once is another process that writes; twice is a table that does not give what it says it has.
      if (promised) return brokenAfter(head, 'unreadable: events that are there cannot be read');
    }
    promised = last === head;
    head = last;
    await othersMayRun();
  }
}

interface Piece {
  readonly good: readonly StoredEvent[];
  /** null: all of the piece is good. */
  readonly broken: AuditVerdict | null;
}

function readPiece(connection: Connection, head: ChainHead): Piece {
  // In the order of the table's own key, whatever the indexes say.
  const after = connection.query.selectFrom('audit').selectAll().where('seq', '>', head.seq).orderBy('seq');
  const good: StoredEvent[] = [];
  try {
    const verdict = verifyChain(remember(connection.iterate(after.limit(eventsPerStep).compile()), good), head);
    return { good, broken: verdict.intact ? null : verdict };
  } catch (error) {
    const { seq } = good.at(-1) ?? head;
    return {
      good,
      broken: { intact: false, events: seq, firstBadSeq: seq + 1, reason: `unreadable: ${explain(error)}` },
    };
  }
}

/** Keeps the events that were found good: those whose successor is asked for. */
function* remember(rows: Iterable<AuditTable>, good: StoredEvent[]): Generator<StoredEvent> {
  for (const row of rows) {
    const event = toStoredEvent(row);
    yield event;
    good.push(event);
  }
}

async function firstBadContent(content: ContentCheck, events: readonly StoredEvent[]): Promise<AuditVerdict | null> {
  let sinceMs = performance.now();
  for (const event of events) {
    const reason = tried(() => content.whyUnlike(event));
    if (reason !== null) return { intact: false, events: event.seq - 1, firstBadSeq: event.seq, reason };
    if (performance.now() - sinceMs < stepMs) continue;
    await othersMayRun();
    sinceMs = performance.now();
  }
  return null;
}

const moreEvents = Symbol('another process has added events');

/** No event followed `head`: null when that is the whole trail, or why it cannot be, or what is stored that no event tells of. */
function whatFollows(
  connection: Connection,
  head: ChainHead,
  content: ContentCheck | null,
): string | typeof moreEvents | null {
  return tried(() => {
    const { last, given } = lastNumbers(connection);
    if (last > head.seq) return moreEvents;
    if (given > head.seq) return `end: ${given - head.seq} of the last events are missing`;
    if (head.seq === 0) return 'end: there is no event, not even that of the creation of the archive';
    return content?.whyMore() ?? null;
  });
}

function lastNumbers({ query, first }: Connection): { readonly last: number; readonly given: number } {
  const last = query.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1);
  const sequence = query
    .withTables<{ sqlite_sequence: { name: string; seq: number } }>()
    .selectFrom('sqlite_sequence')
    .select('seq')
    .where('name', '=', 'audit');
  return { last: first(last.compile())?.seq ?? 0, given: first(sequence.compile())?.seq ?? 0 };
}

function tried<T>(find: () => T): T | string {
  try {
    return find();
  } catch (error) {
    return `unreadable: ${explain(error)}`;
  }
}

const othersMayRun = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
