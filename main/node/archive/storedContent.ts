import { sql } from 'kysely';
import { analysisSchema } from '../../../app/analysis/schema.ts';
import type { StoredEvent } from '../../../app/audit/chain.ts';
import type { Connection } from './database.ts';
import { reviewEventOf, reviewEventTypes, statusAfter } from './reviewStatus.ts';
import { hashOfFiles, storedFiles, textHash, told } from './storedHash.ts';
import { lineColumns, lineFits } from './worklistColumns.ts';

/** Follows a trail from its first event to its last and holds everything that is stored against it. */
export interface ContentCheck {
  /** Why what is stored is not what this event tells of; null when it is. Each event once, in order. */
  readonly whyUnlike: (event: StoredEvent) => string | null;
  /** After the last event: what is stored that no event tells of; null for nothing. */
  readonly whyMore: () => string | null;
}

/** Stored rows that events tell of, in the order of both: every insert and its event are one transaction. */
interface Row {
  readonly id: number;
  readonly recordingId: number;
}
interface Walk<R extends Row> {
  /** The row that belongs to the event, or the reason why there is none. */
  readonly next: (recordingId: number) => R | string;
  readonly more: () => string | null;
}

/** One recording's files or one analysis in memory at a time, each file by itself. */
export function followContent(connection: Connection): ContentCheck {
  const { query, first, all } = connection;
  const recordings = walk('recording', (after) => {
    const rows = query.selectFrom('recordings').select(['id', 'id as recordingId', 'sha256']);
    return first(rows.where('id', '>', after).orderBy('id').limit(1).compile());
  });
  const analyses = walk('analysis of recording', (after) => {
    const rows = query.selectFrom('analyses').select(['id', 'recording_id as recordingId', 'analysis']);
    return first(rows.where('id', '>', after).orderBy('id').limit(1).compile());
  });
  const refusals = walk('refusal of recording', (after) => {
    const rows = query.selectFrom('refusals').select(['id', 'recording_id as recordingId', 'code']);
    return first(rows.where('id', '>', after).orderBy('id').limit(1).compile());
  });

  // An archive of an earlier version that is only read has no such table, and no event that tells of its rows.
  const table = sql<{ name: string }>`SELECT name FROM sqlite_schema WHERE name = 'corrections'`.compile(query);
  const hasCorrections = first(table) !== undefined;
  const corrections = walk('correction of recording', (after) => {
    if (!hasCorrections) return undefined;
    const rows = query.selectFrom('corrections').select(['id', 'recording_id as recordingId', 'correction']);
    return first(rows.where('id', '>', after).orderBy('id').limit(1).compile());
  });

  const isLast = ({ id, recordingId }: Row): boolean => {
    const later = query
      .selectFrom('analyses')
      .select('id')
      .where('recording_id', '=', recordingId)
      .where('id', '>', id);
    return first(later.limit(1).compile()) === undefined;
  };
  /** A later analysis is on the trail: if it is not there any more, its own event says so. */
  const isFollowed = ({ seq, subject, type }: StoredEvent): boolean => {
    const later = query.selectFrom('audit').select('seq').where('seq', '>', seq).where('subject', '=', subject);
    return first(later.where('type', '=', type).limit(1).compile()) !== undefined;
  };
  const lineStands = (id: number, analysis: string): boolean => {
    const line = first(query.selectFrom('recordings').select(lineColumns).where('id', '=', id).compile());
    const parsed = analysisSchema.safeParse(JSON.parse(analysis));
    // A version of the program whose analyses this one cannot read says nothing against what is stored.
    return line !== undefined && (parsed.success ? lineFits(line, parsed.data) : line.status !== 'refused');
  };

  const imported = (id: number, event: StoredEvent): string | null => {
    const row = recordings.next(id);
    if (typeof row === 'string') return row;
    if (row.sha256 !== told(event, 'sha256')) return `stored: recording ${id} carries another hash than this event`;
    return whyFilesUnlike(connection, id, event);
  };
  const analysed = (id: number, event: StoredEvent): string | null => {
    const row = analyses.next(id);
    if (typeof row === 'string') return row;
    if (textHash(row.analysis) !== told(event, 'analysisSha256'))
      return `stored: the analysis of recording ${id} is not the one that was kept, it was altered or replaced`;
    if (storedFiles(connection, id).some(({ kept }) => !kept))
      return `stored: files of recording ${id} have lost their bytes`;
    return isLast(row) && !lineStands(id, row.analysis) && !isFollowed(event)
      ? `stored: the line of recording ${id} in the worklist is not that of its analysis`
      : null;
  };
  /** Later on the trail this recording was erased on request, and nothing of it is here any more. */
  const isErased = (id: number): boolean => {
    const known = query.selectFrom('recordings').select('id').where('id', '=', id);
    if (first(known.compile()) !== undefined) return false;
    const tombstone = query.selectFrom('audit').select('seq').where('subject', '=', `recording:${id}`);
    return first(tombstone.where('type', '=', 'recording-erased').limit(1).compile()) !== undefined;
  };
  let reviewVersions = 0;
  const reviewed = (id: number, event: StoredEvent): string | null => {
    const version = told(event, 'version');
    const row = query.selectFrom('reviews').select(['review', 'sha256', 'status']).where('recording_id', '=', id);
    const stored = first(row.where('version', '=', Number(version)).compile());
    if (stored === undefined) return `stored: version ${String(version)} of the review of recording ${id} is missing`;
    reviewVersions += 1;
    const fits =
      stored.sha256 === told(event, 'reviewSha256') &&
      textHash(stored.review) === stored.sha256 &&
      reviewEventOf(stored.status) === event.type;
    return fits ? null : `stored: version ${String(version)} of the review of recording ${id} was altered or replaced`;
  };
  const impressed = (id: number, event: StoredEvent): string | null => {
    const rows = query.selectFrom('first_impressions').select(['impression', 'sha256']).where('recording_id', '=', id);
    const own = all(rows.compile()).find(({ sha256 }) => sha256 === told(event, 'impressionSha256'));
    return own !== undefined && textHash(own.impression) === own.sha256
      ? null
      : `stored: a first impression of recording ${id} is missing or was altered`;
  };
  const statusUnlike = (): string | null => {
    for (const { id, status } of all(query.selectFrom('recordings').select(['id', 'status']).compile())) {
      const versions = query.selectFrom('reviews').select('status').where('recording_id', '=', id).orderBy('version');
      const after = statusAfter(all(versions.compile()).map((version) => version.status));
      if (status !== 'refused' && status !== after)
        return `stored: recording ${id} is marked ${status}, its review says ${after}`;
    }
    const { count } = query.fn;
    const stored = first(query.selectFrom('reviews').select(count<number>('version').as('versions')).compile());
    return stored !== undefined && stored.versions > reviewVersions
      ? 'stored: there are versions of reviews that no event tells of'
      : null;
  };
  const refused = (id: number, event: StoredEvent): string | null => {
    const row = refusals.next(id);
    if (typeof row === 'string') return row;
    return row.code === told(event, 'code') ? null : `stored: the refusal of recording ${id} was altered or replaced`;
  };

  const corrected = (id: number, event: StoredEvent): string | null => {
    const row = corrections.next(id);
    if (typeof row === 'string') return row;
    return textHash(row.correction) === told(event, 'correctionSha256')
      ? null
      : `stored: the correction of recording ${id} was altered or replaced`;
  };

  const checks = new Map([
    ['recording-imported', imported],
    ['recording-analysed', analysed],
    ['recording-refused', refused],
    ['impression-committed', impressed],
    ...reviewEventTypes.map((type) => [type, reviewed] as const),
    ['recording-corrected', corrected],
  ]);
  return {
    whyUnlike: (event) => {
      const id = recordingOf(event);
      const check = checks.get(event.type);
      // Rows that belong together are read as of one moment.
      return id === null || check === undefined
        ? null
        : connection.snapshot(() => (isErased(id) ? null : check(id, event)));
    },
    whyMore: () => recordings.more() ?? analyses.more() ?? refusals.more() ?? corrections.more() ?? statusUnlike(),
  };
}

