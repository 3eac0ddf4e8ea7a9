import type { Analysis } from '../../../app/analysis/schema.ts';
import type { Refusal } from '../../../app/result.ts';
import { summarise } from '../../../app/workflow/summarise.ts';
import type { RecordingsTable } from './schema.ts';

/** What the worklist shows of a recording, kept beside it so that no list has to read whole analyses. */
export type WorklistColumns = Pick<
  RecordingsTable,
  'status' | 'patient_id' | 'start_time' | 'heart_rate_bpm' | 'quality' | 'summary'
>;

export const columnsOfAnalysis = (analysis: Analysis): WorklistColumns => ({
  status: 'analysed',
  patient_id: analysis.recording.patient.id,
  start_time: analysis.recording.startTime,
  heart_rate_bpm: analysis.measurements.heartRateBpm,
  quality: analysis.quality.verdict,
  summary: summarise(analysis),
});

export const columnsOfRefusal = (refusal: Refusal): WorklistColumns => ({
  status: 'refused',
  patient_id: null,
  start_time: null,
  heart_rate_bpm: null,
  quality: null,
  summary: refusal.message,
});

/**
 * Whether a line of the worklist says what its last analysis says. Not the summary: another version of the program words it
 * differently. A line that was reviewed or signed keeps the columns that the reader saw.
 */
export function lineFits(line: Omit<WorklistColumns, 'summary'>, analysis: Analysis): boolean {
  if (line.status !== 'analysed') return line.status !== 'refused';
  const columns = columnsOfAnalysis(analysis);
  return comparedColumns.every((name) => line[name] === columns[name]);
}

const comparedColumns = ['patient_id', 'start_time', 'heart_rate_bpm', 'quality'] as const;
