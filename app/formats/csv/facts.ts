import { type Patient, type RecordingNote, unknownPatient } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { parseAge, parseSex } from '../patientFields.ts';

/** What a CSV's comment lines or its side file say about the recording; null where they are silent. */
export interface CsvFacts {
  readonly sampleRateHz: number | null;
  readonly unit: string | null;
  /** ADC counts per millivolt, for a unit of `counts`. */
  readonly countsPerMv: number | null;
  readonly leads: readonly string[] | null;
  readonly startTime: string | null;
  readonly patient: Patient;
  readonly device: string | null;
  readonly appliedFilters: readonly string[];
  readonly notes: readonly RecordingNote[];
}

export const noFacts: CsvFacts = {
  sampleRateHz: null,
  unit: null,
  countsPerMv: null,
  leads: null,
  startTime: null,
  patient: unknownPatient,
  device: null,
  appliedFilters: [],
  notes: [],
};

/** Keys are compared without case, blanks, dots and underscores. */
const keyNames: ReadonlyMap<string, string> = new Map([
  ['sampleratehz', 'rate'],
  ['samplerate', 'rate'],
  ['samplingratehz', 'rate'],
  ['samplingrate', 'rate'],
  ['samplingfrequencyhz', 'rate'],
  ['samplingfrequency', 'rate'],
  ['fs', 'rate'],
  ['fshz', 'rate'],
  ['unit', 'unit'],
  ['units', 'unit'],
  ['gain', 'gain'],
  ['countspermv', 'gain'],
  ['leads', 'leads'],
  ['starttime', 'start'],
  ['age', 'age'],
  ['ageyears', 'age'],
  ['sex', 'sex'],
  ['gender', 'sex'],
  ['patientid', 'id'],
  ['patientname', 'name'],
  ['id', 'id'],
  ['name', 'name'],
  ['start', 'start'],
  ['recorded', 'start'],
  ['device', 'device'],
  ['appliedfilters', 'filters'],
  ['filters', 'filters'],
  ['filter', 'filters'],
]);

/** Keys that may mean something else; one that says more prevails wherever it stands. */
const looseKeys: ReadonlySet<string> = new Set(['id', 'name', 'start', 'recorded']);

const isoTime =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])[T ](?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{1,9})?)?(?:Z|[-+]\d\d:?\d\d)?$/;

const positive = (text: string, suffix: RegExp): number | null => {
  const plain = text.replace(suffix, '').trim();
  if (!/^\+?(?:\d+[.,]?\d*|[.,]\d+)(?:e[-+]?\d{1,2})?$/i.test(plain)) return null;
  const value = Number(plain.replace(',', '.'));
  return value > 0 && Number.isFinite(value) ? value : null;
};

const listOf = (text: string): readonly string[] =>
  text
    .split(/\s*[,;]\s*/)
    .map((item) => item.trim())
    .filter((item) => item.length > 0);

const plainKey = (key: string): string => key.toLowerCase().replace(/[\s._-]+/g, '');
const known = (key: string): string | undefined => keyNames.get(plainKey(key));
const isLoose = ([key]: readonly [string, string]): boolean => looseKeys.has(plainKey(key));

/**
 * Takes key and value pairs from comment lines or a side file. Unknown keys are passed over; a rate or gain that is no
 * positive number is refused (`header-invalid`), other unreadable values become notes.
 */
export const factsFrom = (
  pairs: readonly (readonly [key: string, value: string])[],
  file: string,
): Result<CsvFacts> => {
  let facts = noFacts;
  const note = (code: string, text: string) => {
    facts = { ...facts, notes: [...facts.notes, { code, text }] };
  };
  for (const [key, rawValue] of [...pairs].sort((a, b) => Number(isLoose(b)) - Number(isLoose(a)))) {
    const value = rawValue.trim();
    if (value === '') continue;
    const name = known(key);
    if (name === 'rate') {
      const sampleRateHz = positive(value, /\s*(?:hz|sps)$/i);
      if (sampleRateHz === null) {
        return refuse('header-invalid', `${file} states a sampling rate that is no number of Hz above 0.`, file);
      }
      facts = { ...facts, sampleRateHz };
    } else if (name === 'gain') {
      const countsPerMv = positive(value, /\s*(?:(?:counts|adu|lsb)?\s*\/\s*mv)$/i);
      if (countsPerMv === null)
        return refuse('header-invalid', `${file} states a gain that is no number above 0.`, file);
      facts = { ...facts, countsPerMv };
    } else if (name === 'unit') facts = { ...facts, unit: value };
    else if (name === 'leads') facts = { ...facts, leads: listOf(value) };
    else if (name === 'start') {
      if (isoTime.test(value)) facts = { ...facts, startTime: value.replace(' ', 'T') };
      else note('start-time-unknown', `${file} gives a start time that is not ISO 8601.`);
    } else if (name === 'age') {
      const ageYears = parseAge(value);
      if (ageYears === null) note('age-unreadable', `${file} gives an age that is no age in years.`);
      facts = { ...facts, patient: { ...facts.patient, ageYears } };
    } else if (name === 'sex') facts = { ...facts, patient: { ...facts.patient, sex: parseSex(value) } };
    else if (name === 'id') facts = { ...facts, patient: { ...facts.patient, id: value } };
    else if (name === 'name') facts = { ...facts, patient: { ...facts.patient, name: value } };
    else if (name === 'device') facts = { ...facts, device: value };
    else if (name === 'filters') facts = { ...facts, appliedFilters: listOf(value) };
  }
  return accept(facts);
};

/** `key: value` or `key = value` of a comment line, or null. */
export const commentPair = (comment: string): readonly [string, string] | null => {
  const match = /^([^:=]{1,40}?)\s*[:=]\s*(.*)$/.exec(comment.replace(/^[#%\s]+/, '').trim());
  return match === null ? null : [match[1]!, match[2]!];
};

/** The first source that speaks wins, field by field. */
export const mergeFacts = (first: CsvFacts, second: CsvFacts): CsvFacts => ({
  sampleRateHz: first.sampleRateHz ?? second.sampleRateHz,
  unit: first.unit ?? second.unit,
  countsPerMv: first.countsPerMv ?? second.countsPerMv,
  leads: first.leads ?? second.leads,
  startTime: first.startTime ?? second.startTime,
  patient: {
    id: first.patient.id ?? second.patient.id,
    name: first.patient.name ?? second.patient.name,
    ageYears: first.patient.ageYears ?? second.patient.ageYears,
    sex: first.patient.sex ?? second.patient.sex,
  },
  device: first.device ?? second.device,
  appliedFilters: first.appliedFilters.length > 0 ? first.appliedFilters : second.appliedFilters,
  notes: [...first.notes, ...second.notes],
});
