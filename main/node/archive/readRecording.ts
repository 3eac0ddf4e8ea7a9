import { createHash } from 'node:crypto';
import { type Analysis, analysisSchema } from '../../../app/analysis/schema.ts';
import { eventHash, type StoredEvent } from '../../../app/audit/chain.ts';
import type { DecodeHints, NamedBytes } from '../../../app/formats/format.ts';
import type { StoredRecording, WorklistRow } from '../../../app/ports.ts';
import { accept, type Refusal, type Result, refuse } from '../../../app/result.ts';
import { toStoredEvent } from './auditTrail.ts';
import { lastCorrections } from './corrections.ts';
import type { Connection } from './database.ts';
import { statusAfter } from './reviewStatus.ts';
import { textHash, told } from './storedHash.ts';
import { lineColumns, lineFits } from './worklistColumns.ts';
import { rowColumns, toRow } from './worklistQuery.ts';

/**
 * Must run inside a snapshot. Errors: `not-found`; `archive-failed` when files or analysis are not those that the audit trail
 * tells of, for what was altered behind our back must not be shown as ours.
 */
export function readRecording(connection: Connection, id: number): Result<StoredRecording> {
  const { query, first } = connection;
  const stored = first(
    query.selectFrom('recordings').select(rowColumns).select(['path', 'hints']).where('id', '=', id).compile(),
  );
  if (stored === undefined) return refuse('not-found', `there is no recording ${id} in the archive`);
  const { path, hints, ...columns } = stored;
  const row = toRow(columns);
  const event = lastOutcome(connection, id);
  if (event === null) return altered(id, 'the audit trail does not tell of it');
  const files = originals(connection, id);
  const filesAltered = whyFilesUnlike(files, row, event);
  if (filesAltered !== null) return altered(id, filesAltered);
  const analysis = lastAnalysis(connection, id, event);
  if (!analysis.ok) return analysis;
  if (analysis.value !== null && !statusFits(connection, row))
    return altered(id, 'its status is not the one of its review');
  const line = first(query.selectFrom('recordings').select(lineColumns).where('id', '=', id).compile());
  if (analysis.value !== null && (line === undefined || !lineFits(line, analysis.value)))
    return altered(id, 'its line in the worklist is not that of its analysis');
  const corrections = lastCorrections(connection, id);
  if (!corrections.ok) return altered(id, corrections.error.message);
  return accept({
    row,
    path,
    files,
    hints: JSON.parse(hints) as DecodeHints, // written by takeIn alone
    analysis: analysis.value,
    refusal: row.status === 'refused' ? lastRefusal(connection, id) : null,
    corrections: corrections.value,
  });
}

/** Signed means that there is a signature; what it is worth, the versions of the review say. */
const statusFits = ({ query, all }: Connection, { id, status }: WorklistRow): boolean => {
  const versions = query.selectFrom('reviews').select('status').where('recording_id', '=', id).orderBy('version');
  return status === statusAfter(all(versions.compile()).map((version) => version.status));
};

const altered = (id: number, why: string) =>
  refuse(
    'archive-failed',
    `recording ${id} is not shown: ${why}. The archive was changed outside Einthoven; verify the audit trail`,
  );

/** The event of the last analysis or refusal, which is the last one that changed what is shown; null when there is none. */
function lastOutcome({ query, first }: Connection, id: number): StoredEvent | null {
  const events = query.selectFrom('audit').selectAll().where('subject', '=', `recording:${id}`);
  const outcomes = events.where('type', 'in', ['recording-analysed', 'recording-refused']);
  const row = first(outcomes.orderBy('seq', 'desc').limit(1).compile());
  return row === undefined ? null : toStoredEvent(row);
}

function whyFilesUnlike(files: readonly NamedBytes[], row: WorklistRow, event: StoredEvent): string | null {
  if (eventHash(event) !== event.hash) return `event ${event.seq} of the audit trail, which tells of it, is damaged`;
  if ((event.type === 'recording-refused') !== (row.status === 'refused'))
    return `its status is not the one of event ${event.seq} of the audit trail`;
  // A refused recording too large to be kept has no bytes that could be shown.
  if (files.length === 0 && row.status === 'refused') return null;
  const hash = createHash('sha256');
  for (const { bytes } of files) hash.update(bytes);
  return hash.digest('hex') === told(event, 'sha256')
    ? null
    : `its stored files are not those of event ${event.seq} of the audit trail`;
}

/** The files as they were given; without those whose bytes were not kept. */
function originals({ query, all }: Connection, id: number): NamedBytes[] {
  const files = query.selectFrom('recording_files').select(['name', 'content']).where('recording_id', '=', id);
  return all(files.orderBy('position').compile()).flatMap(({ name, content }) =>
    // A plain Uint8Array: Buffer's slice shares memory, which the core does not expect.
    content === null ? [] : [{ name, bytes: new Uint8Array(content.buffer, content.byteOffset, content.byteLength) }],
  );
}

function lastAnalysis({ query, first }: Connection, id: number, event: StoredEvent): Result<Analysis | null> {
  if (event.type === 'recording-refused') return accept(null);
  const last = query.selectFrom('analyses').select('analysis').where('recording_id', '=', id).orderBy('id', 'desc');
  const text = first(last.limit(1).compile())?.analysis;
  if (text === undefined || textHash(text) !== told(event, 'analysisSha256'))
    return altered(id, `its stored analysis is not the one of event ${event.seq} of the audit trail`);
  // An older program may have written it: the schema says whether this one can read it.
  const parsed = analysisSchema.safeParse(parseJson(text));
  return parsed.success
    ? accept(parsed.data)
    : refuse('archive-failed', `the stored analysis of recording ${id} does not fit the schema of this program`);
}

/** The last analysis of a recording where it is the one that the audit trail tells of; null otherwise, and when there is none. */
export function analysisToldOf(connection: Connection, id: number): Analysis | null {
  const event = lastOutcome(connection, id);
  if (event === null || eventHash(event) !== event.hash) return null;
  const analysis = lastAnalysis(connection, id, event);
  return analysis.ok ? analysis.value : null;
}

function lastRefusal({ query, first }: Connection, id: number): Refusal | null {
  const last = query.selectFrom('refusals').select(['code', 'message', 'file']).where('recording_id', '=', id);
  return first(last.orderBy('id', 'desc').limit(1).compile()) ?? null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
