import { z } from 'zod';
import { markCorrectionsSchema, storedCorrectionsSchema } from '../analysis/correctedMarks.ts';
import { aamiClasses, analysisSchema } from '../analysis/schema.ts';
import { auditEventTypes } from '../audit/event.ts';
import { trendNames } from '../comparison/patientSeries.ts';
import { csvQuestions } from '../formats/csv/inspect.ts';
import { csvLayoutSchema } from '../formats/csv/layout.ts';
import { papers } from '../report/reportInput.ts';
import { refusalSchema } from '../result.ts';
import { synthSpecSchema } from '../synth/spec.ts';
import { truthSchema } from '../synth/truth.ts';
import { qualityVerdicts, recordingStatuses, worklistQuerySchema, worklistViewSchema } from '../worklist/query.ts';
import { urgencies } from '../worklist/urgency.ts';
import { deskRows } from './deskRows.ts';
import { reviewRows } from './reviewRows.ts';

/**
 * The whole traffic between screen and main. The client's types, the preload's methods and main's handlers all come from
 * this table: a call answers once; a job has an id, reports progress and can be cancelled.
 * The screen never sends a path: `token` stands for what the user picked or dropped, handed out by main.
 */

const token = z.string().regex(/^[A-Za-z0-9_-]{16,64}$/);
const recordingId = z.int().positive();
const batchId = z.int().positive();
// Not z.instanceof: that would pin the buffer's kind to ArrayBuffer, which our own types leave open.
const float32 = z.custom<Float32Array>((value) => value instanceof Float32Array);
const int32 = z.custom<Int32Array>((value) => value instanceof Int32Array);
const nothing = z.object({}).strict();

const installedModelSchema = z.object({
  id: z.string(),
  version: z.string(),
  title: z.string(),
  task: z.string().nullable(),
  sha256: z.string(),
  bytes: z.number(),
  place: z.enum(['shipped', 'user']),
  folder: z.string(),
  intendedUse: z.string(),
  card: z.string().nullable(),
  replaced: z.boolean(),
  refusal: refusalSchema.nullable(),
});

/** Recordings that are exported in one go at most. */
export const mostExported = 10_000;
/** Imports of a session whose lists of files are kept, to be looked at and exported. */
export const mostImportsKept = 20;

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const worklistRowSchema = z.object({
  id: recordingId,
  record: z.string(),
  status: z.enum(recordingStatuses),
  urgency: z.enum(urgencies),
  patientId: z.string().nullable(),
  patientName: z.string().nullable(),
  ageYears: z.number().nullable(),
  sex: z.enum(['M', 'F']).nullable(),
  device: z.string().nullable(),
  startTime: z.string().nullable(),
  importedAt: z.string(),
  heartRateBpm: z.number().nullable(),
  quality: z.enum(qualityVerdicts).nullable(),
  summary: z.string(),
});

const recordingForScreenSchema = z.object({
  leads: z.array(z.object({ name: z.string(), samplesMv: float32, derived: z.boolean() })),
  sampleRateHz: z.number(),
  sampleCount: z.number(),
  startTime: z.string().nullable(),
  patient: z.object({
    id: z.string().nullable(),
    name: z.string().nullable(),
    ageYears: z.number().nullable(),
    sex: z.enum(['M', 'F']).nullable(),
  }),
  device: z.string().nullable(),
  appliedFilters: z.array(z.string()),
  notes: z.array(z.object({ code: z.string(), text: z.string() })),
});

const explanationSchema = z.object({
  model: z.string(),
  activation: z
    .object({
      model: z.string(),
      classes: z.array(z.string()),
      leads: z.array(z.string()),
      cells: z.int().positive(),
      fromS: z.number(),
      toS: z.number(),
      spokeFor: float32,
      spokeAgainst: float32,
      checks: z.array(
        z.object({
          failed: z.enum(['blank', 'not-the-weights', 'not-the-evidence']).nullable(),
          likeness: z.number(),
          fall: z.number(),
          chanceFall: z.number(),
        }),
      ),
    })
    .nullable(),
  contributions: z.array(
    z.object({ class: z.string(), feature: z.string(), value: z.number().nullable(), logit: z.number() }),
  ),
});

