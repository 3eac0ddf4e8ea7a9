import type { ColumnType, Generated } from 'kysely';
import type { Role } from '../../../app/people/person.ts';
import type { RecordingStatus } from '../../../app/ports.ts';
import type { RefusalCode } from '../../../app/result.ts';
import type { ReviewStatus } from '../../../app/review/review.ts';

/** The tables as kysely types them; migrations.ts makes them. */
export interface ArchiveTables {
  recordings: RecordingsTable;
  recording_files: RecordingFilesTable;
  analyses: AnalysesTable;
  refusals: RefusalsTable;
  reviews: ReviewsTable;
  first_impressions: FirstImpressionsTable;
  people: PeopleTable;
  settings: SettingsTable;
  erased_recordings: ErasedRecordingsTable;
  corrections: CorrectionsTable;
  findings: FindingsTable;
  worklist_views: WorklistViewsTable;
  audit: AuditTable;
  import_batches: ImportBatchesTable;
  watched_folder: WatchedFolderTable;
  watched_files: WatchedFilesTable;
}

export interface RecordingsTable {
  id: Generated<number>;
  sha256: string;
  record: string;
  path: string;
  bytes: number;
  imported_at: string;
  /** JSON of DecodeHints. */
  hints: string;
  status: RecordingStatus;
  patient_id: string | null;
  start_time: string | null;
  heart_rate_bpm: number | null;
  quality: 'acceptable' | 'limited' | 'unacceptable' | null;
  summary: string;
  patient_name: Generated<string | null>;
  age_years: Generated<number | null>;
  sex: Generated<'M' | 'F' | null>;
  device: Generated<string | null>;
  /** Index into `urgencies`. */
  urgency: Generated<number>;
  /** What is stated, in words, for the search. */
  finding_words: Generated<string>;
  /** The version of the list's columns that this row holds (worklistColumns.ts); 0: of a program that had none of them. */
  listed: Generated<number>;
}

/** Coded statements of the last analysis of a recording. */
interface FindingsTable {
  recording_id: number;
  code: string;
  text: string;
}

/** Searches and filters under the reader's names. */
interface WorklistViewsTable {
  name: string;
  /** JSON of WorklistQuery. */
  query: string;
}

interface RecordingFilesTable {
  recording_id: number;
  position: number;
  name: string;
  bytes: number;
  /** The original, bit for bit; null for a refused recording too large to be kept. */
  content: ColumnType<Uint8Array | null, Uint8Array | null, Uint8Array | null>;
}

interface AnalysesTable {
  id: Generated<number>;
  recording_id: number;
  created_at: string;
  program_version: string;
  /** JSON of Analysis['models']. */
  models: string;
  /** JSON of Analysis. */
  analysis: string;
}

interface RefusalsTable {
  id: Generated<number>;
  recording_id: number;
  created_at: string;
  program_version: string;
  code: RefusalCode;
  message: string;
  file: string | null;
}

/** Versions of the interpretation beside the computer's, never over it. */
interface ReviewsTable {
  recording_id: number;
  version: number;
  status: ReviewStatus;
  /** Canonical JSON of ReviewVersion. */
  review: string;
  /** Its seal: SHA-256 of `review`. */
  sha256: string;
}

interface FirstImpressionsTable {
  recording_id: number;
  reader: string;
  /** Canonical JSON of FirstImpression. */
  impression: string;
  sha256: string;
}

export interface PeopleTable {
  id: Generated<number>;
  name: string;
  role: Role;
  /** argon2id in PHC form. */
  password_hash: string;
  /** 0 or 1: whether the person chose it, and no administrator knows it. */
  password_is_own: Generated<number>;
  failures: Generated<number>;
  blocked_until: string | null;
  /** 0 or 1. */
  disabled: Generated<number>;
}

interface SettingsTable {
  name: string;
  /** JSON. */
  value: string;
}

interface ErasedRecordingsTable {
  id: number;
  sha256: string;
}

/** Bounds of waves that a reader moved, beside the analysis, never over it. */
interface CorrectionsTable {
  id: Generated<number>;
  recording_id: number;
  created_at: string;
  author: string;
  /** JSON of marks, values and the hash of the analysis that they correct. */
  correction: string;
}

export interface AuditTable {
  seq: number;
  at: string;
  actor: string;
  type: string;
  subject: string;
  /** Canonical JSON. */
  detail: string;
  previous_hash: string;
  hash: string;
}

/** Imports that are under way or were cut off; one that ended has no row. */
interface ImportBatchesTable {
  id: Generated<number>;
  started_at: string;
  /** JSON: the picked paths. */
  paths: string;
  done: number;
  total: number;
  /** Id of the process that is at it; null when none is. */
  process: number | null;
}

/** One row at most. */
interface WatchedFolderTable {
  id: 1;
  folder: string;
  move_to: string | null;
  quiet_s: number;
  polling: 0 | 1;
}

/** Without their names: an erased recording leaves none behind. */
interface WatchedFilesTable {
  path_sha256: string;
  /** Size and time of change of the state that was dealt with. */
  stamp: string;
}
