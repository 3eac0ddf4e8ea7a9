import { encodeCsv } from '../formats/csv/write.ts';
import { encodeDicom } from '../formats/dicom/write.ts';
import { encodeEdf } from '../formats/edf/write.ts';
import type { NamedBytes } from '../formats/format.ts';
import { encodeWfdb } from '../formats/wfdb/write.ts';
import type { Recording } from '../recording/recording.ts';
import { accept, type Result, refuse } from '../result.ts';

export const convertTargets = ['wfdb', 'csv', 'edf', 'dicom'] as const;
export type ConvertTarget = (typeof convertTargets)[number];

export interface ConvertOptions {
  /** Leaves out name and id, and an age above 89; sex, age and time stay. */
  readonly anonymous: boolean;
  /** ISO 8601, for a recording that names no time of its own. */
  readonly startTime: string | null;
}

export interface Converted {
  readonly files: readonly NamedBytes[];
  /** What the recording holds and the target does not, each in a few words; for the person who converts. */
  readonly leftBehind: readonly string[];
}

/** 0.1 uV a step, where the amplitudes allow. */
const gainPerMv = 10_000;
const oldestTold = 89;

const withoutName = ({ patient, ...recording }: Recording): Recording => ({
  ...recording,
  patient: {
    id: null,
    name: null,
    ageYears: patient.ageYears !== null && patient.ageYears > oldestTold ? null : patient.ageYears,
    sex: patient.sex,
  },
});

/** Recorded leads alone: who reads the file derives the others again, and knows that they are derived. */
const recordedOnly = (recording: Recording): Recording => ({
  ...recording,
  leads: recording.leads.filter(({ derived }) => !derived),
});

const identity = ({ patient }: Recording, id: string, name: string): readonly string[] => [
  ...(patient.id === null ? [] : [`${id}: ${patient.id}`]),
  ...(patient.name === null ? [] : [`${name}: ${patient.name}`]),
];

/** Lists are separated by `;` here and by `,` there; a filter's own words hold neither. */
const filterWords = ({ appliedFilters }: Recording): string =>
  appliedFilters.map((filter) => filter.replace(/[,;]+/g, ' ')).join('; ');

const encode = (recording: Recording, target: ConvertTarget, name: string): Result<readonly NamedBytes[]> => {
  const filters = filterWords(recording);
  if (target === 'wfdb') {
    const comments = [
      ...identity(recording, 'Patient id', 'Patient name'),
      ...(filters === '' ? [] : [`Filters: ${filters}`]),
    ];
    return accept(encodeWfdb(recordedOnly(recording), name, gainPerMv, comments));
  }
  if (target === 'csv') {
    const facts = [
      ...identity(recording, 'patientId', 'patientName'),
      ...(filters === '' ? [] : [`filters: ${filters}`]),
    ];
    return accept([encodeCsv(recordedOnly(recording), name, facts)]);
  }
  const encoded = target === 'edf' ? encodeEdf(recordedOnly(recording), name) : encodeDicom(recording, name);
  return encoded.ok ? accept([encoded.value]) : encoded;
};

const leftBehind = (recording: Recording, target: ConvertTarget): readonly string[] => {
  const { fromDevice, leads, patient, startTime } = recording;
  const derived = leads.filter((lead) => lead.derived).map(({ name }) => name);
  const left: string[] = [];
  if (target !== 'dicom' && derived.length > 0)
    left.push(`derived leads ${derived.join(', ')}, which follow from I and II`);
  if (target !== 'dicom' && fromDevice !== undefined) {
    const { measurements, statements, medianBeat } = fromDevice;
    if (measurements.length > 0) left.push(`${measurements.length} measurements of the device`);
    if (statements.length > 0) left.push(`${statements.length} statements of the device`);
    if (medianBeat !== null) left.push('the median beat of the device');
  }
  if (target === 'edf' && patient.ageYears !== null) left.push('the age, for which EDF+ has no field');
  if (target !== 'dicom' && target !== 'csv' && startTime !== null && /(?:Z|[-+]\d\d:?\d\d)$/.test(startTime)) {
    left.push('the time zone');
  }
  return left;
};

const isTime = (text: string): boolean =>
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?(?:Z|[-+]\d\d:?\d\d)?$/.test(
    text,
  );

/**
 * A recording in another format, samples equal to the last digit of the target's resolution (0.1 uV, or coarser where a lead is too
 * tall for 16 bits; CSV 0.1 uV). Errors: `unsupported` where the target cannot hold the recording, with what it cannot hold;
 * `invalid-input` for a start time that is not ISO 8601.
 *
 * @param name file name without extension: letters, digits, `_` and `-`
 */
export const convertRecording = (
  recording: Recording,
  target: ConvertTarget,
  name: string,
  { anonymous, startTime }: ConvertOptions,
): Result<Converted> => {
  if (startTime !== null && !isTime(startTime)) {
    return refuse('invalid-input', `A time of recording is written like 2026-11-21T09:30:00, not ${startTime}.`);
  }
  const timed = { ...recording, startTime: recording.startTime ?? startTime };
  const source = anonymous ? withoutName(timed) : timed;
  const encoded = encode(source, target, name);
  return encoded.ok ? accept({ files: encoded.value, leftBehind: leftBehind(source, target) }) : encoded;
};
