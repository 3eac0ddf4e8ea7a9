import type { Insertable } from 'kysely';
import { statementsInOrder } from '../../../app/analysis/reading.ts';
import type { Analysis } from '../../../app/analysis/schema.ts';
import type { Refusal } from '../../../app/result.ts';
import { summarise } from '../../../app/workflow/summarise.ts';
import { urgencies, urgencyOf } from '../../../app/worklist/urgency.ts';
import type { RecordingsTable } from './schema.ts';

/** Version of what the columns below hold. A row of another version is filled anew by `catchUp`. */
export const worklistVersion = 1;

type Row = Required<Insertable<RecordingsTable>>;

/** Columns that follow from an analysis alone and that no reader's review fixes. */
type SearchColumns = Pick<
  Row,
  'patient_name' | 'age_years' | 'sex' | 'device' | 'urgency' | 'finding_words' | 'listed'
>;

/** What the worklist shows of a recording, kept beside it so that no list has to read whole analyses. */
export type WorklistColumns = SearchColumns &
  Pick<Row, 'status' | 'patient_id' | 'start_time' | 'heart_rate_bpm' | 'quality' | 'summary'>;

export const searchColumnsOf = (analysis: Analysis): SearchColumns => {
  const { patient, device } = analysis.recording;
  return {
    patient_name: patient.name ?? null,
    age_years: patient.ageYears,
    sex: patient.sex,
    device,
    urgency: urgencies.indexOf(urgencyOf(analysis)),
    finding_words: [summarise(analysis), ...statementsInOrder(analysis).map(({ text }) => text)].join('\n'),
    listed: worklistVersion,
  };
};

export const columnsOfAnalysis = (analysis: Analysis): WorklistColumns => ({
  ...searchColumnsOf(analysis),
  status: 'analysed',
  patient_id: analysis.recording.patient.id,
  start_time: analysis.recording.startTime,
  heart_rate_bpm: analysis.measurements.heartRateBpm,
  quality: analysis.quality.verdict,
  summary: summarise(analysis),
});

export const columnsOfRefusal = (refusal: Refusal): WorklistColumns => ({
  patient_name: null,
  age_years: null,
  sex: null,
  device: null,
  urgency: urgencies.indexOf('unread'),
  finding_words: refusal.message,
  listed: worklistVersion,
  status: 'refused',
  patient_id: null,
  start_time: null,
  heart_rate_bpm: null,
  quality: null,
  summary: refusal.message,
});

/** Each code once, in the order of reading. */
export const findingsOf = (analysis: Analysis): readonly { readonly code: string; readonly text: string }[] => [
  ...new Map(statementsInOrder(analysis).map(({ code, text }) => [code, { code, text }])).values(),
];

export const lineColumns = [
  'status',
  'patient_id',
  'start_time',
  'heart_rate_bpm',
  'quality',
  'patient_name',
  'age_years',
  'sex',
  'device',
  'urgency',
  'listed',
] as const;
export type Line = Pick<WorklistColumns, (typeof lineColumns)[number]>;

/**
 * Whether a line of the worklist says what its last analysis says. Not the words: another version of the program words them
 * differently; and of a line of another version only what every version wrote. A line that was reviewed or signed keeps the
 * columns that the reader saw.
 */
export function lineFits(line: Line, analysis: Analysis): boolean {
  if (line.status !== 'analysed') return line.status !== 'refused';
  const columns = columnsOfAnalysis(analysis);
  const compared = line.listed === worklistVersion ? [...everVersion, ...thisVersion] : everVersion;
  return compared.every((name) => line[name] === columns[name]);
}

const everVersion = ['patient_id', 'start_time', 'heart_rate_bpm', 'quality'] as const;
const thisVersion = ['patient_name', 'age_years', 'sex', 'device', 'urgency'] as const;
