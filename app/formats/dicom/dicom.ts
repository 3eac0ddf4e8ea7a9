import dicomParser, { type DataSet } from 'dicom-parser';
import type { FromDevice, Lead, Recording, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { Format, NamedBytes } from '../format.ts';
import { distinctNames } from '../leadNames.ts';
import { isEcgRate } from '../plausibleRate.ts';
import { refuseSize } from '../recordingSize.ts';
import { latin1, tidy } from '../text.ts';
import { type Group, isMedianLabel, readGroup, readSamples } from './channels.ts';
import { charsetOf, type Elements, itemsOf, textOf } from './elements.ts';
import { annotationsOf, deviceOf, patientOf, startTimeOf } from './facts.ts';

const ecgClasses: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.5.1.4.1.1.9.1.1', '12-Lead ECG'],
  ['1.2.840.10008.5.1.4.1.1.9.1.2', 'General ECG'],
  ['1.2.840.10008.5.1.4.1.1.9.1.3', 'Ambulatory ECG'],
  ['1.2.840.10008.5.1.4.1.1.9.1.4', 'General 32-bit ECG'],
]);
const waveformRoot = '1.2.840.10008.5.1.4.1.1.9.';
const implicitLittle = '1.2.840.10008.1.2';
const explicitLittle = '1.2.840.10008.1.2.1';
const explicitBig = '1.2.840.10008.1.2.2';
const deflated = '1.2.840.10008.1.2.1.99';
const preambleBytes = 128;

/** Bytes of an element of group 0002 or 0008 in little endian, with which a file without preamble begins. */
const beginsWithElement = (head: Uint8Array): boolean =>
  (head[0] === 0x02 || head[0] === 0x08) && head[1] === 0 && head[3] === 0;

const recognises = (head: Uint8Array): boolean =>
  latin1(head, preambleBytes, preambleBytes + 4) === 'DICM' ||
  ((latin1(head, 0, 4) === 'DICM' || beginsWithElement(head)) && latin1(head, 0, 4096).includes(waveformRoot));

/** The file as PS3.10 wants it: with preamble and prefix. A file without a meta header is told by the letters of its first VR. */
const withPreamble = (bytes: Uint8Array): { readonly bytes: Uint8Array; readonly syntax: string | null } => {
  if (latin1(bytes, preambleBytes, preambleBytes + 4) === 'DICM') return { bytes, syntax: null };
  if (bytes[0] === 0x08) {
    return { bytes, syntax: /^[A-Z]{2}$/.test(latin1(bytes, 4, 6)) ? explicitLittle : implicitLittle };
  }
  const body = latin1(bytes, 0, 4) === 'DICM' ? bytes.subarray(4) : bytes;
  const whole = new Uint8Array(preambleBytes + 4 + body.length);
  whole.set([0x44, 0x49, 0x43, 0x4d], preambleBytes);
  whole.set(body, preambleBytes + 4);
  return { bytes: whole, syntax: null };
};

class DeflatedFile extends Error {}

const parse = (given: Uint8Array, file: string): Result<DataSet> => {
  const { bytes, syntax } = withPreamble(given);
  try {
    return accept(
      dicomParser.parseDicom(bytes, {
        ...(syntax === null ? {} : { TransferSyntaxUID: syntax }),
        inflater: () => {
          throw new DeflatedFile();
        },
      }),
    );
  } catch (error) {
    const inner = typeof error === 'object' && error !== null && 'exception' in error ? error.exception : error;
    if (inner instanceof DeflatedFile) {
      return refuse(
        'unsupported',
        `${file} is compressed as a whole (DICOM transfer syntax ${deflated}, deflated), which is not read.`,
        file,
      );
    }
    // The parser throws at the first element that reaches beyond the end, as a cut-off file has one.
    return refuse('truncated', `${file} is cut off or broken: its DICOM elements cannot be read to the end.`, file);
  }
};

const isMedian = (group: Group): boolean =>
  isMedianLabel(group.label) || (!group.isOriginal && group.sampleCount / group.sampleRateHz < 3);

interface ReadLeads {
  readonly leads: readonly Lead[];
  readonly leftOut: readonly string[];
}

