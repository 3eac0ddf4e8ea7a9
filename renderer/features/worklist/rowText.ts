import type { WorklistRow } from '../../../app/ports.ts';
import { texts } from '../../texts.ts';

/** Name or id, then age and sex, as far as they are known. */
export const patientOfRow = ({ patientName, patientId, ageYears, sex }: WorklistRow): string =>
  [
    patientName ?? patientId,
    ageYears === null ? null : texts.measurements.years(Math.floor(ageYears)),
    sex === null ? null : texts.measurements.sex[sex],
  ]
    .filter((part) => part !== null)
    .join(' · ');

/** What a row that has no room for all of it says in full under the pointer. */
export const rowHint = (row: WorklistRow): string =>
  [row.record, patientOfRow(row), row.summary].filter((part) => part !== '').join('\n');

/** Day and minute, as the file has them. */
export const recordedText = ({ startTime }: Pick<WorklistRow, 'startTime'>): string =>
  startTime === null ? texts.notMeasured : startTime.slice(0, 16).replace('T', ' ');
