import type { StoredCorrections } from '../analysis/correctedMarks.ts';
import type { Analysis } from '../analysis/schema.ts';
import type { Recording } from '../recording/recording.ts';

/** The recording that a report's own is compared with. */
export interface Compared {
  readonly recording: Recording;
  readonly analysis: Analysis;
  /** A reader's, of this analysis; null when there are none. */
  readonly corrections: StoredCorrections | null;
  readonly recordName: string;
  /** True where what the computer says of it is not for this reader yet. */
  readonly withheld: boolean;
}