const readLeads = (group: Group, file: string): Result<ReadLeads> => {
  const kept = group.channels
    .map((channel, index) => ({ channel, index }))
    .filter(({ channel }) => channel.unitMv !== null);
  const leftOut = group.channels.filter(({ unitMv }) => unitMv === null).map(({ name, unit }) => `${name} (${unit})`);
  const leads: Lead[] = [];
  const names = distinctNames(kept.map(({ channel }) => channel.name));
  for (const [place, { channel, index }] of kept.entries()) {
    const samplesMv = readSamples(group, index);
    if (samplesMv === null) {
      return refuse(
        'values-invalid',
        `${file}: channel ${channel.name} holds values beyond the ${channel.bitsStored} bits that it names.`,
        file,
      );
    }
    leads.push({ name: names[place]!, samplesMv, derived: channel.isDerived });
  }
  return accept({ leads, leftOut });
};

/** Groups of the recording itself that can be put together: one rate, no lead twice, and either one length or known offsets. */
const joinable = (groups: readonly Group[]): readonly Group[] => {
  const first = groups[0]!;
  const joined = [first];
  for (const group of groups.slice(1)) {
    const sameRate = Math.abs(group.sampleRateHz - first.sampleRateHz) < 1e-6 * first.sampleRateHz;
    const placed = joined.every(({ offsetMs }) => offsetMs !== null) && group.offsetMs !== null;
    const sameLength =
      group.sampleCount === first.sampleCount && joined.every(({ offsetMs }) => offsetMs === group.offsetMs);
    const names = new Set(joined.flatMap(({ channels }) => channels.map(({ name }) => name)));
    if (sameRate && (placed || sameLength) && !group.channels.some(({ name }) => names.has(name))) joined.push(group);
  }
  return joined;
};

interface Rhythm {
  readonly leads: readonly Lead[];
  readonly sampleCount: number;
  readonly notes: readonly RecordingNote[];
}

const readRhythm = (groups: readonly Group[], file: string): Result<Rhythm> => {
  const joined = joinable(groups);
  const { sampleRateHz } = joined[0]!;
  const offsets = joined.map(({ offsetMs }) => offsetMs ?? 0);
  const earliest = Math.min(...offsets);
  const starts = offsets.map((offset) => Math.round(((offset - earliest) / 1000) * sampleRateHz));
  const sampleCount = Math.max(...joined.map((group, index) => starts[index]! + group.sampleCount));
  const channelCount = joined.reduce((sum, { channels }) => sum + channels.length, 0);
  if (!Number.isFinite(sampleCount))
    return refuse('header-invalid', `${file}: a multiplex group has a time offset that is no number.`, file);
  const tooLarge = refuseSize(file, channelCount, sampleCount, sampleRateHz);
  if (tooLarge !== null) return tooLarge;

  const leads: Lead[] = [];
  const leftOut: string[] = [];
  for (const [index, group] of joined.entries()) {
    const read = readLeads(group, file);
    if (!read.ok) return read;
    leftOut.push(...read.value.leftOut);
    for (const lead of read.value.leads) {
      if (group.sampleCount === sampleCount) {
        leads.push(lead);
        continue;
      }
      const samplesMv = new Float32Array(sampleCount).fill(Number.NaN);
      samplesMv.set(lead.samplesMv, starts[index]!);
      leads.push({ ...lead, samplesMv });
    }
  }
  const notes: RecordingNote[] = [];
  if (leftOut.length > 0)
    notes.push({ code: 'signals-left-out', text: `Not ECG leads, left out: ${leftOut.join(', ')}.` });
  const others = groups.filter((group) => !joined.includes(group));
  if (others.length > 0) {
    const list = others.map(
      ({ label, sampleRateHz: rate, sampleCount: count }) => `${label || 'unnamed'} (${count} samples at ${rate} Hz)`,
    );
    notes.push({ code: 'groups-left-out', text: `Further multiplex groups, left out: ${list.join(', ')}.` });
  }
  if (joined.some(({ isPaddingIgnored }) => isPaddingIgnored)) {
    notes.push({
      code: 'padding-ignored',
      text: 'The file names an ordinary amplitude as its padding value; it was read as an amplitude.',
    });
  }
  if (joined.some(({ channels }) => channels.some(({ skew }) => skew !== 0))) {
    notes.push({
      code: 'channel-skew',
      text: 'The file names a time skew between its channels; it was not corrected.',
    });
  }
  return accept({ leads, sampleCount, notes });
};

