import type { AdviceTable } from './advice/adviceTable.ts';
import type { CorrectedValue, MarkCorrections, StoredCorrections } from './analysis/correctedMarks.ts';
import type { Analysis } from './analysis/schema.ts';
import type { AuditDepth, AuditEvent, AuditEventDraft, AuditVerdict } from './audit/event.ts';
import type { SeriesRecording } from './comparison/patientSeries.ts';
import type { CsvInspection } from './formats/csv/inspect.ts';
import type { CsvLayout } from './formats/csv/layout.ts';
import type { DecodeHints, NamedBytes } from './formats/format.ts';
import type { ClassedBeat } from './models/beats/beatClasses.ts';
import type { DeskSettings } from './people/deskSettings.ts';
import type { Role } from './people/person.ts';
import type { Recording } from './recording/recording.ts';
import type { Refusal, Result } from './result.ts';
import type { ReviewGround } from './review/advance.ts';
import type { FirstImpression, SealedVersion } from './review/review.ts';
import type { SynthSpec } from './synth/spec.ts';
import type { Truth } from './synth/truth.ts';
import type { DisplayList } from './tracing/displayList.ts';
import type { recordingStatuses, WorklistQuery, WorklistView } from './worklist/query.ts';
import type { Urgency } from './worklist/urgency.ts';

/** The few things that the core needs from outside. Adapters live in main/node; a host wires them in main/compose.ts. */

export interface Clock {
  /** UTC, ISO 8601 with milliseconds and Z. */
  readonly nowUtc: () => string;
}

/** A file that a user named, with everything beside it that its format needs, read whole. */
export interface FileBundle {
  /** Path as the user gave or picked it. */
  readonly path: string;
  /** The opened file first, then its companions. */
  readonly files: readonly NamedBytes[];
  /** SHA-256 (hex) over the bytes of `files` in order: the recording's identity in the archive. */
  readonly sha256: string;
}

/** A file that is to be taken in, or the reason why it cannot be read. */
export type FoundFile = { readonly path: string; readonly error: Refusal | null };

/** A file in a folder that is plainly no ECG, and how that was seen. */
export interface OtherFile {
  readonly path: string;
  readonly error: Refusal;
}

export interface FileSource {
  /**
   * Files under the given paths (folders walked, files before folders, by name; zips looked into as folders are) that look like ECGs by
   * content, companions of a header left out; what was found by then after a cancel. What isn't an ECG is among the others inside a
   * folder; a path named by the user that isn't one is an error.
   */
  readonly find: (
    paths: readonly string[],
    signal?: AbortSignal,
  ) => Promise<{ readonly found: readonly FoundFile[]; readonly others: readonly OtherFile[] }>;
  readonly read: (path: string) => Promise<Result<FileBundle>>;
}

export interface AnalysisOptions {
  readonly hints: DecodeHints;
  /** Ids of the models to run; null runs all that are installed, [] none. */
  readonly modelIds: readonly string[] | null;
  /** Lead for the single-lead work, by name; null chooses. */
  readonly lead: string | null;
  /** Overrides of what the file says, from the user. */
  readonly ageYears: number | null;
  readonly sex: 'M' | 'F' | null;
  /** Whether the analysis carries the patient's name: for an archive that searches by it, never for output. */
  readonly withName: boolean;
  /** Which actions follow from which finding; null takes the host's table, or the one that comes with the program. */
  readonly advice: AdviceTable | null;
}

export const defaultOptions: AnalysisOptions = {
  hints: {},
  modelIds: null,
  lead: null,
  ageYears: null,
  sex: null,
  withName: false,
  advice: null,
};

/** Where a model looked: a map over time and leads for each class, each row `cells` long and spanning `fromS` to `toS`. */
/** What a map had to stand before it may be shown as where the model looked; see `checkMaps`. */
export interface MapCheck {
  /** null: it stood. `blank`: nothing spoke for the class. */
  readonly failed: 'blank' | 'not-the-weights' | 'not-the-evidence' | null;
  /** Correlation with the map of shuffled weights. */
  readonly likeness: number;
  /** How far the class's logit falls without the strongest tenth of the map. */
  readonly fall: number;
  /** The furthest fall by cuts of the same shape elsewhere. */
  readonly chanceFall: number;
}

