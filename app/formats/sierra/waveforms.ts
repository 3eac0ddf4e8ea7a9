import { type Lead, standardLeads } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { distinctNames, leadName } from '../leadNames.ts';
import { fastestHz, isEcgRate, slowestHz } from '../plausibleRate.ts';
import { decodeBase64, int16Of } from '../xml/base64.ts';
import { numbersIn } from '../xml/numberList.ts';
import type { XmlElement } from '../xml/parseXml.ts';
import { attributeOf, childrenOf, find, numberAt, numberIn, textAt } from '../xml/query.ts';
import { expandXli } from './xli.ts';

export interface Waveforms {
  readonly leads: readonly Lead[];
  readonly sampleRateHz: number;
  readonly sampleCount: number;
}

const where = (file: string, element: XmlElement): string => `${file}, line ${element.line}`;

const mostLeads = 32;
const mvPerMicrovolt = 1e-3;
/** Stands where a channel has no sample. */
const missing = 32767;

/** Lead sets whose channels are the twelve standard leads in the order of the paper. */
const standardSet = /^(?:STD-12|10-WIRE)$/i;

const positive = (value: number | null): number | null => (value !== null && value > 0 ? value : null);

const labelsOf = (parsed: XmlElement, signal: XmlElement | undefined, file: string): Result<readonly string[]> => {
  const stated = attributeOf(parsed, 'leadlabels')?.split(' ');
  if (stated !== undefined && stated.length <= mostLeads) return accept(stated);
  const set = textAt(signal, 'leadset') ?? textAt(signal, 'acquisitiontype') ?? '';
  if (stated === undefined && standardSet.test(set)) return accept(standardLeads);
  return refuse(
    'unsupported',
    `${where(file, parsed)}: the channels have no names and are of no lead set known.`,
    file,
  );
};

/** Samples by channel in the file's own whole numbers, residuals of limb leads undone. */
const channelsOf = (
  parsed: XmlElement,
  labels: readonly string[],
  file: string,
): Result<readonly (Int16Array | Float64Array)[]> => {
  const encoding = attributeOf(parsed, 'dataencoding') ?? '';
  const isPlain = /^plain$/i.test(encoding);
  const compression = attributeOf(parsed, 'compression') ?? attributeOf(parsed, 'compressmethod') ?? '';
  const isCompressed =
    /^true$/i.test(attributeOf(parsed, 'compressflag') ?? 'true') && !/^(?:none|uncompressed)?$/i.test(compression);
  if (isPlain) {
    const values = numbersIn(parsed.text);
    if ('notANumberAt' in values) {
      const place = `${where(file, parsed)}, value ${values.notANumberAt}`;
      return refuse('values-invalid', `${place}: expected a number, found text.`, file);
    }
    return splitEvenly(values, labels.length, parsed, file);
  }
  if (!/^base64$/i.test(encoding)) {
    return refuse(
      'unsupported',
      `${where(file, parsed)}: samples are read as Base64 or Plain, not in this encoding.`,
      file,
    );
  }
  const bytes = decodeBase64(parsed.text);
  if (bytes === null) return refuse('values-invalid', `${where(file, parsed)}: the samples are not base64.`, file);
  if (!isCompressed) {
    if (bytes.length % 2 !== 0) return refuse('truncated', `${where(file, parsed)}: half a sample at the end.`, file);
    return splitEvenly(int16Of(bytes), labels.length, parsed, file);
  }
  if (!/^xli$/i.test(compression)) {
    return refuse('unsupported', `${where(file, parsed)}: samples are read uncompressed or as XLI.`, file);
  }
  const xli = expandXli(bytes, labels.length);
  if ('badChunk' in xli) {
    const place = `${where(file, parsed)}, chunk ${xli.badChunk} of ${labels.length}`;
    return xli.isCutOff
      ? refuse('truncated', `${place}: the compressed data end inside it.`, file)
      : refuse('values-invalid', `${place}: not data compressed as XLI.`, file);
  }
  if (xli.channels.length < labels.length) {
    const sentence = `${where(file, parsed)}: ${labels.length} leads are named and ${xli.channels.length} there.`;
    return refuse('truncated', sentence, file);
  }
  const counts = new Set(xli.channels.map(({ length }) => length));
  if (counts.size > 1) {
    return refuse('header-invalid', `${where(file, parsed)}: the leads are of different length.`, file);
  }
  undoResiduals(xli.channels, labels);
  return accept(xli.channels);
};

