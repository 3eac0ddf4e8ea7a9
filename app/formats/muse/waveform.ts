import type { Lead, RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { distinctNames, leadName } from '../leadNames.ts';
import { fastestHz, isEcgRate, slowestHz } from '../plausibleRate.ts';
import { decodeBase64, int16Of } from '../xml/base64.ts';
import type { XmlElement } from '../xml/parseXml.ts';
import { childrenOf, find, numberAt, textAt } from '../xml/query.ts';
import { crc32 } from './crc32.ts';

export interface Waveform {
  readonly leads: readonly Lead[];
  readonly sampleRateHz: number;
  readonly sampleCount: number;
  readonly notes: readonly RecordingNote[];
}

const mvPerUnit: ReadonlyMap<string, number> = new Map([
  ['MICROVOLTS', 1e-3],
  ['MICROVOLT', 1e-3],
  ['MILLIVOLTS', 1],
  ['MILLIVOLT', 1],
  ['NANOVOLTS', 1e-6],
  ['VOLTS', 1e3],
]);

const bytesPerSample = 2;
/** Powers of ten beyond this make no sampling rate out of any base. */
const largestExponent = 6;

const where = (file: string, element: XmlElement): string => `${file}, line ${element.line}`;

const rateOf = (waveform: XmlElement, file: string): Result<number> => {
  const base = numberAt(waveform, 'SampleBase');
  if (base === null) {
    return refuse('rate-missing', `${where(file, waveform)}: the waveform names no SampleBase.`, file);
  }
  const exponent = numberAt(waveform, 'SampleExponent') ?? 0;
  const sampleRateHz = Math.abs(exponent) <= largestExponent ? base * 10 ** exponent : Number.NaN;
  if (!isEcgRate(sampleRateHz)) {
    const range = `${slowestHz} to ${fastestHz} Hz`;
    return refuse(
      'header-invalid',
      `${where(file, waveform)}: SampleBase and SampleExponent give no rate of an ECG (${range}).`,
      file,
    );
  }
  return accept(sampleRateHz);
};

const scaleOf = (data: XmlElement, name: string, file: string): Result<number> => {
  const perBit = numberAt(data, 'LeadAmplitudeUnitsPerBit');
  const unit = textAt(data, 'LeadAmplitudeUnits');
  const mv = unit === null ? undefined : mvPerUnit.get(unit.toUpperCase());
  if (perBit === null || mv === undefined) {
    const place = where(file, data);
    return refuse('unit-missing', `${place}: lead ${name} names no amplitude per bit in a unit of voltage.`, file);
  }
  return perBit > 0
    ? accept(perBit * mv)
    : refuse('header-invalid', `${where(file, data)}: the amplitude per bit of lead ${name} is not above 0.`, file);
};

interface ReadLead {
  readonly name: string;
  readonly samplesMv: Float32Array;
  /** Null where the file gives no checksum. */
  readonly crcFits: boolean | null;
  readonly isOff: boolean;
  readonly isShifted: boolean;
}

const isSet = (value: number | null): boolean => value !== null && value !== 0;

/** A stated length that the bytes do not have; fewer than stated is a file cut off. */
const checkLength = (data: XmlElement, name: string, bytes: number, file: string): Result<null> => {
  const stated = [
    [numberAt(data, 'LeadByteCountTotal'), bytes, 'bytes'],
    [numberAt(data, 'LeadSampleCountTotal'), bytes / bytesPerSample, 'samples'],
  ] as const;
  for (const [wanted, found, what] of stated) {
    if (wanted === null || wanted === found) continue;
    const sentence = `${where(file, data)}: lead ${name} promises ${wanted} ${what} and holds ${found}.`;
    return refuse(found < wanted ? 'truncated' : 'header-invalid', sentence, file);
  }
  return accept(null);
};

const readLead = (data: XmlElement, file: string): Result<ReadLead> => {
  const name = textAt(data, 'LeadID');
  if (name === null) return refuse('header-invalid', `${where(file, data)}: a lead has no LeadID.`, file);
  const size = numberAt(data, 'LeadSampleSize') ?? bytesPerSample;
  if (size !== bytesPerSample) {
    const place = where(file, data);
    return refuse('unsupported', `${place}: lead ${name} has samples of ${size} bytes; those of 2 are read.`, file);
  }
  const scale = scaleOf(data, name, file);
  if (!scale.ok) return scale;
  const bytes = decodeBase64(find(data, 'WaveFormData')?.text ?? '');
  if (bytes === null) {
    return refuse('values-invalid', `${where(file, data)}: the samples of lead ${name} are not base64.`, file);
  }
  if (bytes.length === 0) return refuse('truncated', `${where(file, data)}: lead ${name} holds no samples.`, file);
  const length = checkLength(data, name, bytes.length, file);
  if (!length.ok) return length;
  const samplesMv = Float32Array.from(int16Of(bytes), (sample) => sample * scale.value);
  if (samplesMv.some((mv) => !Number.isFinite(mv))) {
    return refuse('values-invalid', `${where(file, data)}: the samples of lead ${name} are out of range.`, file);
  }
  const crc = numberAt(data, 'LeadDataCRC32');
  return accept({
    name: leadName(name),
    samplesMv,
    crcFits: crc === null || crc === 0 ? null : crc === crc32(bytes),
    isOff: /^true$/i.test(textAt(data, 'LeadOff') ?? ''),
    isShifted: isSet(numberAt(data, 'LeadOffsetFirstSample')) || isSet(numberAt(data, 'LeadTimeOffset')),
  });
};

const names = (leads: readonly ReadLead[]): string => leads.map(({ name }) => name).join(', ');

/** Spikes that the device marked, in whichever of the shapes its versions write; their places are not used. */
const spikeCount = (waveform: XmlElement): number => {
  const spikes = find(waveform, 'PaceSpikes');
  if (spikes === undefined) return 0;
  const listed = spikes.children.filter(({ children }) => children.length > 0).length;
  return listed > 0 ? listed : spikes.children.length > 0 ? 1 : 0;
};

const notesOf = (waveform: XmlElement, leads: readonly ReadLead[]): readonly RecordingNote[] => {
  const notes: RecordingNote[] = [];
  const wrong = leads.filter(({ crcFits }) => crcFits === false);
  if (wrong.length > 0) {
    const text = `The checksum of ${names(wrong)} does not fit: samples were changed after the device wrote them.`;
    notes.push({ code: 'checksum-mismatch', text });
  }
  const off = leads.filter(({ isOff }) => isOff);
  if (off.length > 0) notes.push({ code: 'device-lead-off', text: `The device reports no contact in ${names(off)}.` });
  const shifted = leads.filter(({ isShifted }) => isShifted);
  if (shifted.length > 0) {
    const text = `${names(shifted)} began later than the other leads, by a time that is not put right here.`;
    notes.push({ code: 'lead-shifted', text });
  }
  const stated = numberAt(waveform, 'NumberofLeads');
  if (stated !== null && stated !== leads.length) {
    notes.push({ code: 'leads-missing', text: `The file states ${stated} leads and holds ${leads.length}.` });
  }
  const spikes = spikeCount(waveform);
  if (spikes > 0)
    notes.push({ code: 'device-pacer-spikes', text: 'The device marked pacemaker spikes in this recording.' });
  return notes;
};

/**
 * One block of leads: signed 16-bit samples as base64, each times the lead's units per bit. Errors: `rate-missing`,
 * `unit-missing`, `truncated` for fewer bytes than stated, `header-invalid` for more and for leads of different length,
 * `values-invalid` for what is not base64, `unsupported` for other sample sizes and a block without leads.
 */
export const readWaveform = (waveform: XmlElement, file: string): Result<Waveform> => {
  const rate = rateOf(waveform, file);
  if (!rate.ok) return rate;
  const read: ReadLead[] = [];
  for (const data of childrenOf(waveform, 'LeadData')) {
    const lead = readLead(data, file);
    if (!lead.ok) return lead;
    read.push(lead.value);
  }
  const sampleCount = read[0]?.samplesMv.length;
  if (sampleCount === undefined) {
    return refuse('unsupported', `${where(file, waveform)}: the waveform holds no lead.`, file);
  }
  const odd = read.find(({ samplesMv }) => samplesMv.length !== sampleCount);
  if (odd !== undefined) {
    const sentence = `${where(file, waveform)}: lead ${odd.name} has ${odd.samplesMv.length} samples, the first has ${sampleCount}.`;
    return refuse('header-invalid', sentence, file);
  }
  const distinct = distinctNames(read.map(({ name }) => name));
  return accept({
    leads: read.map(({ samplesMv }, i) => ({ name: distinct[i]!, samplesMv, derived: false })),
    sampleRateHz: rate.value,
    sampleCount,
    notes: notesOf(waveform, read),
  });
};
