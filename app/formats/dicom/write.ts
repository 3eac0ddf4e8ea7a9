import type { DeviceMeasurement, Lead, Recording } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { NamedBytes } from '../format.ts';
import { codeOfLead } from '../leadCodes.ts';
import { type Bytes, code, element, joined, sequence, text, whole } from './elementBytes.ts';
import { dicomFile } from './partTen.ts';
import { uidOf } from './uid.ts';

const twelveLeadClass = '1.2.840.10008.5.1.4.1.1.9.1.1';
/** Limits of the 12-Lead ECG object (PS3.3 A.34.3.4). */
const mostChannels = 13;
const mostSamples = 16_384;
const slowestHz = 200;
const fastestHz = 1000;

const padding = -32768;
const greatest = 32767;
const stepsUv = [0.1, 0.25, 0.5, 1, 2, 2.5, 5, 10, 20, 50, 100] as const;

const oneLine = (value: string, longest: number): string =>
  value
    .replace(/[\\\r\n\0]+/g, ' ')
    .trim()
    .slice(0, longest);

/** A decimal string of at most 16 characters. */
const decimal = (value: number): string => {
  const plain = String(value);
  return plain.length <= 16 ? plain : String(Number(value.toPrecision(9)));
};

/** Filters as this program's reader says them; other words have no place in the object. */
const filterHz = (filters: readonly string[], what: string): number | null => {
  for (const filter of filters) {
    const match = new RegExp(`^${what} (\\d+(?:\\.\\d+)?) Hz$`).exec(filter);
    if (match !== null) return Number(match[1]);
  }
  return null;
};

const laws: ReadonlyMap<string, string> = new Map([
  ['III', 'II - I'],
  ['aVR', '-(I + II)/2'],
  ['aVL', 'I - II/2'],
  ['aVF', 'II - I/2'],
]);

const channel = (lead: Lead, stepUv: number, filters: readonly string[]): Bytes => {
  const optional = (tag: number, value: number | null): Bytes[] =>
    value === null ? [] : [text(tag, 'DS', decimal(value))];
  return joined([
    text(0x003a0203, 'SH', lead.name.slice(0, 16)),
    code(0x003a0208, `2:${codeOfLead(lead.name)}`, 'MDC', null, `Lead ${lead.name}`),
    ...(lead.derived ? [text(0x003a020c, 'LO', `Derived: ${laws.get(lead.name) ?? 'from other leads'}`)] : []),
    text(0x003a0210, 'DS', decimal(stepUv)),
    code(0x003a0211, 'uV', 'UCUM', '1.4', 'microvolt'),
    text(0x003a0212, 'DS', '1'),
    text(0x003a0213, 'DS', '0'),
    text(0x003a0215, 'DS', '0'),
    whole(0x003a021a, 'US', [16]),
    ...optional(0x003a0220, filterHz(filters, 'high-pass')),
    ...optional(0x003a0221, filterHz(filters, 'low-pass')),
    ...optional(0x003a0222, filterHz(filters, 'notch')),
  ]);
};

const chooseStep = (samplesMv: Float32Array): number | null => {
  let largestUv = 0;
  for (const mv of samplesMv) if (Number.isFinite(mv)) largestUv = Math.max(largestUv, Math.abs(mv) * 1000);
  return stepsUv.find((step) => largestUv <= greatest * step) ?? null;
};

interface GroupSource {
  readonly label: string;
  readonly isOriginal: boolean;
  readonly leads: readonly Lead[];
  readonly sampleRateHz: number;
}

/** One multiplex group; a sentence where it does not fit the object. */
const group = (source: GroupSource, filters: readonly string[]): Bytes | string => {
  const { leads, sampleRateHz, label } = source;
  const sampleCount = leads[0]?.samplesMv.length ?? 0;
  if (leads.length < 1 || leads.length > mostChannels) return `it has ${leads.length} leads, not 1 to ${mostChannels}`;
  if (sampleCount < 1 || sampleCount > mostSamples)
    return `it has ${sampleCount} samples a lead, not 1 to ${mostSamples}`;
  if (sampleRateHz < slowestHz || sampleRateHz > fastestHz) {
    return `it has ${sampleRateHz} Hz, not ${slowestHz} to ${fastestHz} Hz`;
  }
  const uncoded = leads.find(({ name }) => codeOfLead(name) === null);
  if (uncoded !== undefined) return `there is no code for a lead named ${uncoded.name}`;
  const steps = leads.map(({ samplesMv }) => chooseStep(samplesMv));
  const tooTall = steps.indexOf(null);
  if (tooTall !== -1) return `${leads[tooTall]!.name} has amplitudes above ${(greatest * stepsUv.at(-1)!) / 1e6} V`;

  const data = new Uint8Array(2 * leads.length * sampleCount);
  const view = new DataView(data.buffer);
  for (const [place, { samplesMv }] of leads.entries()) {
    const perStep = 1000 / steps[place]!;
    for (let i = 0; i < sampleCount; i += 1) {
      const mv = samplesMv[i]!;
      view.setInt16(2 * (i * leads.length + place), Number.isFinite(mv) ? Math.round(mv * perStep) : padding, true);
    }
  }
  const mark = new Uint8Array(2);
  new DataView(mark.buffer).setInt16(0, padding, true);
  return joined([
    text(0x003a0004, 'CS', source.isOriginal ? 'ORIGINAL' : 'DERIVED'),
    whole(0x003a0005, 'US', [leads.length]),
    whole(0x003a0010, 'UL', [sampleCount]),
    text(0x003a001a, 'DS', decimal(sampleRateHz)),
    text(0x003a0020, 'SH', label),
    sequence(
      0x003a0200,
      leads.map((lead, place) => channel(lead, steps[place]!, filters)),
    ),
    whole(0x54001004, 'US', [16]),
    text(0x54001006, 'CS', 'SS'),
    element(0x5400100a, 'OW', mark),
    element(0x54001010, 'OW', data),
  ]);
};