/** Names without their folders. */
const importedFileSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['taken', 'duplicate']), file: z.string(), recordingId }),
  z.object({
    kind: z.literal('refused'),
    file: z.string(),
    recordingId: recordingId.nullable(),
    code: z.string(),
    message: z.string(),
  }),
  /** It lay in a folder and is no ECG. */
  z.object({
    kind: z.literal('other'),
    file: z.string(),
    recordingId: z.null(),
    code: z.string(),
    message: z.string(),
  }),
]);

const watchStateSchema = z.object({
  /** Name of the watched folder; null when none is watched. */
  folder: z.string().nullable(),
  /** Name of the folder that originals are moved to; null leaves them where they are. */
  moveTo: z.string().nullable(),
  quietS: z.number(),
  polling: z.boolean(),
  taken: z.int(),
  duplicates: z.int(),
  refused: z.int(),
  waiting: z.int(),
  /** Why nothing is taken, or an original stays where it is. */
  trouble: z.string().nullable(),
});

const auditEventSchema = z.object({
  seq: z.int().positive(),
  at: z.string(),
  actor: z.string(),
  type: z.enum(auditEventTypes),
  subject: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  previousHash: z.string(),
  hash: z.string(),
});

const trendValueSchema = z.object({ value: z.number().nullable(), halfWidth: z.number().nullable() });

const paper = z.enum(papers);
const reportParts = z
  .object({
    medianBeats: z.boolean(),
    waveMarks: z.boolean(),
    leadRows: z.boolean(),
    evidence: z.boolean(),
    quality: z.boolean(),
    /** What the reader measured by hand, a line each. */
    calipers: z.array(z.string().max(200)).max(50),
  })
  .strict();

/** Which report: of what, on what paper, with which pages beside the first. */
const reportRequest = z
  .object({
    recordingId,
    paper,
    parts: reportParts,
    /** On a page of its own: the patient's recording before this one, or another by its id; null for no such page. */
    comparedWith: z.union([z.literal('previous'), recordingId]).nullable(),
  })
  .strict();

