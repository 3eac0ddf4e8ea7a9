import type { CorrectedValue } from '../analysis/correctedMarks.ts';
import type { Analysis } from '../analysis/schema.ts';
import type { Recording } from '../recording/recording.ts';
import type { Standing } from '../report/standing.ts';

/** What other systems are told of one recording; the PDF is the report that goes with it. */
export interface ExportSource {
  readonly recording: Recording;
  readonly analysis: Analysis;
  /** Values that a reader corrected; they stand in the place of the computer's. */
  readonly corrected: readonly CorrectedValue[];
  readonly standing: Standing;
  readonly pdf: Uint8Array;
  /** UTC, ISO 8601. */
  readonly writtenAt: string;
  readonly programVersion: string;
}