function walk<R extends Row>(what: string, rowAfter: (id: number) => R | undefined): Walk<R> {
  let lastId = 0;
  const unknown = ({ recordingId }: Row): string =>
    `stored: no event tells of the ${what} ${recordingId} that is there`;
  return {
    next: (recordingId) => {
      const row = rowAfter(lastId);
      if (row?.recordingId === recordingId) {
        lastId = row.id;
        return row;
      }
      // What belongs here may stand behind a row that was put in, or nowhere.
      for (let other = row; other !== undefined; other = rowAfter(other.id))
        if (row !== undefined && other.recordingId === recordingId) return unknown(row);
      return `stored: the ${what} ${recordingId} is missing`;
    },
    more: () => {
      const row = rowAfter(lastId);
      return row === undefined ? null : unknown(row);
    },
  };
}

function whyFilesUnlike(connection: Connection, id: number, event: StoredEvent): string | null {
  const files = storedFiles(connection, id);
  if (files.length !== told(event, 'files')) return `stored: recording ${id} has not as many files as were taken in`;
  const kept = files.filter((file) => file.kept).length;
  if (kept === 0 && told(event, 'originalsKept') === false) return null;
  if (kept < files.length) return `stored: files of recording ${id} have lost their bytes`;
  return hashOfFiles(connection, id, files) === told(event, 'sha256')
    ? null
    : `stored: the files of recording ${id} are not those that were taken in, they were altered or replaced`;
}

const recordingOf = ({ subject }: StoredEvent): number | null => {
  const id = /^recording:(\d+)$/.exec(subject)?.[1];
  return id === undefined ? null : Number(id);
};