const filtersOf = (group: Group): readonly string[] => {
  const spoken = group.channels.map(({ filters }) => filters.join(', '));
  if (new Set(spoken).size === 1) return group.channels[0]!.filters;
  return group.channels
    .filter(({ filters }) => filters.length > 0)
    .map(({ name, filters }) => `${name}: ${filters.join(', ')}`);
};

const medianOf = (group: Group | undefined, file: string): FromDevice['medianBeat'] => {
  if (group === undefined || refuseSize(file, group.channels.length, group.sampleCount, group.sampleRateHz) !== null)
    return null;
  const read = readLeads(group, file);
  return read.ok && read.value.leads.length > 0 ? { leads: read.value.leads, sampleRateHz: group.sampleRateHz } : null;
};

const readGroups = (root: Elements, file: string, littleEndian: boolean): Result<readonly Group[]> => {
  const groups: Group[] = [];
  for (const [index, item] of itemsOf(root, 'x54000100').entries()) {
    const group = readGroup(item, index + 1, file, littleEndian);
    if (!group.ok) return group;
    if (!isEcgRate(group.value.sampleRateHz)) {
      return refuse(
        'header-invalid',
        `${file}, multiplex group ${index + 1}: ${group.value.sampleRateHz} Hz is no sampling rate of an ECG.`,
        file,
      );
    }
    groups.push(group.value);
  }
  return accept(groups);
};

const decode = (files: readonly NamedBytes[]): Result<Recording> => {
  const opened = files[0];
  if (opened === undefined) return refuse('empty-file', 'No file was given.');
  const file = opened.name;
  const parsed = parse(opened.bytes, file);
  if (!parsed.ok) return parsed;
  const set = parsed.value;
  const root: Elements = { set, charset: charsetOf(set) };
  const sopClass = textOf(root, 'x00080016') ?? textOf(root, 'x00020002') ?? '';
  if (!ecgClasses.has(sopClass)) {
    const kind = sopClass === '' ? 'names no SOP class' : `is of SOP class ${tidy(sopClass).slice(0, 64)}`;
    return refuse('unsupported', `${file} is DICOM but no ECG that is read here: it ${kind}.`, file);
  }
  const read = readGroups(root, file, textOf(root, 'x00020010') !== explicitBig);
  if (!read.ok) return read;
  const rhythmGroups = read.value.filter((group) => !isMedian(group));
  if (rhythmGroups.length === 0) {
    const found = read.value.length === 0 ? 'no multiplex group' : 'median beats only';
    return refuse('unsupported', `${file} holds ${found}, no recording.`, file);
  }
  const rhythm = readRhythm(rhythmGroups, file);
  if (!rhythm.ok) return rhythm;
  const { leads, sampleCount, notes } = rhythm.value;
  if (leads.length === 0) return refuse('unsupported', `${file} holds no ECG lead in a unit of voltage.`, file);
  const { measurements, statements } = annotationsOf(root);
  const medianBeat = medianOf(read.value.find(isMedian), file);
  const startTime = startTimeOf(root);
  return accept({
    leads,
    sampleRateHz: rhythmGroups[0]!.sampleRateHz,
    sampleCount,
    startTime,
    patient: patientOf(root),
    device: deviceOf(root),
    appliedFilters: filtersOf(rhythmGroups[0]!),
    notes:
      startTime === null
        ? [...notes, { code: 'start-time-unknown', text: 'The file gives no date and time of recording that exist.' }]
        : notes,
    ...(measurements.length + statements.length > 0 || medianBeat !== null
      ? { fromDevice: { measurements, statements, medianBeat } }
      : {}),
  });
};

/** DICOM 12-Lead, General and Ambulatory ECG waveforms (PS3.3 A.34, C.10.9). */
export const dicom: Format = { id: 'dicom', title: 'DICOM ECG', recognises, companions: () => [], decode };