const measurement = ({ name, value, unit }: DeviceMeasurement): Bytes =>
  joined([
    code(0x004008ea, unit === '' ? '1' : unit, 'UCUM', '1.4', unit === '' ? 'no units' : unit),
    // A concept of our own scheme: the maker's words, which a coded vocabulary need not have.
    code(0x0040a043, oneLine(name, 16), '99EINTHOVEN', null, oneLine(name, 64)),
    whole(0x0040a0b0, 'US', [1, 0]),
    whole(0x0040a180, 'US', [1]),
    text(0x0040a30a, 'DS', decimal(value)),
  ]);

const statement = (words: string): Bytes =>
  joined([whole(0x0040a0b0, 'US', [1, 0]), whole(0x0040a180, 'US', [0]), text(0x00700006, 'ST', oneLine(words, 1024))]);

/**
 * A recording as DICOM 12-Lead ECG Waveform (PS3.3 A.34.3), explicit VR little endian, steps of 0.1 uV or as fine as the tallest
 * sample of a lead allows; a missing sample is the group's padding value, derived leads are named as such, the device's median beat
 * is a group of its own where it fits, its figures and statements are waveform annotations.
 * Errors (`unsupported`): more than 13 leads or 16384 samples, a rate outside of 200 to 1000 Hz, a lead without a code, no time of
 * recording, which the object must have.
 */
export const encodeDicom = (recording: Recording, name: string): Result<NamedBytes> => {
  const { patient, leads, sampleRateHz, appliedFilters, fromDevice, device } = recording;
  const refused = (problem: string) =>
    refuse('unsupported', `A DICOM 12-Lead ECG cannot hold this recording: ${problem}.`);
  const match = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d{1,6})?\d*(?:Z|([-+]\d{2}):?(\d{2}))?$/.exec(
    recording.startTime ?? '',
  );
  if (match === null) return refused('it has no date and time of recording');
  const date = `${match[1]}${match[2]}${match[3]}`;
  const time = `${match[4]}${match[5]}${match[6]}${match[7] ?? ''}`;
  const zone = recording.startTime!.endsWith('Z') ? '+0000' : `${match[8] ?? ''}${match[9] ?? ''}`;

  const rhythm = group({ label: 'RHYTHM', isOriginal: true, leads, sampleRateHz }, appliedFilters);
  if (typeof rhythm === 'string') return refused(rhythm);
  const beat = fromDevice?.medianBeat ?? null;
  const median =
    beat === null
      ? null
      : group({ label: 'MEDIAN BEAT', isOriginal: false, leads: beat.leads, sampleRateHz: beat.sampleRateHz }, []);
  const groups = typeof median === 'string' || median === null ? [rhythm] : [rhythm, median];
  const annotations = [
    ...(fromDevice?.statements ?? []).map(statement),
    ...(fromDevice?.measurements ?? []).map(measurement),
  ];

  const content = joined([...groups, new TextEncoder().encode(JSON.stringify([patient, recording.startTime, device]))]);
  const [instance, study, series] = [uidOf(content, 1), uidOf(content, 2), uidOf(content, 3)];
  const age =
    patient.ageYears === null
      ? []
      : [text(0x00101010, 'AS', `${String(Math.floor(patient.ageYears)).padStart(3, '0')}Y`)];
  const dataSet = joined([
    text(0x00080005, 'CS', 'ISO_IR 192'),
    text(0x00080016, 'UI', twelveLeadClass),
    text(0x00080018, 'UI', instance),
    text(0x00080020, 'DA', date),
    text(0x00080023, 'DA', date),
    text(0x0008002a, 'DT', `${date}${time}${zone}`),
    text(0x00080030, 'TM', time),
    text(0x00080033, 'TM', time),
    text(0x00080050, 'SH', ''),
    text(0x00080060, 'CS', 'ECG'),
    text(0x00080070, 'LO', device === null ? '' : oneLine(device, 64)),
    text(0x00080090, 'PN', ''),
    text(0x00100010, 'PN', oneLine(patient.name ?? '', 64)),
    text(0x00100020, 'LO', oneLine(patient.id ?? '', 64)),
    text(0x00100030, 'DA', ''),
    text(0x00100040, 'CS', patient.sex ?? ''),
    ...age,
    text(0x0020000d, 'UI', study),
    text(0x0020000e, 'UI', series),
    text(0x00200010, 'SH', ''),
    text(0x00200011, 'IS', '1'),
    text(0x00200013, 'IS', '1'),
    sequence(0x00400555, []),
    ...(annotations.length === 0 ? [] : [sequence(0x0040b020, annotations)]),
    sequence(0x54000100, groups),
  ]);
  return accept({ name: `${name}.dcm`, bytes: dicomFile(twelveLeadClass, instance, dataSet) });
};
