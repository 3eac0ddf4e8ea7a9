import { canonicalJson, type JsonValue } from '../../../app/audit/canonicalJson.ts';
import { emptyChain, nextEvent, type StoredEvent } from '../../../app/audit/chain.ts';
import { type AuditEvent, type AuditEventDraft, auditEventTypes } from '../../../app/audit/event.ts';
import type { Clock } from '../../../app/ports.ts';
import type { Connection } from './database.ts';
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

/** Throws when an event in the range is damaged; `verifyTrail` (verifyTrail.ts) names it. */
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

/** A row as an event. A damaged row gives an event that cannot have the hash that it carries. */
export function toStoredEvent(row: AuditTable): StoredEvent {
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
