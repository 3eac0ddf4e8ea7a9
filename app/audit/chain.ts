import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type JsonValue } from './canonicalJson.ts';
import type { AuditEvent, AuditEventDraft, AuditVerdict } from './event.ts';

/** `previousHash` of the first event. */
export const genesisHash = '0'.repeat(64);

/** What has been stored for an event: the same fields, but nothing taken for granted about type and detail. */
export interface StoredEvent {
  readonly seq: number;
  readonly at: string;
  readonly actor: string;
  readonly type: string;
  readonly subject: string;
  readonly detail: JsonValue;
  readonly previousHash: string;
  readonly hash: string;
}

/** The last event that is known to be good: what the next one must follow. */
export type ChainHead = Pick<StoredEvent, 'seq' | 'at' | 'hash'>;

/** Before the first event. */
export const emptyChain: ChainHead = { seq: 0, at: '', hash: genesisHash };

/** SHA-256 (hex) of the canonical JSON of everything in the event but its own hash. */
export function eventHash(event: Omit<StoredEvent, 'hash'>): string {
  const { seq, at, actor, type, subject, detail, previousHash } = event;
  return bytesToHex(sha256(utf8ToBytes(canonicalJson({ seq, at, actor, type, subject, detail, previousHash }))));
}

/**
 * The event that follows `head`. `nowUtc` is ISO 8601 with milliseconds and Z; a clock that was set back gives the
 * time of the event before, since time in the trail never runs backwards.
 */
export function nextEvent(head: ChainHead, draft: AuditEventDraft, actor: string, nowUtc: string): AuditEvent {
  const event = {
    seq: head.seq + 1,
    at: nowUtc < head.at ? head.at : nowUtc,
    actor,
    type: draft.type,
    subject: draft.subject,
    detail: draft.detail,
    previousHash: head.hash,
  };
  return { ...event, hash: eventHash(event) };
}

/**
 * Walks events in stored order and names the first that does not follow from the one before it, and why: a gap or a
 * changed order of `seq`, a broken link, a content that does not give its hash, a time before the last one.
 * `from` lets a long chain be verified piece by piece; `events` of the verdict counts from the start of the chain.
 */
export function verifyChain(events: Iterable<StoredEvent>, from: ChainHead = emptyChain): AuditVerdict {
  let head = from;
  for (const event of events) {
    const reason = whyBroken(head, event);
    if (reason !== null) return { intact: false, events: head.seq, firstBadSeq: head.seq + 1, reason };
    head = event;
  }
  return { intact: true, events: head.seq, head: head.hash };
}

function whyBroken(head: ChainHead, event: StoredEvent): string | null {
  const expected = head.seq + 1;
  if (event.seq > expected) return `gap: event ${expected} is missing, event ${event.seq} stands in its place`;
  if (event.seq < expected) return `order: event ${event.seq} stands where event ${expected} belongs`;
  if (eventHash(event) !== event.hash) return `content: event ${expected} does not give the hash that it carries`;
  if (event.previousHash !== head.hash) return `link: event ${expected} does not carry the hash of the event before it`;
  if (event.at < head.at) return `time: event ${expected} is dated before the event before it`;
  return null;
}
