import { type Analysis, analysisSchema } from '../../../app/analysis/schema.ts';
import type { DecodeHints, NamedBytes } from '../../../app/formats/format.ts';
import type { StoredRecording, WorklistRow } from '../../../app/ports.ts';
import { accept, type Refusal, type Result, refuse } from '../../../app/result.ts';
import type { Connection } from './database.ts';

const rowColumns = [
  'id',
  'record',
  'status',
  'patient_id as patientId',
  'start_time as startTime',
  'imported_at as importedAt',
  'heart_rate_bpm as heartRateBpm',
  'quality',
  'summary',
] as const;

/** In the order taken in. */
export function readWorklist({ query, all }: Connection): WorklistRow[] {
  return all(query.selectFrom('recordings').select(rowColumns).orderBy('id').compile());
}

export function readRecording(connection: Connection, id: number): Result<StoredRecording> {
  const { query, first } = connection;
  const stored = first(
    query.selectFrom('recordings').select(rowColumns).select(['path', 'hints']).where('id', '=', id).compile(),
  );
  if (stored === undefined) return refuse('not-found', `there is no recording ${id} in the archive`);
  const { path, hints, ...row } = stored;
  const analysis = row.status === 'refused' ? accept(null) : lastAnalysis(connection, id);
  if (!analysis.ok) return analysis;
  return accept({
    row,
    path,
    files: originals(connection, id),
    hints: JSON.parse(hints) as DecodeHints, // written by takeIn alone
    analysis: analysis.value,
    refusal: row.status === 'refused' ? lastRefusal(connection, id) : null,
  });
}

/** The files as they were given; without those whose bytes were not kept. */
function originals({ query, all }: Connection, id: number): NamedBytes[] {
  const files = query.selectFrom('recording_files').select(['name', 'content']).where('recording_id', '=', id);
  return all(files.orderBy('position').compile()).flatMap(({ name, content }) =>
    // A plain Uint8Array: Buffer's slice shares memory, which the core does not expect.
    content === null ? [] : [{ name, bytes: new Uint8Array(content.buffer, content.byteOffset, content.byteLength) }],
  );
}

function lastAnalysis({ query, first }: Connection, id: number): Result<Analysis | null> {
  const last = query.selectFrom('analyses').select('analysis').where('recording_id', '=', id).orderBy('id', 'desc');
  const text = first(last.limit(1).compile())?.analysis;
  if (text === undefined) return accept(null);
  // An older program wrote it, or another program changed it: the schema says whether it still is one.
  const parsed = analysisSchema.safeParse(parseJson(text));
  return parsed.success
    ? accept(parsed.data)
    : refuse('archive-failed', `the stored analysis of recording ${id} does not fit the schema of this program`);
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
