import { canonicalJson } from './canonicalJson.ts';
import type { ChainHead } from './chain.ts';
import type { AuditEvent } from './event.ts';

/** What closes an exported trail and is signed: the head binds every event before it. */
export interface TrailSeal {
  readonly schema: 'einthoven.audit/1';
  readonly events: number;
  readonly head: string;
  /** UTC, ISO 8601. */
  readonly exportedAt: string;
  readonly programVersion: string;
  /** Ed25519 public key of the archive, SPKI, PEM. */
  readonly publicKey: string;
}

/** One line an event: its canonical JSON, hash included. */
export const eventLine = (event: AuditEvent): string => canonicalJson({ ...event });

export const sealText = (seal: TrailSeal): string => canonicalJson({ ...seal });

/** The last line: the seal and an Ed25519 signature (base 64) over `sealText`. */
export const sealLine = (seal: TrailSeal, signature: string): string => canonicalJson({ ...seal, signature });

export const sealOfTrail = (
  head: Pick<ChainHead, 'seq' | 'hash'>,
  rest: Pick<TrailSeal, 'exportedAt' | 'programVersion' | 'publicKey'>,
): TrailSeal => ({ schema: 'einthoven.audit/1', events: head.seq, head: head.hash, ...rest });
