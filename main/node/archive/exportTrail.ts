import { createHash, createPublicKey, sign } from 'node:crypto';
import { emptyChain } from '../../../app/audit/chain.ts';
import { eventLine, sealLine, sealOfTrail, sealText } from '../../../app/audit/signedTrail.ts';
import { programVersion } from '../programVersion.ts';
import { readEvents } from './auditTrail.ts';
import type { Connection } from './database.ts';
import { signingKey } from './signingKey.ts';

const eventsAPage = 1000;

export interface ExportedTrail {
  readonly ndjson: string;
  readonly events: number;
  readonly head: string;
  /** SHA-256 (hex) of the public key: note it elsewhere, and a signature by another key is found. */
  readonly keySha256: string;
}

/** The trail as of one moment, signed. Must run inside a transaction. */
export function exportTrail(connection: Connection, nowUtc: string): ExportedTrail {
  const key = signingKey(connection);
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString();
  const lines: string[] = [];
  let head: { readonly seq: number; readonly hash: string } = emptyChain;
  for (;;) {
    const events = readEvents(connection, head.seq + 1, eventsAPage);
    lines.push(...events.map(eventLine));
    const last = events.at(-1);
    if (last === undefined) break;
    head = last;
  }
  const seal = sealOfTrail(head, { exportedAt: nowUtc, programVersion: programVersion(), publicKey });
  const signature = sign(null, Buffer.from(sealText(seal)), key).toString('base64');
  lines.push(sealLine(seal, signature));
  return {
    ndjson: `${lines.join('\n')}\n`,
    events: head.seq,
    head: head.hash,
    keySha256: createHash('sha256').update(publicKey).digest('hex'),
  };
}
