import { type Analysis, analysisSchema } from '../../../app/analysis/schema.ts';
import type { Connection } from './database.ts';
import { findingsOf, searchColumnsOf, worklistVersion } from './worklistColumns.ts';

/** Of work between two chances for others to run, ms. */
const stepMs = 20;

/**
 * Fills the list's columns of rows that another version wrote, from their last analyses; `closed` ends it early. An analysis
 * that cannot be read leaves its row as it is: opening it says why.
 */
export async function catchUp(connection: Connection, closed: () => boolean): Promise<number> {
  let filled = 0;
  while (!closed()) {
    const step = connection.transaction(() => fillSome(connection));
    filled += step;
    if (step === 0) break;
    await new Promise<void>((resolve) => setImmediate(resolve));
  }
  return filled;
}

function fillSome(connection: Connection): number {
  const { query, first } = connection;
  const untilMs = performance.now() + stepMs;
  let filled = 0;
  do {
    const waiting = query.selectFrom('recordings').select('id').where('listed', '!=', worklistVersion).limit(1);
    const id = first(waiting.compile())?.id;
    if (id === undefined) break;
    fill(connection, id);
    filled += 1;
  } while (performance.now() < untilMs);
  return filled;
}

function fill(connection: Connection, id: number): void {
  const { query, first, run } = connection;
  const last = query.selectFrom('analyses').select('analysis').where('recording_id', '=', id).orderBy('id', 'desc');
  const analysis = parse(first(last.limit(1).compile())?.analysis);
  if (analysis !== null) setFindings(connection, id, analysis);
  const line = query.updateTable('recordings').where('id', '=', id);
  const filled =
    analysis === null
      ? line.set((row) => ({ listed: worklistVersion, finding_words: row.ref('summary') }))
      : line.set(searchColumnsOf(analysis));
  run(filled.compile());
}

/** Puts the coded statements of an analysis in the place of those that were there. */
export function setFindings({ query, run }: Connection, id: number, analysis: Analysis | null): void {
  run(query.deleteFrom('findings').where('recording_id', '=', id).compile());
  const rows = (analysis === null ? [] : findingsOf(analysis)).map((finding) => ({ recording_id: id, ...finding }));
  if (rows.length > 0) run(query.insertInto('findings').values(rows).compile());
}

function parse(text: string | undefined): Analysis | null {
  if (text === undefined) return null;
  try {
    const parsed = analysisSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