export const contract = {
  ...deskRows,
  ...reviewRows,
  appInfo: {
    kind: 'call',
    input: nothing,
    output: z.object({ version: z.string(), models: z.array(installedModelSchema), auditIntact: z.boolean() }),
  },
  /** Opens the system's dialog; null when the user closed it without choosing. `demo` is the program's own recordings, without a dialog. */
  chooseInput: {
    kind: 'call',
    input: z.object({ what: z.enum(['files', 'folder', 'demo']) }).strict(),
    output: z.object({ token, label: z.string() }).nullable(),
  },
  /** What the command line, a second start or the system asked to open; handed out once, null when nothing waits. */
  pendingInput: { kind: 'call', input: nothing, output: z.object({ token, label: z.string() }).nullable() },
  /** Which recordings the worklist shows, in its order, as ids alone; and how many there are in all. */
  findRecordings: {
    kind: 'call',
    input: z.object({ query: worklistQuerySchema }).strict(),
    output: z.object({ ids: int32, all: z.int() }),
  },
  /** The rows of a stretch of the worklist, in the order asked for; without those that are not there. */
  listRecordings: {
    kind: 'call',
    input: z.object({ ids: z.array(recordingId).max(500) }).strict(),
    output: z.array(worklistRowSchema),
  },
  /** What the worklist can be filtered by: every code that is stated, the most frequent first. */
  statedFindings: {
    kind: 'call',
    input: nothing,
    output: z.array(z.object({ code: z.string(), text: z.string(), recordings: z.int() })),
  },
  worklistViews: { kind: 'call', input: nothing, output: z.array(worklistViewSchema) },
  /** In place of the view that bears the name already; all views, anew. */
  keepWorklistView: {
    kind: 'call',
    input: z.object({ view: worklistViewSchema }).strict(),
    output: z.array(worklistViewSchema),
  },
  dropWorklistView: {
    kind: 'call',
    input: z.object({ name: z.string().max(60) }).strict(),
    output: z.array(worklistViewSchema),
  },
  openRecording: {
    kind: 'call',
    input: z.object({ recordingId }).strict(),
    output: z.object({
      /** The computer's reading is withheld: blind-first, and no first impression of this reader yet. */
      blind: z.boolean(),
      row: worklistRowSchema,
      recording: recordingForScreenSchema.nullable(),
      analysis: analysisSchema.nullable(),
      refusal: refusalSchema.nullable(),
      corrections: storedCorrectionsSchema.nullable(),
    }),
  },
  /** The recordings of the patient of this one, in the order of time, with what is followed over them. */
  patientSeries: {
    kind: 'call',
    input: z.object({ recordingId }).strict(),
    output: z.object({
      patientId: z.string().nullable(),
      recordings: z.array(
        z.object({
          id: recordingId,
          record: z.string(),
          startTime: z.string().nullable(),
          importedAt: z.string(),
          values: z.record(z.enum(trendNames), trendValueSchema).nullable(),
        }),
      ),
      total: z.int(),
    }),
  },
  /** Keeps bounds that the reader moved, all of the recording at once, and works the values out anew; audited with old and new. */
  correctMarks: {
    kind: 'call',
    /** `expected`: the corrections that the reader saw, none of them left out. */
    input: z.object({ recordingId, expected: markCorrectionsSchema, marks: markCorrectionsSchema }).strict(),
    output: storedCorrectionsSchema,
  },
  /** What a refused table leaves open, and its first rows; null for what is no table. */
  inspectTable: {
    kind: 'call',
    input: z.object({ recordingId }).strict(),
    output: z
      .object({
        draft: csvLayoutSchema.extend({ unit: csvLayoutSchema.shape.unit.nullable() }),
        questions: z.array(z.enum(csvQuestions)),
        preview: z.array(z.array(z.string())),
        seriesCount: z.int(),
      })
      .nullable(),
  },
  /** The beginning of a table's leads as a layout reads it; the refusal says what is wrong with the layout. */
  previewTable: {
    kind: 'call',
    input: z.object({ recordingId, layout: csvLayoutSchema }).strict(),
    output: z.object({
      leads: z.array(z.object({ name: z.string(), samplesMv: float32, derived: z.boolean() })),
      sampleRateHz: z.number(),
      sampleCount: z.number(),
      notes: z.array(z.object({ code: z.string(), text: z.string() })),
    }),
  },
  /** Takes a refused table in as a person laid it out, and keeps the layout for others of its writer. */
  readTable: {
    kind: 'call',
    input: z.object({ recordingId, layout: csvLayoutSchema }).strict(),
    output: z.object({ recordingId }),
  },
  /** What the models that stated something in this recording looked at; apart from opening it, so that a reader need not wait. */
  explainRecording: {
    kind: 'call',
    input: z.object({ recordingId }).strict(),
    output: z.array(explanationSchema),
  },
  /** The classes that a live monitor gives the beats of a recording, by their number, causally; null where there are none. */
  classifyLive: {
    kind: 'call',
    input: z.object({ recordingId }).strict(),
    output: z
      .object({
        model: z.string(),
        version: z.string(),
        lead: z.string(),
        classes: z.array(z.object({ aami: z.enum(aamiClasses), probability: z.number() }).nullable()),
      })
      .nullable(),
  },
  /** Light, dark, or as the system has it; kept for the next start. */
  setTheme: { kind: 'call', input: z.object({ theme: z.enum(themes) }).strict(), output: nothing },
  listAudit: {
    kind: 'call',
    input: z.object({ fromSeq: z.int().positive(), limit: z.int().min(1).max(1000) }).strict(),
    output: z.array(auditEventSchema),
  },
  verifyAudit: {
    kind: 'call',
    input: nothing,
    output: z.discriminatedUnion('intact', [
      z.object({ intact: z.literal(true), events: z.int(), head: z.string() }),
      z.object({ intact: z.literal(false), events: z.int(), firstBadSeq: z.int(), reason: z.string() }),
    ]),
  },
  /** What the user picked, or an import that was cut off. */
  importRecordings: {
    kind: 'job',
    input: z.union([z.object({ token }).strict(), z.object({ batchId }).strict()]),
    output: z.object({
      batchId,
      label: z.string(),
      /** In the order of the input; behind them what lay there and is no ECG. */
      files: z.array(importedFileSchema),
      /** It may be gone on with: `unfinishedImports`. */
      cancelled: z.boolean(),
    }),
  },
  /** Holds or goes on with every import of this program; what is being analysed is ended first. */
  pauseImports: { kind: 'call', input: z.object({ paused: z.boolean() }).strict(), output: nothing },
  /** Imports that were cancelled or cut off, the newest first. */
  unfinishedImports: {
    kind: 'call',
    input: nothing,
    output: z.array(z.object({ batchId, label: z.string(), done: z.int(), total: z.int() })),
  },
  /** Lets an unfinished import go; what it took in stays. */
  dropImport: { kind: 'call', input: z.object({ batchId }).strict(), output: nothing },
  /** Asks where to save the list of an import's files as CSV; null when the user closed the dialog. */
  exportImportList: {
    kind: 'call',
    input: z.object({ batchId }).strict(),
    output: z.object({ fileName: z.string().nullable() }),
  },
  watchState: { kind: 'call', input: nothing, output: watchStateSchema },
  /** Watches a folder from now on, after a restart too; `moveToToken` null leaves originals where they are. */
  startWatch: {
    kind: 'call',
    input: z
      .object({
        folderToken: token,
        moveToToken: token.nullable(),
        quietS: z.number().min(0.5).max(3600),
        polling: z.boolean(),
      })
      .strict(),
    output: watchStateSchema,
  },
  stopWatch: { kind: 'call', input: nothing, output: watchStateSchema },
  /** Makes a synthetic recording and takes it in like any other. Refuses what `screenProblems` names. */
  generateRecording: {
    kind: 'job',
    input: z.object({ spec: synthSpecSchema }).strict(),
    output: z.object({ recordingId }),
  },
  /** What is known about a synthetic recording; without a truth, why. */
  syntheticTruth: {
    kind: 'call',
    input: z.object({ recordingId }).strict(),
    output: z.object({ truth: truthSchema.nullable(), reason: z.string().nullable() }),
  },
  /** Asks where to save, then writes; `fileName` null when the user closed the dialog. */
  exportReport: {
    kind: 'job',
    input: reportRequest,
    output: z.object({ fileName: z.string().nullable() }),
  },
  /** Asks for a folder once, then writes the PDF of each; `folder` null when the user closed the dialog. */
  exportReports: {
    kind: 'job',
    input: z
      .object({
        recordingIds: z.array(recordingId).min(1).max(mostExported),
        paper,
        // Calipers are of the one recording that they were set in.
        parts: reportParts.omit({ calipers: true }),
        /** With each patient's recording before it, on a page of its own. */
        comparedWith: z.literal('previous').nullable(),
      })
      .strict(),
    output: z.object({
      folder: z.string().nullable(),
      written: z.int(),
      failed: z.array(z.object({ recordingId, record: z.string(), code: z.string(), message: z.string() })),
      /** What was written before the cancel stays. */
      cancelled: z.boolean(),
    }),
  },
  /** The system's print dialog, at 100 %; `printed` false when the user closed it. */
  printReport: {
    kind: 'job',
    input: reportRequest,
    output: z.object({ printed: z.boolean() }),
  },
} as const;

export type Contract = typeof contract;
export type MethodName = keyof Contract;
export type CallName = { [N in MethodName]: Contract[N]['kind'] extends 'call' ? N : never }[MethodName];
export type JobName = { [N in MethodName]: Contract[N]['kind'] extends 'job' ? N : never }[MethodName];
export type Input<N extends MethodName> = z.infer<Contract[N]['input']>;
export type Output<N extends MethodName> = z.infer<Contract[N]['output']>;