/** Channels that stand one after the other. */
const splitEvenly = <Values extends Int16Array | Float64Array>(
  values: Values,
  channels: number,
  parsed: XmlElement,
  file: string,
): Result<readonly (Int16Array | Float64Array)[]> => {
  const length = values.length / channels;
  if (length === 0 || !Number.isInteger(length)) {
    const sentence = `${where(file, parsed)}: ${values.length} samples are no whole number for each of ${channels} leads.`;
    return refuse('truncated', sentence, file);
  }
  return accept(Array.from({ length: channels }, (_, i) => values.subarray(i * length, (i + 1) * length)));
};

const half = (value: number): number => Math.trunc(value / 2);

/** Under XLI the four derived limb leads hold what is left of them after Einthoven's and Goldberger's equations. */
const undoResiduals = (channels: readonly Int16Array[], labels: readonly string[]): void => {
  const channel = (name: string): Int16Array | undefined =>
    channels[labels.findIndex((label) => leadName(label) === name)];
  const [one, two, three] = [channel('I'), channel('II'), channel('III')];
  if (one === undefined || two === undefined || three === undefined) return;
  const [right, left, foot] = [channel('aVR'), channel('aVL'), channel('aVF')];
  for (let i = 0; i < one.length; i += 1) {
    three[i] = two[i]! - one[i]! - three[i]!;
    if (right !== undefined) right[i] = -half(one[i]! + two[i]!) - right[i]!;
    if (left !== undefined) left[i] = half(one[i]! - three[i]!) - left[i]!;
    if (foot !== undefined) foot[i] = half(two[i]! + three[i]!) - foot[i]!;
  }
};

const millivolts = (values: ArrayLike<number>, mvPerBit: number): Float32Array =>
  Float32Array.from(values, (value) => (value === missing ? Number.NaN : value * mvPerBit));

/**
 * The rhythm of a Sierra document. Errors: `rate-missing`, `unit-missing` for a missing resolution (microvolts a bit),
 * `unsupported` for other encodings, offsets and lead sets, `truncated` for fewer samples than stated, `values-invalid`.
 */