export interface Activation {
  readonly model: string;
  readonly classes: readonly string[];
  readonly leads: readonly string[];
  readonly cells: number;
  readonly fromS: number;
  readonly toS: number;
  /** [classes x leads x cells], how much each cell of a lead spoke for the class; 1 is the largest value of the whole map. */
  readonly spokeFor: Float32Array;
  /** The same of what spoke against it, in the same measure; may exceed 1. */
  readonly spokeAgainst: Float32Array;
  /** Whether each class's map may be shown, in the order of the classes. */
  readonly checks: readonly MapCheck[];
}

/** What one measured feature added to the logit of a class. */
export interface FeatureContribution {
  readonly class: string;
  readonly feature: string;
  /** As measured, in the unit that the feature's name ends with; null: not measured. */
  readonly value: number | null;
  readonly logit: number;
}

/** Why a model said what it said. */
export interface Explanation {
  readonly model: string;
  /** null for a model without a map. */
  readonly activation: Activation | null;
  /** The strongest of each class; none for a model without measured features. */
  readonly contributions: readonly FeatureContribution[];
}

/** What the live beats of a recording were classed as, by their number; null: one that cannot be judged. */
export interface LiveClasses {
  readonly model: string;
  readonly version: string;
  /** The lead that was judged. */
  readonly lead: string;
  readonly classes: readonly (ClassedBeat | null)[];
}

/** The analysis process: decoding, analysis and models, apart from everything that must not die. */
export interface AnalysisService {
  readonly analyze: (bundle: FileBundle, options: AnalysisOptions, signal: AbortSignal) => Promise<Result<Analysis>>;
  readonly open: (files: readonly NamedBytes[], hints: DecodeHints, signal: AbortSignal) => Promise<Result<Recording>>;
  /** What a table leaves open. Errors: those of the workflow of this name. */
  readonly inspectTable: (files: readonly NamedBytes[], signal: AbortSignal) => Promise<Result<CsvInspection>>;
  /** Why these models said what they said; none of a model behind a closed gate. Errors: those of `explainRecording`. */
  readonly explain: (
    files: readonly NamedBytes[],
    hints: DecodeHints,
    modelIds: readonly string[],
    signal: AbortSignal,
  ) => Promise<Result<readonly Explanation[]>>;
  /** The classes of a live monitor that plays the recording; null where none can be given. Errors: those of `classifyLive`. */
  readonly classifyLive: (
    files: readonly NamedBytes[],
    hints: DecodeHints,
    signal: AbortSignal,
  ) => Promise<Result<LiveClasses | null>>;
  /** The files of a synthetic recording. */
  readonly synthesise: (spec: SynthSpec, signal: AbortSignal) => Promise<Result<FileBundle>>;
  /** What is known about a synthetic recording, from its files. Errors: those of `truthOfFiles`. */
  readonly truth: (files: readonly NamedBytes[], signal: AbortSignal) => Promise<Result<Truth>>;
  readonly models: () => Promise<readonly InstalledModel[]>;
  /** Checks a model folder, installed or not, by its path. Errors: `analysis-crashed`, `cancelled`. */
  readonly verifyModel: (folder: string, signal: AbortSignal) => Promise<Result<ModelVerification>>;
  readonly close: () => Promise<void>;
}

/** `shipped`: with the program, read-only. `user`: installed into the user's own data folder. */
export type ModelPlace = 'shipped' | 'user';

/** A model folder and whether it may run. */
export interface InstalledModel {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** null when model.json does not fit. */
  readonly task: string | null;
  readonly sha256: string;
  readonly bytes: number;
  readonly place: ModelPlace;
  /** Name of its folder, without a path. */
  readonly folder: string;
  readonly intendedUse: string;
  /** CARD.md; null when there is none. */
  readonly card: string | null;
  /** True for a shipped model in whose place one of the user's stands: it is not loaded. */
  readonly replaced: boolean;
  /** null: verified and loaded. Otherwise why it was refused. */
  readonly refusal: Refusal | null;
}

/** What came of checking a model folder: bytes, manifest, graph, and the training's own answers repeated here. */
export interface ModelVerification {
  readonly id: string;
  readonly version: string;
  readonly sha256: string;
  /** Vectors of parity.json with the greatest difference found and allowed; null when it did not come to that. */
  readonly parity: { readonly vectors: number; readonly largestDifference: number; readonly tolerance: number } | null;
  /** null: it may be installed and run. */
  readonly refusal: Refusal | null;
}

export type RecordingStatus = (typeof recordingStatuses)[number];

