import { type SeriesRecording, trendValuesOf } from '../../../app/comparison/patientSeries.ts';
import type { PatientRecordings } from '../../../app/ports.ts';
import { accept, type Result, refuse } from '../../../app/result.ts';
import type { Connection } from './database.ts';
import { analysisToldOf } from './readRecording.ts';

/** Must run inside a snapshot. Errors: `not-found`. */
export function readPatientOf({ query, first }: Connection, id: number): Result<string | null> {
  const row = first(query.selectFrom('recordings').select('patient_id').where('id', '=', id).compile());
  return row === undefined ? refuse('not-found', `there is no recording ${id} in the archive`) : accept(row.patient_id);
}

/**
 * The latest recordings of a patient that could be read. A recording whose analysis is not the one that the audit trail tells of
 * has no values. Must run inside a snapshot.
 */
export function readPatientRecordings(connection: Connection, patientId: string, most: number): PatientRecordings {
  const { query, all, first } = connection;
  const own = query.selectFrom('recordings').where('patient_id', '=', patientId).where('status', '!=', 'refused');
  const rows = all(
    own
      .select(['id', 'record', 'start_time as startTime', 'imported_at as importedAt'])
      .orderBy(({ fn }) => fn.coalesce('start_time', 'imported_at'), 'desc')
      .orderBy('id', 'desc')
      .limit(most)
      .compile(),
  );
  const total = first(own.select(({ fn }) => fn.countAll<number>().as('count')).compile())?.count ?? rows.length;
  return {
    total,
    recordings: rows.map((row): SeriesRecording => {
      const analysis = analysisToldOf(connection, row.id);
      return { ...row, values: analysis === null ? null : trendValuesOf(analysis.measurements) };
    }),
  };
}