export const readWaveforms = (root: XmlElement, file: string): Result<Waveforms> => {
  const parsed = find(root, 'waveforms', 'parsedwaveforms');
  if (parsed === undefined) {
    return refuse('unsupported', `${file} holds no <parsedwaveforms>, so there is no tracing to read.`, file);
  }
  const signal = find(root, 'dataacquisition', 'signalcharacteristics');
  const stated = (attribute: string, ...elements: readonly string[]): number | null =>
    numberIn(attributeOf(parsed, attribute)) ??
    elements.map((element) => numberAt(signal, element)).find((value) => value !== null) ??
    null;
  const sampleRateHz = positive(stated('samplespersecond', 'samplingrate'));
  if (sampleRateHz === null) return refuse('rate-missing', `${where(file, parsed)}: no sampling rate is stated.`, file);
  if (!isEcgRate(sampleRateHz)) {
    const range = `${slowestHz} to ${fastestHz} Hz`;
    return refuse('header-invalid', `${where(file, parsed)}: the rate is no ECG's (${range}).`, file);
  }
  const resolution = positive(stated('resolution', 'resolution', 'signalresolution'));
  if (resolution === null) {
    return refuse('unit-missing', `${where(file, parsed)}: no resolution in microvolts is stated.`, file);
  }
  const isSigned = !/^false$/i.test(attributeOf(parsed, 'signalsigned') ?? textAt(signal, 'signalsigned') ?? '');
  const isWide = (stated('bitspersample', 'bitspersample') ?? 16) === 16;
  if (!isSigned || !isWide || (stated('signaloffset', 'signaloffset') ?? 0) !== 0) {
    const sentence = `${where(file, parsed)}: samples are read as signed numbers of 16 bits without an offset.`;
    return refuse('unsupported', sentence, file);
  }
  const labels = labelsOf(parsed, signal, file);
  if (!labels.ok) return labels;
  const channels = channelsOf(parsed, labels.value, file);
  if (!channels.ok) return channels;
  const sampleCount = channels.value[0]!.length;
  const durationMs = positive(numberIn(attributeOf(parsed, 'durationperchannel')));
  const promised = durationMs === null ? sampleCount : Math.round((durationMs * sampleRateHz) / 1000);
  if (sampleCount < promised) {
    const sentence = `${where(file, parsed)}: ${promised} samples a lead are promised and ${sampleCount} there.`;
    return refuse('truncated', sentence, file);
  }
  const mvPerBit = resolution * mvPerMicrovolt;
  const samples = channels.value.map((values) => millivolts(values, mvPerBit));
  if (samples.some((lead) => lead.some((mv) => Math.abs(mv) === Number.POSITIVE_INFINITY))) {
    return refuse('values-invalid', `${where(file, parsed)}: a sample is out of range.`, file);
  }
  const names = distinctNames(labels.value.map(leadName));
  return accept({
    leads: samples.map((samplesMv, i) => ({ name: names[i]!, samplesMv, derived: false })),
    sampleRateHz,
    sampleCount,
  });
};

/** Length without the missing samples at the end. */
const filled = (values: Int16Array | Float64Array): number => {
  let length = values.length;
  while (length > 0 && values[length - 1] === missing) length -= 1;
  return length;
};

/** The representative beats; null where there are none. Undefined: they are there and cannot be read. */
export const readRepresentativeBeats = (
  root: XmlElement,
): { readonly leads: readonly Lead[]; readonly sampleRateHz: number } | null | undefined => {
  const beats = find(root, 'waveforms', 'repbeats');
  const all = childrenOf(beats, 'repbeat');
  if (beats === undefined || all.length === 0) return null;
  const sampleRateHz = numberIn(attributeOf(beats, 'samplespersec') ?? attributeOf(beats, 'samplespersecond'));
  const resolution = positive(numberIn(attributeOf(beats, 'resolution')));
  if (sampleRateHz === null || !isEcgRate(sampleRateHz) || resolution === null || all.length > mostLeads)
    return undefined;
  const read: { readonly name: string; readonly values: Int16Array | Float64Array }[] = [];
  for (const beat of all) {
    const text = (find(beat, 'waveform') ?? beat).text;
    const encoding = attributeOf(beat, 'dataencoding') ?? attributeOf(beats, 'dataencoding') ?? '';
    const bytes = /^plain$/i.test(encoding) ? null : decodeBase64(text);
    const values = bytes === null ? numbersIn(text) : int16Of(bytes);
    const name = attributeOf(beat, 'leadname');
    if ('notANumberAt' in values || values.length === 0 || name === null) return undefined;
    read.push({ name: leadName(name), values });
  }
  const length = Math.max(...read.map(({ values }) => filled(values)));
  if (length === 0 || read.some(({ values }) => values.length < length)) return undefined;
  const names = distinctNames(read.map(({ name }) => name));
  const leads = read.map(({ values }, i) => ({
    name: names[i]!,
    samplesMv: millivolts(values.subarray(0, length), resolution * mvPerMicrovolt),
    derived: false,
  }));
  return { leads, sampleRateHz };
};
