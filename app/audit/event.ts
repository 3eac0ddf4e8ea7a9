/** What the trail records. The chain: hash = SHA-256 of the canonical JSON of everything else, `previousHash` included. */
export const auditEventTypes = [
  'archive-created',
  'recording-imported',
  'recording-refused',
  'recording-analysed',
  'recording-viewed',
  'recording-corrected',
  'report-exported',
  'model-refused',
  'model-installed',
  'note',
  'review-saved',
  'review-confirmed',
  'review-signed',
  'review-amended',
  'impression-committed',
  'report-printed',
  'recording-erased',
  'login',
  'login-failed',
  'desk-locked',
  'person-added',
  'person-changed',
  'setting-changed',
  'call-refused',
  'clock-set-back',
  'audit-exported',
  'archive-encrypted',
  'backup-made',
  'backup-restored',
  'recovery-key-shown',
  'watch-started',
  'watch-stopped',
] as const;
export type AuditEventType = (typeof auditEventTypes)[number];

export interface AuditEventDraft {
  readonly type: AuditEventType;
  /** What it happened to: "recording:12", "model:superclass-ensemble", "archive". */
  readonly subject: string;
  /** Plain JSON without patient data. */
  readonly detail: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AuditEvent extends AuditEventDraft {
  /** 1, 2, 3 ... without a gap. */
  readonly seq: number;
  /** UTC, ISO 8601; never before the event before it. */
  readonly at: string;
  readonly actor: string;
  readonly previousHash: string;
  readonly hash: string;
}

/** `chain`: the events alone. `content`: also every stored recording and analysis against the hashes in its events. */
export type AuditDepth = 'chain' | 'content';

export type AuditVerdict =
  | { readonly intact: true; readonly events: number; readonly head: string }
  | { readonly intact: false; readonly events: number; readonly firstBadSeq: number; readonly reason: string };
