import type { Analysis } from '../../../app/analysis/schema.ts';
import { canonicalJson, type JsonValue } from '../../../app/audit/canonicalJson.ts';
import type { AuditEventDraft } from '../../../app/audit/event.ts';
import type { DecodeHints } from '../../../app/formats/format.ts';
import type { FileBundle, TakeInOutcome } from '../../../app/ports.ts';
import { accept, type Refusal, type Result, refuse } from '../../../app/result.ts';
import { isSynthetic } from '../../../app/synth/origin.ts';
import { recordName } from '../../../app/workflow/recordName.ts';
import { setFindings } from './catchUp.ts';
import type { Connection } from './database.ts';
import { erasedAs, nextRecordingId } from './erase.ts';
import { textHash } from './storedHash.ts';
import { columnsOfAnalysis, columnsOfRefusal, type WorklistColumns } from './worklistColumns.ts';

/** A refused recording is kept with its bytes up to this size, so that a better program can read it one day. */
export const refusedBytesKept = 16 * 1024 * 1024;

export interface TakeInContext {
  readonly connection: Connection;
  readonly append: (draft: AuditEventDraft) => void;
  readonly nowUtc: string;
  readonly programVersion: string;
}

interface Submission {
  readonly bundle: FileBundle;
  readonly hints: DecodeHints;
  readonly outcome: Result<Analysis>;
}

/** The whole of Archive.takeIn; must run inside a transaction, which stays also with a refusal: the trail tells of it. */
export function takeIn(context: TakeInContext, submission: Submission): Result<TakeInOutcome> {
  const { connection } = context;
  const { bundle, outcome } = submission;
  const known = connection.first(
    connection.query.selectFrom('recordings').select(['id', 'status']).where('sha256', '=', bundle.sha256).compile(),
  );
  if (known === undefined) {
    const erased = erasedAs(connection, bundle.sha256);
    if (erased === null) return accept({ id: takeInNew(context, submission), kind: 'taken' });
    context.append({ type: 'recording-refused', subject: 'file', detail: { code: 'not-allowed', erased } });
    return refuse(
      'not-allowed',
      `This is recording ${erased}, which was erased. It is not taken in again.`,
      bundle.path,
    );
  }
  const { id } = known;
  if (known.status === 'refused') {
    if (outcome.ok) replaceRefusal(context, id, submission, outcome.value);
    else if (lastRefusalCode(connection, id) !== outcome.error.code) addRefusal(context, id, bundle, outcome.error);
    return accept({ id, kind: outcome.ok ? 'taken' : 'duplicate' });
  }
  if (outcome.ok && lastContent(connection, id) !== contentOf(outcome.value)) {
    addAnalysis(context, id, bundle, outcome.value);
    // The samples must be decoded again as they were for the analysis that stands beside them.
    setHints(connection, id, submission.hints);
    // What a reader has reviewed or signed keeps its place in the worklist; the new analysis stands beside it.
    if (known.status === 'analysed') setLine(connection, id, outcome.value);
  }
  return accept({ id, kind: 'duplicate' });
}

function takeInNew(context: TakeInContext, { bundle, hints, outcome }: Submission): number {
  const { connection, nowUtc, append } = context;
  const bytes = totalBytes(bundle);
  const columns = outcome.ok ? columnsOfAnalysis(outcome.value) : columnsOfRefusal(outcome.error);
  const id = connection.run(
    connection.query
      .insertInto('recordings')
      .values({
        id: nextRecordingId(connection),
        sha256: bundle.sha256,
        record: recordName(bundle.path),
        path: bundle.path,
        bytes,
        imported_at: nowUtc,
        hints: JSON.stringify(hints),
        ...columns,
      })
      .compile(),
  );
  const keepBytes = outcome.ok || bytes <= refusedBytesKept;
  storeFiles(connection, id, bundle, keepBytes);
  append({
    type: 'recording-imported',
    subject: `recording:${id}`,
    detail: {
      sha256: bundle.sha256,
      bytes,
      files: bundle.files.length,
      originalsKept: keepBytes,
      ...(outcome.ok && isSynthetic(outcome.value.recording) ? { synthetic: true } : {}),
    },
  });
  if (outcome.ok) {
    setFindings(connection, id, outcome.value);
    addAnalysis(context, id, bundle, outcome.value);
  } else addRefusal(context, id, bundle, outcome.error);
  return id;
}

