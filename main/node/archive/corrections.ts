import { z } from 'zod';
import {
  type CorrectedValue,
  correctedValueSchema,
  type MarkCorrections,
  markCorrectionsSchema,
  noCorrections,
  type StoredCorrections,
  sameCorrections,
} from '../../../app/analysis/correctedMarks.ts';
import { eventHash } from '../../../app/audit/chain.ts';
import type { AuditEvent, AuditEventDraft } from '../../../app/audit/event.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import { toStoredEvent } from './auditTrail.ts';
import type { Connection } from './database.ts';
import { textHash, told } from './storedHash.ts';

const storedSchema = z.object({
  analysisSha256: z.string(),
  marks: markCorrectionsSchema,
  values: z.array(correctedValueSchema),
});

const analysisHash = ({ query, first }: Connection, id: number): string | null => {
  const last = query.selectFrom('analyses').select('analysis').where('recording_id', '=', id).orderBy('id', 'desc');
  const text = first(last.limit(1).compile())?.analysis;
  return text === undefined ? null : textHash(text);
};

/** Must run inside a transaction. `expected`: what the person saw; `changes`: old and new in words, for the trail. */
export function keepCorrections(
  { connection, append }: { readonly connection: Connection; readonly append: (draft: AuditEventDraft) => AuditEvent },
  id: number,
  expected: MarkCorrections,
  {
    marks,
    values,
    changes,
  }: {
    readonly marks: MarkCorrections;
    readonly values: readonly CorrectedValue[];
    readonly changes: string;
  },
): Result<StoredCorrections> {
  const analysisSha256 = analysisHash(connection, id);
  if (analysisSha256 === null) return refuse('not-found', `recording ${id} has no analysis that could be corrected`);
  const before = lastCorrections(connection, id);
  if (!before.ok) return before;
  if (!sameCorrections(before.value?.marks ?? noCorrections, expected)) {
    const who = before.value?.author ?? 'Somebody';
    return refuse('conflict', `${who} has moved these marks meanwhile. Open the recording again before you go on.`);
  }
  const correction = JSON.stringify({ analysisSha256, marks, values });
  const { at, actor } = append({
    type: 'recording-corrected',
    subject: `recording:${id}`,
    detail: { analysisSha256, correctionSha256: textHash(correction), changes },
  });
  const row = { recording_id: id, created_at: at, author: actor, correction };
  connection.run(connection.query.insertInto('corrections').values(row).compile());
  return accept({ createdAt: at, author: actor, marks, values });
}

/**
 * The last corrections of the analysis that is shown; null when there are none, or only such of an earlier analysis. The error is
 * the reason why what is stored is not what the trail tells of.
 */
export function lastCorrections(connection: Connection, id: number): Result<StoredCorrections | null> {
  const { query, first } = connection;
  const events = query.selectFrom('audit').selectAll().where('subject', '=', `recording:${id}`);
  const lastTold = events.where('type', '=', 'recording-corrected').orderBy('seq', 'desc').limit(1);
  const eventRow = first(lastTold.compile());
  const rows = query.selectFrom('corrections').select(['created_at', 'author', 'correction']);
  const row = first(rows.where('recording_id', '=', id).orderBy('id', 'desc').limit(1).compile());
  if (eventRow === undefined && row === undefined) return accept(null);
  const unlike = refuse('archive-failed', 'its stored corrections are not those that the audit trail tells of');
  if (eventRow === undefined || row === undefined) return unlike;
  const event = toStoredEvent(eventRow);
  const fits =
    eventHash(event) === event.hash &&
    textHash(row.correction) === told(event, 'correctionSha256') &&
    row.author === event.actor &&
    row.created_at === event.at;
  if (!fits) return unlike;
  const parsed = storedSchema.safeParse(JSON.parse(row.correction));
  if (!parsed.success) return refuse('archive-failed', 'its stored corrections do not fit the schema of this program');
  if (parsed.data.analysisSha256 !== analysisHash(connection, id)) return accept(null);
  const { marks, values } = parsed.data;
  return accept({ createdAt: row.created_at, author: row.author, marks, values });
}
