import { statementsInOrder } from '../../../app/analysis/reading.ts';
import { canonicalJson } from '../../../app/audit/canonicalJson.ts';
import type { AuditEventDraft } from '../../../app/audit/event.ts';
import type { ReviewState } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import {
  type FirstImpression,
  firstImpressionSchema,
  reviewVersionSchema,
  type SealedVersion,
} from '../../../app/review/review.ts';
import { whyBroken } from '../../../app/review/seal.ts';
import type { Connection } from './database.ts';
import { readRecording } from './readRecording.ts';
import { reviewEventOf, statusAfter } from './reviewStatus.ts';
import { textHash } from './storedHash.ts';

/** Of a version as it is stored, or null when the row is damaged. */
const parsed = (row: { readonly review: string; readonly sha256: string }): SealedVersion | null => {
  try {
    const version = reviewVersionSchema.safeParse(JSON.parse(row.review));
    return version.success ? { version: version.data, sha256: row.sha256 } : null;
  } catch {
    return null;
  }
};

/** Versions of one recording in order; `archive-failed` when they are no unbroken history. */
export function storedVersions({ query, all }: Connection, recordingId: number): Result<readonly SealedVersion[]> {
  const rows = query.selectFrom('reviews').select(['review', 'sha256']).where('recording_id', '=', recordingId);
  const versions = all(rows.orderBy('version').compile()).map(parsed);
  const whole = versions.filter((version) => version !== null);
  const broken = whole.length < versions.length ? 'a version cannot be read' : whyBroken(whole);
  if (broken === null) return accept(whole);
  return refuse('archive-failed', `the review of recording ${recordingId} was changed outside Einthoven: ${broken}`);
}

/** Must run inside a snapshot or a transaction. */
export function readReview(connection: Connection, recordingId: number): Result<ReviewState> {
  const stored = readRecording(connection, recordingId);
  if (!stored.ok) return stored;
  const { analysis } = stored.value;
  if (analysis === null) return refuse('not-found', `recording ${recordingId} has no analysis to be read against`);
  const versions = storedVersions(connection, recordingId);
  if (!versions.ok) return versions;
  const { query, first } = connection;
  const identity = query.selectFrom('recordings').select('sha256').where('id', '=', recordingId);
  const last = query.selectFrom('analyses').select('analysis').where('recording_id', '=', recordingId);
  const analysisSha256 = textHash(first(last.orderBy('id', 'desc').limit(1).compile())?.analysis ?? '');
  return accept({
    ground: {
      recordingSha256: first(identity.compile())?.sha256 ?? '',
      analysisSha256,
      correctionsSha256: correctionsHash(connection, recordingId, analysisSha256),
      computer: statementsInOrder(analysis).map(({ code, text, critical }) => ({ code, text, critical })),
    },
    versions: versions.value,
  });
}

/** Hash of the last corrections of the marks of this very analysis; null when there are none. */
function correctionsHash({ query, first }: Connection, recordingId: number, analysisSha256: string): string | null {
  const last = query.selectFrom('corrections').select('correction').where('recording_id', '=', recordingId);
  const text = first(last.orderBy('id', 'desc').limit(1).compile())?.correction;
  return text?.includes(`"analysisSha256":"${analysisSha256}"`) === true ? textHash(text) : null;
}

/** The whole of ReviewStore.act; must run inside a transaction. */
export function actOnReview(
  connection: Connection,
  append: (draft: AuditEventDraft) => void,
  recordingId: number,
  expected: string | null,
  work: (state: ReviewState) => Result<SealedVersion>,
): Result<SealedVersion> {
  const state = readReview(connection, recordingId);
  if (!state.ok) return state;
  const { versions } = state.value;
  const last = versions.at(-1) ?? null;
  if ((last?.sha256 ?? null) !== expected) {
    const who = last === null ? 'Somebody' : last.version.author.name;
    return refuse('conflict', `${who} has changed this review meanwhile. Look at it again before you go on.`);
  }
  const next = work(state.value);
  if (!next.ok) return next;
  const { version, sha256 } = next.value;
  const { query, run } = connection;
  const row = { recording_id: recordingId, version: version.version, status: version.status };
  run(
    query
      .insertInto('reviews')
      .values({ ...row, review: canonicalJson(version), sha256 })
      .compile(),
  );
  const status = statusAfter([...versions.map((each) => each.version.status), version.status]);
  run(query.updateTable('recordings').set({ status }).where('id', '=', recordingId).compile());
  append({
    type: reviewEventOf(version.status),
    subject: `recording:${recordingId}`,
    detail: {
      version: version.version,
      // Old and new stand side by side in the versions; the trail binds both.
      reviewSha256: sha256,
      previousSha256: version.previousSha256,
      analysisSha256: version.analysisSha256,
      ...(version.signature === null
        ? {}
        : {
            meaning: version.signature.meaning,
            knownBy: version.signature.knownBy,
            signedSha256: version.signature.versionSha256,
          }),
      ...(version.amends === null ? {} : { amends: version.amends }),
    },
  });
  return next;
}

export function readImpression(
  { query, first }: Connection,
  recordingId: number,
  reader: string,
): FirstImpression | null {
  const row = query.selectFrom('first_impressions').select('impression').where('recording_id', '=', recordingId);
  const text = first(row.where('reader', '=', reader).compile())?.impression;
  if (text === undefined) return null;
  const impression = firstImpressionSchema.safeParse(JSON.parse(text));
  return impression.success ? impression.data : null;
}

/** The whole of ReviewStore.commitImpression; must run inside a transaction. */
export function commitImpression(
  connection: Connection,
  append: (draft: AuditEventDraft) => void,
  recordingId: number,
  impression: FirstImpression,
): Result<null> {
  const { query, first, run } = connection;
  const identity = query.selectFrom('recordings').select('sha256').where('id', '=', recordingId);
  const sha256 = first(identity.compile())?.sha256;
  if (sha256 === undefined) return refuse('not-found', `there is no recording ${recordingId} in the archive`);
  if (readImpression(connection, recordingId, impression.reader) !== null)
    return refuse('conflict', 'A first impression of this recording is committed already.');
  const text = canonicalJson({ ...impression, recordingSha256: sha256 });
  const row = { recording_id: recordingId, reader: impression.reader, impression: text, sha256: textHash(text) };
  run(query.insertInto('first_impressions').values(row).compile());
  append({
    type: 'impression-committed',
    subject: `recording:${recordingId}`,
    detail: { impressionSha256: row.sha256, statements: impression.statements.length },
  });
  return accept(null);
}
