import { tellingPatientId } from '../comparison/compareRecordings.ts';
import { inOrderOfTime, type PatientSeries } from '../comparison/patientSeries.ts';
import type { Archive } from '../ports.ts';
import { accept, type Result } from '../result.ts';

/** More would not be read, and each one's analysis is. */
const mostRecordings = 200;

/**
 * The recordings of the patient of this one, in the order of time, by the patient's id as the files give it; none where the id
 * tells nobody apart. Errors: `not-found`, `archive-failed`.
 */
export const patientSeries = async (
  recordingId: number,
  ports: { readonly archive: Pick<Archive, 'patientOf' | 'recordingsOfPatient'> },
): Promise<Result<PatientSeries>> => {
  const stored = await ports.archive.patientOf(recordingId);
  if (!stored.ok) return stored;
  if (tellingPatientId(stored.value) === null || stored.value === null)
    return accept({ patientId: null, recordings: [], total: 0 });
  const found = await ports.archive.recordingsOfPatient(stored.value, mostRecordings);
  if (!found.ok) return found;
  const { recordings, total } = found.value;
  return accept({ patientId: stored.value, recordings: inOrderOfTime(recordings), total });
};
