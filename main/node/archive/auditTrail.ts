import { canonicalJson, type JsonValue } from '../../../app/audit/canonicalJson.ts';
import { type ChainHead, emptyChain, nextEvent, type StoredEvent } from '../../../app/audit/chain.ts';
import { type AuditEvent, type AuditEventDraft, auditEventTypes } from '../../../app/audit/event.ts';
import type { Clock } from '../../../app/ports.ts';
import type { Connection } from './database.ts';
import type { AuditTable } from './schema.ts';

/** Appends to the chain. Must run inside the transaction of what the event tells about. */
export function appendEvent(connection: Connection, draft: AuditEventDraft, actor: string, clock: Clock): AuditEvent {
  const nowUtc = clock.nowUtc();
  const head = lastEvent(connection);
  if (isSetBack(nowUtc, head) && !isNoted(connection, head)) {
    const note = { type: 'clock-set-back', subject: 'clock', detail: { clock: nowUtc } } as const;
    insertEvent(connection, nextEvent(head, note, actor, nowUtc));
  }
  return insertEvent(connection, nextEvent(lastEvent(connection), draft, actor, nowUtc));
}

/** Processes ask the clock before they wait for one another: this much behind is no clock that was set back. */
const toleratedMs = 10_000;

const isSetBack = (nowUtc: string, head: ChainHead): boolean =>
  head.seq > 0 && Date.parse(head.at) - Date.parse(nowUtc) > toleratedMs;

/** While a clock is behind, all events carry the time of the last one before: one note among them is enough. */
function isNoted({ query, first }: Connection, head: ChainHead): boolean {
  const notes = query.selectFrom('audit').select('seq').where('type', '=', 'clock-set-back').where('at', '=', head.at);
  return first(notes.limit(1).compile()) !== undefined;
}

function lastEvent({ query, first }: Connection): ChainHead {
  const last = query.selectFrom('audit').select(['seq', 'at', 'hash']).orderBy('seq', 'desc').limit(1);
  return first(last.compile()) ?? emptyChain;
}

function insertEvent(connection: Connection, event: AuditEvent): AuditEvent {
  const { previousHash, detail, ...columns } = event;
  const row = { ...columns, detail: canonicalJson(detail), previous_hash: previousHash };
  connection.run(connection.query.insertInto('audit').values(row).compile());
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