/** One line of the worklist. */
export interface WorklistRow {
  readonly id: number;
  readonly record: string;
  readonly status: RecordingStatus;
  readonly urgency: Urgency;
  readonly patientId: string | null;
  readonly patientName: string | null;
  readonly ageYears: number | null;
  readonly sex: 'M' | 'F' | null;
  readonly device: string | null;
  readonly startTime: string | null;
  readonly importedAt: string;
  readonly heartRateBpm: number | null;
  readonly quality: 'acceptable' | 'limited' | 'unacceptable' | null;
  /** Positive findings in short, or the reason of a refusal. */
  readonly summary: string;
}

export interface StoredRecording {
  readonly row: WorklistRow;
  readonly path: string;
  readonly files: readonly NamedBytes[];
  readonly hints: DecodeHints;
  readonly analysis: Analysis | null;
  readonly refusal: Refusal | null;
  /** The last corrections of this analysis by a reader; null when there are none. */
  readonly corrections: StoredCorrections | null;
}

export interface FoundRecordings {
  readonly ids: Int32Array;
  /** Recordings in the archive. */
  readonly all: number;
}

/** A coded statement and how many recordings it was made of. */
export interface StatedFinding {
  readonly code: string;
  readonly text: string;
  readonly recordings: number;
}

export interface PatientRecordings {
  readonly recordings: readonly SeriesRecording[];
  /** All that the patient has. */
  readonly total: number;
}

export type TakeInOutcome = { readonly id: number; readonly kind: 'taken' | 'duplicate' };

export interface Archive {
  /**
   * Stores a recording (by content hash), its analysis or the reason why there is none, and the audit events of both,
   * in one transaction. A recording that is there already is not stored twice: kind is 'duplicate'; an analysis
   * that says something else than the last one is added beside it. Errors: `not-allowed` for one that was erased; `archive-failed`.
   */
  readonly takeIn: (
    bundle: FileBundle,
    hints: DecodeHints,
    outcome: Result<Analysis>,
  ) => Promise<Result<TakeInOutcome>>;
  /** The recording of this content that has an analysis; null when there is none, or a refused one only. */
  readonly idOf: (sha256: string) => Promise<number | null>;
  /**
   * Ids of the recordings that a query leaves, in its order: the list scrolls through them and reads only rows in sight.
   * `inFindings` false: its words are sought everywhere but in what the computer states.
   */
  readonly find: (query: WorklistQuery, inFindings?: boolean) => Promise<FoundRecordings>;
  /** The rows of these ids, in their order; an id that is not there has none. */
  readonly rows: (ids: readonly number[]) => Promise<readonly WorklistRow[]>;
  /** Every code that is stated in the archive, the most frequent first. */
  readonly statedFindings: () => Promise<readonly StatedFinding[]>;
  readonly views: () => Promise<readonly WorklistView[]>;
  /** Keeps a view under its name, in place of one that bears it already. */
  readonly keepView: (view: WorklistView) => Promise<void>;
  readonly dropView: (name: string) => Promise<void>;
  /**
   * Fills the list's columns of recordings that an earlier version took in, from their stored analyses, a few at a time.
   * Resolves with how many were filled, at once when there are none; ends early when the archive is closed.
   */
  readonly catchUp: () => Promise<number>;
  /** `archive-failed` when its files or its analysis are not those that the audit trail tells of. */
  readonly get: (id: number) => Promise<Result<StoredRecording>>;
  /** The patient's id as the recording's file gives it. Errors: `not-found`, `archive-failed`. */
  readonly patientOf: (id: number) => Promise<Result<string | null>>;
  /** The latest recordings of a patient that could be read, at most so many. Errors: `archive-failed`. */
  readonly recordingsOfPatient: (patientId: string, most: number) => Promise<Result<PatientRecordings>>;
  /**
   * Keeps corrections of a recording's analysis beside it, with their audit event, in one transaction. A signed version stays as it
   * was signed, on the corrections that it names by their hash. `expected`: the corrections that the person saw. Errors: `conflict`
   * when there are others by now; `not-found` when there is no analysis to correct; `archive-failed`.
   */
  readonly correct: (
    id: number,
    expected: MarkCorrections,
    marks: MarkCorrections,
    values: readonly CorrectedValue[],
    changes: string,
  ) => Promise<Result<StoredCorrections>>;
  readonly appendAudit: (event: AuditEventDraft) => Promise<AuditEvent>;
  readonly auditEvents: (range: { readonly fromSeq: number; readonly limit: number }) => Promise<readonly AuditEvent[]>;
  readonly verifyAudit: (depth: AuditDepth) => Promise<AuditVerdict>;
  readonly imports: ImportStore;
  readonly watch: WatchStore;
  /**
   * Removes files, analyses, refusals and reviews of a recording for good and puts a tombstone on the trail: its hash, no word of
   * what it was. Errors: `not-found`, `archive-failed`.
   */
  readonly erase: (id: number, reason: string) => Promise<Result<null>>;
  /** A copy of the archive beside it, verified; as many days are kept as the settings say. */
  readonly backUp: () => Promise<Result<{ readonly fileName: string }>>;
  /** The trail as signed NDJSON (docs/audit-verification.md); the export itself is the event after its last. */
  readonly exportAudit: () => Promise<Result<string>>;
  /** The archive's own key, that also signs exported trails; made when it is first needed. */
  readonly reportSigner: () => Promise<ReportSigner>;
  /** File name of the newest backup; null when there is none. */
  readonly lastBackup: () => Promise<string | null>;
  readonly reviews: ReviewStore;
  readonly people: PeopleStore;
  readonly settings: SettingsStore;
  readonly close: () => Promise<void>;
}

