import type { StoredCorrections } from '../analysis/correctedMarks.ts';
import type { Analysis } from '../analysis/schema.ts';
import type { DecodeHints, NamedBytes } from '../formats/format.ts';
import type { Archive, WorklistRow } from '../ports.ts';
import { accept, type Result, refuse } from '../result.ts';
import { patientSeries } from './patientSeries.ts';

/** Another recording with its analysis, to stand beside the one of a report. */
export interface ComparedSource {
  readonly files: readonly NamedBytes[];
  readonly hints: DecodeHints;
  readonly analysis: Analysis;
  readonly corrections: StoredCorrections | null;
  /** True where what the computer says of it is not for this reader yet. */
  readonly withheld: boolean;
}

/** Which one: the patient's recording before this one, one of the archive by its number, or one that is at hand. */
export type ComparedWith = 'previous' | number | ComparedSource;

export type ComparedArchive = Pick<Archive, 'get' | 'patientOf' | 'recordingsOfPatient'>;

/**
 * What a recording of the archive is compared with; the reason in words where the patient has nothing to compare with. Errors: those
 * of the archive; `not-found` for one without an analysis; `invalid-input` for the recording itself.
 */
export const comparedSourceOf = async (
  recordingId: number,
  comparedWith: ComparedWith,
  archive: ComparedArchive,
  isWithheld: (row: WorklistRow) => boolean,
): Promise<Result<ComparedSource | { readonly reason: string }>> => {
  if (typeof comparedWith === 'object') return accept(comparedWith);
  let otherId = comparedWith;
  if (otherId === 'previous') {
    const series = await patientSeries(recordingId, { archive });
    if (!series.ok) return series;
    const { patientId, recordings } = series.value;
    if (patientId === null)
      return accept({ reason: 'this recording names no patient, so no earlier one can be found.' });
    const at = recordings.findIndex(({ id }) => id === recordingId);
    if (at < 0)
      return accept({ reason: `it is not among the latest ${recordings.length} recordings of this patient.` });
    const earlier = recordings.slice(0, at).findLast(({ values }) => values !== null);
    if (earlier === undefined) return accept({ reason: 'this patient has no earlier recording here.' });
    otherId = earlier.id;
  }
  if (otherId === recordingId) return refuse('invalid-input', 'A recording is not compared with itself.');
  const stored = await archive.get(otherId);
  if (!stored.ok) return stored;
  const { row, analysis, files, hints, corrections } = stored.value;
  if (analysis === null)
    return refuse('not-found', `Recording ${row.record} has no analysis to compare with.`, row.record);
  return accept({ files, hints, analysis, corrections, withheld: isWithheld(row) });
};
