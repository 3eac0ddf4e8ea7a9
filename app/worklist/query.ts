import { z } from 'zod';
import { urgencies } from './urgency.ts';

/** What the worklist can be asked for: search, filters and order. One shape for screen, contract, archive and saved views. */

export const recordingStatuses = ['new', 'analysed', 'reviewed', 'signed', 'refused'] as const;
export const qualityVerdicts = ['acceptable', 'limited', 'unacceptable'] as const;

/** Columns that the list can be sorted by; `imported` is the order taken in. */
export const sortColumns = [
  'urgency',
  'patient',
  'record',
  'recorded',
  'rate',
  'finding',
  'quality',
  'status',
  'imported',
] as const;
export type SortColumn = (typeof sortColumns)[number];

const day = z.iso.date();
const years = z.number().min(0).max(150);

export const worklistQuerySchema = z
  .object({
    /** As typed; every word must begin a word of the patient, the record, a finding or the device. */
    search: z.string().max(1000),
    /** Each list: one of these; [] asks for nothing. */
    statuses: z.array(z.enum(recordingStatuses)).max(recordingStatuses.length),
    urgencies: z.array(z.enum(urgencies)).max(urgencies.length),
    qualities: z.array(z.enum(qualityVerdicts)).max(qualityVerdicts.length),
    /** Codes of statements: all of them stated. */
    findings: z.array(z.string().min(1).max(100)).max(20),
    /** Both ends included; a recording without an age or a time is in no range. */
    ageFromYears: years.nullable(),
    ageToYears: years.nullable(),
    recordedFrom: day.nullable(),
    recordedTo: day.nullable(),
    sort: z.object({ by: z.enum(sortColumns), descending: z.boolean() }).strict(),
  })
  .strict();

export type WorklistQuery = z.infer<typeof worklistQuerySchema>;

/** Everything, the most urgent first. */
export const wholeWorklist: WorklistQuery = {
  search: '',
  statuses: [],
  urgencies: [],
  qualities: [],
  findings: [],
  ageFromYears: null,
  ageToYears: null,
  recordedFrom: null,
  recordedTo: null,
  sort: { by: 'urgency', descending: false },
};

/** How many filters are set, the search and the order apart. */
export const filterCount = (query: WorklistQuery): number =>
  [query.statuses, query.urgencies, query.qualities, query.findings].filter((list) => list.length > 0).length +
  [query.ageFromYears ?? query.ageToYears, query.recordedFrom ?? query.recordedTo].filter((end) => end !== null).length;

/** Whether anything is left out of the list. */
export const isNarrowed = (query: WorklistQuery): boolean => query.search.trim() !== '' || filterCount(query) > 0;

export const worklistViewSchema = z
  .object({ name: z.string().trim().min(1).max(60), query: worklistQuerySchema })
  .strict();
/** A search with its filters and order, under a name of the reader's. */
export type WorklistView = z.infer<typeof worklistViewSchema>;