/** The program got better, or the user gave the hint that was missing. The old refusal stays as history. */
function replaceRefusal(context: TakeInContext, id: number, { bundle, hints }: Submission, analysis: Analysis): void {
  const { connection } = context;
  const { query } = connection;
  connection.run(query.deleteFrom('recording_files').where('recording_id', '=', id).compile());
  storeFiles(connection, id, bundle, true);
  setHints(connection, id, hints);
  const change = { path: bundle.path, record: recordName(bundle.path) };
  connection.run(query.updateTable('recordings').set(change).where('id', '=', id).compile());
  setLine(connection, id, analysis);
  addAnalysis(context, id, bundle, analysis);
}

function storeFiles(connection: Connection, id: number, { files }: FileBundle, keepBytes: boolean): void {
  files.forEach(({ name, bytes }, position) => {
    const row = { recording_id: id, position, name, bytes: bytes.length, content: keepBytes ? bytes : null };
    connection.run(connection.query.insertInto('recording_files').values(row).compile());
  });
}

function setColumns(connection: Connection, id: number, columns: WorklistColumns): void {
  connection.run(connection.query.updateTable('recordings').set(columns).where('id', '=', id).compile());
}

function setLine(connection: Connection, id: number, analysis: Analysis): void {
  setColumns(connection, id, columnsOfAnalysis(analysis));
  setFindings(connection, id, analysis);
}

function setHints(connection: Connection, id: number, hints: DecodeHints): void {
  const change = { hints: JSON.stringify(hints) };
  connection.run(connection.query.updateTable('recordings').set(change).where('id', '=', id).compile());
}

function addAnalysis(context: TakeInContext, id: number, { sha256 }: FileBundle, analysis: Analysis): void {
  const { connection, nowUtc, programVersion, append } = context;
  const text = JSON.stringify(analysis);
  connection.run(
    connection.query
      .insertInto('analyses')
      .values({
        recording_id: id,
        created_at: nowUtc,
        program_version: programVersion,
        models: modelsText(analysis),
        analysis: text,
      })
      .compile(),
  );
  append({
    type: 'recording-analysed',
    subject: `recording:${id}`,
    detail: {
      sha256,
      format: analysis.source.format,
      programVersion,
      models: analysis.models.map((model) => `${model.id}@${model.version}#${model.sha256}`).join(' '),
      // Binds what was stored to the chain: SHA-256 of the text in analyses.analysis.
      analysisSha256: textHash(text),
    },
  });
}

function addRefusal(context: TakeInContext, id: number, { sha256 }: FileBundle, refusal: Refusal): void {
  const { connection, nowUtc, programVersion, append } = context;
  const { code, message, file } = refusal;
  connection.run(
    connection.query
      .insertInto('refusals')
      .values({ recording_id: id, created_at: nowUtc, program_version: programVersion, code, message, file })
      .compile(),
  );
  setColumns(connection, id, columnsOfRefusal(refusal));
  // Neither message nor file name: both may hold what is in the file.
  append({ type: 'recording-refused', subject: `recording:${id}`, detail: { sha256, code, programVersion } });
}

/** Null: no analysis, or one that is no longer JSON. */
function lastContent(connection: Connection, id: number): string | null {
  const { query } = connection;
  const last = query.selectFrom('analyses').select('analysis').where('recording_id', '=', id).orderBy('id', 'desc');
  const text = connection.first(last.limit(1).compile())?.analysis;
  try {
    return text === undefined ? null : contentOf(JSON.parse(text));
  } catch {
    return null;
  }
}

/** What an analysis says, without how long it took and where the file lay: the same for the same work done twice. */
function contentOf({ timingMs: _, record: __, source, ...findings }: Analysis): string {
  const { file: ___, ...content } = source;
  return canonicalJson({ ...findings, source: content } as JsonValue);
}

function lastRefusalCode(connection: Connection, id: number): string | undefined {
  const { query } = connection;
  const last = query.selectFrom('refusals').select('code').where('recording_id', '=', id).orderBy('id', 'desc');
  return connection.first(last.limit(1).compile())?.code;
}

const modelsText = (analysis: Analysis): string => JSON.stringify(analysis.models);

const totalBytes = ({ files }: FileBundle): number => files.reduce((sum, { bytes }) => sum + bytes.length, 0);