/** What a review is made on, and the versions so far. */
export interface ReviewState {
  readonly ground: ReviewGround;
  readonly versions: readonly SealedVersion[];
}

export interface ReviewStore {
  /** Errors: `not-found` also for a recording without an analysis; `archive-failed` when what is stored was altered. */
  readonly read: (recordingId: number) => Promise<Result<ReviewState>>;
  /**
   * Reads the state, asks `work` for the next version, stores it with the recording's status and the audit event, all in one
   * transaction: another window, another process or a power cut finds all of it or nothing. `expected` is the seal of the last
   * version that the person saw, null for none: `conflict` when there is another one by now. Errors: those of `read` and `work`.
   */
  readonly act: (
    recordingId: number,
    expected: string | null,
    work: (state: ReviewState) => Result<SealedVersion>,
  ) => Promise<Result<SealedVersion>>;
  /** The versions of every recording that was ever read; one recording at a time. */
  readonly all: () => Promise<readonly (readonly SealedVersion[])[]>;
  /** Recordings of which this reader has committed a first impression. */
  readonly impressionsOf: (reader: string) => Promise<readonly number[]>;
  readonly firstImpression: (recordingId: number, reader: string) => Promise<FirstImpression | null>;
  /** Once a reader and recording: `conflict` when there is one. */
  readonly commitImpression: (recordingId: number, impression: FirstImpression) => Promise<Result<null>>;
}

/** A profile as it may be shown. */
export interface Profile {
  readonly id: number;
  readonly name: string;
  readonly role: Role;
  readonly disabled: boolean;
}

/** A profile with what a login needs; stays in main. */
export interface Credentials extends Profile {
  /** argon2id in PHC form, its parameters included. */
  readonly passwordHash: string;
  /** False while an administrator knows the password, who set it. */
  readonly passwordIsOwn: boolean;
  readonly failures: number;
  /** UTC; no attempt is looked at before. Null: none waits. */
  readonly blockedUntil: string | null;
}

export interface ProfileChange {
  readonly role?: Role;
  readonly disabled?: boolean;
  readonly passwordHash?: string;
  /** Whether the person chose the new password; no administrator's doing where it is not given. */
  readonly passwordIsOwn?: boolean;
}

export interface PeopleStore {
  readonly list: () => Promise<readonly Profile[]>;
  /** By name, whatever case and width of its letters; null when there is none. */
  readonly find: (name: string) => Promise<Credentials | null>;
  /** `conflict` when there is one of this name. */
  readonly add: (name: string, role: Role, passwordHash: string) => Promise<Result<Profile>>;
  /** Errors: `not-found`; `not-allowed` when no administrator would be left. */
  readonly change: (id: number, change: ProfileChange) => Promise<Result<Profile>>;
  /** Counts a failed attempt and keeps how long to wait; puts it on the trail. */
  readonly failed: (name: string, id: number | null, failures: number, blockedUntil: string | null) => Promise<void>;
  /** Forgets the failures; puts the login on the trail under the person's own name. */
  readonly loggedIn: (id: number, name: string) => Promise<void>;
}

export interface SettingsStore {
  readonly read: () => Promise<DeskSettings>;
  /** Puts each change on the trail with old and new. */
  readonly change: (change: Partial<DeskSettings>) => Promise<DeskSettings>;
}

/** An import that was begun and has neither ended nor been let go. */
export interface ImportBatch {
  readonly id: number;
  readonly startedAt: string;
  /** When it was taken up again; null on its first run. */
  readonly resumedAt: string | null;
  /** As the user picked them. */
  readonly paths: readonly string[];
  readonly done: number;
  /** 0: nothing was counted yet. */
  readonly total: number;
}

