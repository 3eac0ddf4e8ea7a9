import type { StoredCorrections } from '../analysis/correctedMarks.ts';
import type { Analysis } from '../analysis/schema.ts';
import type { Recording } from '../recording/recording.ts';
import type { Compared } from './compared.ts';
import type { Standing } from './standing.ts';

export const papers = ['A4', 'Letter'] as const;
export type Paper = (typeof papers)[number];

/** What the reader wants on paper beside the tracing and the findings. */
export interface ReportParts {
  /** A page of median beats with the measurements in full. */
  readonly medianBeats: boolean;
  /** P, QRS and T marked in the tracing. */
  readonly waveMarks: boolean;
  /** A page with each lead over the whole width. */
  readonly leadRows: boolean;
  /** Pages of what each statement rests on. */
  readonly evidence: boolean;
  /** A page of the signal's quality, lead by lead. */
  readonly quality: boolean;
  /** What the reader measured by hand; nothing where it is not given. */
  readonly calipers?: readonly string[];
}

export const fewestParts: ReportParts = {
  medianBeats: false,
  waveMarks: false,
  leadRows: false,
  evidence: false,
  quality: false,
};

/** Everything that stands on the paper; the report reads nothing else, no clock and no file. */
export interface ReportInput {
  readonly recording: Recording;
  readonly analysis: Analysis;
  /** A reader's, of this analysis; null or not given when there are none. */
  readonly corrections?: StoredCorrections | null;
  readonly recordName: string;
  /** SHA-256 (hex) of the source files: the recording's identity in the archive. */
  readonly sourceSha256: string;
  /** SHA-256 (hex) of the manifest of what the PDF carries. */
  readonly manifestSha256: string;
  /** UTC, ISO 8601. */
  readonly printedAt: string;
  readonly programVersion: string;
  readonly paper: Paper;
  readonly parts: ReportParts;
  /** Who answers for the reading; unconfirmed where nobody does yet, and the paper says so in words. */
  readonly standing: Standing;
  /** What this recording is compared with on a page of its own, or why there is nothing; null or not given where nobody asked. */
  readonly compared?: Compared | { readonly reason: string } | null;
}
