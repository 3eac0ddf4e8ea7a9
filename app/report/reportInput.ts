import type { Analysis } from '../analysis/schema.ts';
import type { Recording } from '../recording/recording.ts';

export type Paper = 'A4' | 'Letter';

/** Everything that stands on the paper; the report reads nothing else, no clock and no file. */
export interface ReportInput {
  readonly recording: Recording;
  readonly analysis: Analysis;
  readonly recordName: string;
  /** SHA-256 (hex) of the source files: the recording's identity in the archive. */
  readonly sourceSha256: string;
  /** UTC, ISO 8601. */
  readonly printedAt: string;
  readonly programVersion: string;
  readonly paper: Paper;
  /** Nothing else can be exported before a reader confirms; the paper says so in words. */
  readonly reviewStatus: 'unconfirmed';
}