/** What is kept of imports so that one that was cut off can be gone on with; what it took in is known by content. */
export interface ImportStore {
  readonly begin: (paths: readonly string[]) => Promise<ImportBatch>;
  /** Takes an unfinished import up again; null when it is gone, or a process that lives is at it. */
  readonly resume: (id: number) => Promise<ImportBatch | null>;
  readonly note: (id: number, done: number, total: number) => Promise<void>;
  /** `finished`, or let go: forgotten. Otherwise it stays to be gone on with. */
  readonly end: (id: number, finished: boolean) => Promise<void>;
  /** The newest first, without those that a living process is at. */
  readonly unfinished: () => Promise<readonly ImportBatch[]>;
  /** Whether a recording was taken in, from this path, by the earlier runs of an import. */
  readonly tookIn: (batch: ImportBatch, recordingId: number, path: string) => Promise<boolean>;
}

export interface WatchSettings {
  readonly folder: string;
  /** Where originals go once they are safely in; null leaves them where they are. */
  readonly moveTo: string | null;
  /** A file is taken when neither size nor time of change has moved for so long. */
  readonly quietS: number;
  /** Look again and again instead of waiting to be told: for network shares. */
  readonly polling: boolean;
}

export interface WatchStore {
  /** The folder that the window watches; null for none. */
  readonly settings: () => Promise<WatchSettings | null>;
  readonly keepSettings: (settings: WatchSettings | null) => Promise<void>;
  /** Whether this state of a file (its size and time of change) was dealt with before. */
  readonly isSeen: (path: string, stamp: string) => Promise<boolean>;
  readonly markSeen: (files: readonly { readonly path: string; readonly stamp: string }[]) => Promise<void>;
}

/** How tables that do not say it themselves are laid out, as persons said once. */
export interface CsvLayouts {
  /** The newest first. */
  readonly list: () => Promise<readonly CsvLayout[]>;
  /** Takes the place of an earlier one for the same kind of table. */
  readonly remember: (layout: CsvLayout) => Promise<void>;
}

/** A file inside a report. */
export interface ReportAttachment {
  /** Letters, digits, dot, dash and underscore; no two of a report are the same. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  readonly description: string;
  /** `source`: what the pages were made from; `data`: what they show; `supplement`: what explains them. */
  readonly role: 'source' | 'data' | 'supplement';
}

/** Signs with the archive's own Ed25519 key. */
export interface ReportSigner {
  /** SPKI DER, base 64. */
  readonly publicKey: string;
  /** The signature over the UTF-8 bytes of a text, base 64. */
  readonly sign: (text: string) => Promise<string>;
}

export interface ReportInfo {
  readonly title: string;
  readonly createdAt: string;
  readonly attachments: readonly ReportAttachment[];
  /** null where there is no archive to sign. */
  readonly signer: ReportSigner | null;
}

export interface ReportWriter {
  /** Draws pages as a vector PDF with its attachments, sealed; bytes ready to be written. */
  readonly toPdf: (pages: readonly DisplayList[], info: ReportInfo) => Promise<Uint8Array>;
  /** The characters (grapheme clusters) of the texts that the fonts at hand cannot print. */
  readonly unprintable: (texts: readonly string[]) => Promise<ReadonlySet<string>>;
}

/** What the seal of a report says of its bytes. */
export interface ReadReport {
  /** In the order of the file; `label` names what the part is: "page 1", "attachment NAME", "fonts" ... */
  readonly parts: readonly { readonly label: string; readonly intact: boolean }[];
  /** Bytes more (or, negative, fewer) before the seal than it was made over. */
  readonly addedBytes: number;
  /** Bytes that stand before the beginning of the PDF. */
  readonly leadingBytes: number;
  /** How the file ends: as it was written, cut off, with something behind that end, or otherwise. */
  readonly ending: 'whole' | 'cut' | 'followed' | 'changed';
  /** Whether the hash over the whole file is right. */
  readonly whole: boolean;
  /** `bytes` null: changed too much to be read. */
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array | null }[];
  readonly signature: { readonly keySha256: string; readonly valid: boolean } | null;
}

export interface ReportReader {
  /** Errors: `unknown-format`, `truncated`, `header-invalid` (the seal is damaged), `too-large`. */
  readonly read: (pdf: Uint8Array) => Result<ReadReport>;
}

/** Moves on as a job does: what is being done, how many are done, how many there are. */
export interface Progress {
  readonly stage: string;
  readonly done: number;
  readonly total: number;
}
