import { canonicalJson, type JsonValue } from '../../../app/audit/canonicalJson.ts';
import { type ChainHead, emptyChain, nextEvent, type StoredEvent, verifyChain } from '../../../app/audit/chain.ts';
import { type AuditEvent, type AuditEventDraft, type AuditVerdict, auditEventTypes } from '../../../app/audit/event.ts';
import type { Clock } from '../../../app/ports.ts';
import { type Connection, explain } from './database.ts';
import type { AuditTable } from './schema.ts';

/** Appends to the chain. Must run inside the transaction of what the event tells about. */
export function appendEvent(connection: Connection, draft: AuditEventDraft, actor: string, clock: Clock): AuditEvent {
  const { query } = connection;
  const last = query.selectFrom('audit').select(['seq', 'at', 'hash']).orderBy('seq', 'desc').limit(1);
  const event = nextEvent(connection.first(last.compile()) ?? emptyChain, draft, actor, clock.nowUtc());
  const { previousHash, detail, ...columns } = event;
  const row = { ...columns, detail: canonicalJson(detail), previous_hash: previousHash };
  connection.run(query.insertInto('audit').values(row).compile());
  return event;
}

/** Throws when an event in the range is damaged; `verifyTrail` names it. */
export function readEvents(connection: Connection, fromSeq: number, limit: number): AuditEvent[] {
  const { query } = connection;
  const range = query.selectFrom('audit').selectAll().where('seq', '>=', fromSeq).orderBy('seq').limit(limit);
  return connection.all(range.compile()).map((row) => {
    const event = toStoredEvent(row);
    if (!isAuditEvent(event)) throw new Error(`event ${row.seq} of the audit trail is damaged; verify the trail`);
    return event;
  });
}

const isAuditEvent = (event: StoredEvent): event is StoredEvent & AuditEvent =>
  (auditEventTypes as readonly string[]).includes(event.type) &&
  typeof event.detail === 'object' &&
  event.detail !== null;

/** Events verified between two chances for others to run. */
const eventsPerStep = 2000;

/** Walks the whole chain as it is on disk, piece by piece; a database that cannot be read any further counts as broken there. */
export async function verifyTrail(connection: Connection): Promise<AuditVerdict> {
  const { query } = connection;
  // In the order of the table's own key, whatever the indexes say.
  const after = (seq: number) =>
    query.selectFrom('audit').selectAll().where('seq', '>', seq).orderBy('seq').limit(eventsPerStep).compile();
  const good: { head: ChainHead } = { head: emptyChain };
  try {
    while (true) {
      const before = good.head;
      const verdict = verifyChain(remember(connection.iterate(after(before.seq)), good), before);
      if (!verdict.intact) return verdict;
      if (good.head === before) break;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    const { head } = good;
    const given = lastNumberGiven(connection);
    if (given > head.seq) {
      const reason = `end: ${given - head.seq} of the last events are missing`;
      return { intact: false, events: head.seq, firstBadSeq: head.seq + 1, reason };
    }
    return { intact: true, events: head.seq, head: head.hash };
  } catch (error) {
    const { head } = good;
    return { intact: false, events: head.seq, firstBadSeq: head.seq + 1, reason: `unreadable: ${explain(error)}` };
  }
}

/** Keeps the last event that was found good: the one whose successor is asked for. */
function* remember(rows: Iterable<AuditTable>, good: { head: ChainHead }): Generator<StoredEvent> {
  for (const row of rows) {
    const event = toStoredEvent(row);
    yield event;
    good.head = event;
  }
}

/** A row as an event. A damaged row gives an event that cannot have the hash that it carries. */
function toStoredEvent(row: AuditTable): StoredEvent {
  const { seq, at, actor, type, subject, detail, previous_hash, hash } = row;
  // STRICT guards what is written through SQLite, not what another program changes in the file.
  const text = (value: unknown): string => (typeof value === 'string' ? value : `damaged: ${String(value)}`);
  return {
    seq,
    at: text(at),
    actor: text(actor),
    type: text(type),
    subject: text(subject),
    detail: parseCanonical(text(detail)),
    previousHash: text(previous_hash),
    hash: text(hash),
  };
}

/** The value of a canonical text; any other text stays a string, which is no detail of any event. */
function parseCanonical(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return canonicalJson(value) === text ? value : text;
  } catch {
    return text;
  }
}

function lastNumberGiven(connection: Connection): number {
  const sequence = connection.query
    .withTables<{ sqlite_sequence: { name: string; seq: number } }>()
    .selectFrom('sqlite_sequence')
    .select('seq')
    .where('name', '=', 'audit');
  return connection.first(sequence.compile())?.seq ?? 0;
}
