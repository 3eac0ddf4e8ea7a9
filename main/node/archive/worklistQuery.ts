import { type Expression, type SqlBool, sql } from 'kysely';
import type { FoundRecordings, StatedFinding, WorklistRow } from '../../../app/ports.ts';
import type { SortColumn, WorklistQuery } from '../../../app/worklist/query.ts';
import { searchExpression } from '../../../app/worklist/searchExpression.ts';
import { urgencies } from '../../../app/worklist/urgency.ts';
import type { Connection } from './database.ts';

export const rowColumns = [
  'id',
  'record',
  'status',
  'urgency as urgencyIndex',
  'patient_id as patientId',
  'patient_name as patientName',
  'age_years as ageYears',
  'sex',
  'device',
  'start_time as startTime',
  'imported_at as importedAt',
  'heart_rate_bpm as heartRateBpm',
  'quality',
  'summary',
] as const;

export const toRow = <R extends { readonly urgencyIndex: number }>({
  urgencyIndex,
  ...columns
}: R): Omit<R, 'urgencyIndex'> & Pick<WorklistRow, 'urgency'> => ({
  ...columns,
  urgency: urgencies[urgencyIndex] ?? 'unread',
});

/** SQLite gives the numbers 0 and 1 for a comparison; a number that is in a column. */
const done = sql`(status IN ('reviewed', 'signed'))`;

/** What each column is sorted by; what is not known stands at the end either way. */
const keys: Readonly<Record<Exclude<SortColumn, 'urgency' | 'imported'>, Expression<unknown>>> = {
  patient: sql`coalesce(patient_name, patient_id) COLLATE NOCASE`,
  record: sql`record COLLATE NOCASE`,
  recorded: sql`start_time`,
  rate: sql`heart_rate_bpm`,
  finding: sql`nullif(summary, '') COLLATE NOCASE`,
  quality: sql`CASE quality WHEN 'unacceptable' THEN 0 WHEN 'limited' THEN 1 WHEN 'acceptable' THEN 2 END`,
  status: sql`CASE status WHEN 'new' THEN 0 WHEN 'analysed' THEN 1 WHEN 'reviewed' THEN 2 WHEN 'signed' THEN 3 WHEN 'refused' THEN 4 END`,
};

const orderOf = ({ by, descending }: WorklistQuery['sort']): Expression<unknown> => {
  const way = descending ? sql`DESC` : sql`ASC`;
  if (by === 'imported') return sql`id ${way}`;
  // Within one urgency what still waits for a reader stands first, in the order taken in.
  if (by === 'urgency') return sql`urgency ${way}, ${done}, id`;
  return sql`${keys[by]} ${way} NULLS LAST, id`;
};

const oneOf = (column: Expression<unknown>, values: readonly (string | number)[]): Expression<SqlBool>[] =>
  values.length === 0 ? [] : [sql<SqlBool>`${column} IN (${sql.join(values)})`];

/** From here on SQLite is slower at finding the matches in its order than a look at each row of the whole order is. */
const manyMatches = 5000;

const matchesOf = (words: string) => sql`SELECT rowid FROM worklist_search WHERE worklist_search MATCH ${words}`;

/** Words of anything but what the computer states. */
const besideFindings = (words: string): string => `{record patient_name patient_id device} : (${words})`;

const conditionsOf = (asked: WorklistQuery, words: string | null): Expression<SqlBool>[] => [
  ...(words === null ? [] : [sql<SqlBool>`id IN (${matchesOf(words)})`]),
  ...oneOf(sql`status`, asked.statuses),
  ...oneOf(
    sql`urgency`,
    asked.urgencies.map((urgency) => urgencies.indexOf(urgency)),
  ),
  ...oneOf(sql`quality`, asked.qualities),
  ...asked.findings.map((code) => sql<SqlBool>`id IN (SELECT recording_id FROM findings WHERE code = ${code})`),
  ...(asked.ageFromYears === null ? [] : [sql<SqlBool>`age_years >= ${asked.ageFromYears}`]),
  // Someone of 64.7 years is 64 years old.
  ...(asked.ageToYears === null ? [] : [sql<SqlBool>`age_years < ${Math.floor(asked.ageToYears) + 1}`]),
  ...(asked.recordedFrom === null ? [] : [sql<SqlBool>`start_time >= ${asked.recordedFrom}`]),
  // A text that begins with the day sorts before the day with a sign behind every sign of a time.
  ...(asked.recordedTo === null ? [] : [sql<SqlBool>`start_time < ${`${asked.recordedTo}~`}`]),
];

/** What a query leaves, in its order; `inFindings`: its words may be those of a finding. */
export function findRecordings(
  { query, numbers, first }: Connection,
  asked: WorklistQuery,
  inFindings: boolean,
): FoundRecordings {
  const typed = searchExpression(asked.search);
  const words = typed === null || inFindings ? typed : besideFindings(typed);
  const matches = words === null ? null : numbers(matchesOf(words).compile(query));
  const many = matches !== null && matches.length > manyMatches;
  const all = query.selectFrom('recordings').select((row) => row.fn.countAll<number>().as('count'));
  const conditions = conditionsOf(asked, many ? null : words);
  const found = query
    .selectFrom('recordings')
    .select('id')
    .where((row) => row.and(conditions))
    .orderBy(orderOf(asked.sort));
  const ids = numbers(found.compile());
  return { ids: many ? onlyThose(ids, matches) : ids, all: first(all.compile())?.count ?? 0 };
}

/** Those of `ids` that are among `matches`, in their order. */
function onlyThose(ids: Int32Array, matches: Int32Array): Int32Array {
  const among = new Uint8Array(matches.reduce((most, id) => Math.max(most, id), 0) + 1);
  for (const id of matches) among[id] = 1;
  return ids.filter((id) => among[id] === 1);
}

export function readRows({ query, all }: Connection, ids: readonly number[]): WorklistRow[] {
  if (ids.length === 0) return [];
  const rows = all(query.selectFrom('recordings').select(rowColumns).where('id', 'in', ids).compile()).map(toRow);
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id)).filter((row) => row !== undefined);
}

export function readStatedFindings({ query, all }: Connection): StatedFinding[] {
  const counted = query
    .selectFrom('findings')
    .select((row) => ['code', row.fn.countAll<number>().as('recordings')])
    .groupBy('code');
  const texts = (code: string) => query.selectFrom('findings').select('text').where('code', '=', code).limit(1);
  return all(counted.compile())
    .map(({ code, recordings }) => ({ code, recordings, text: all(texts(code).compile())[0]?.text ?? code }))
    .sort((a, b) => b.recordings - a.recordings || (a.code < b.code ? -1 : 1));
}
