import { accept, type Result, refuse } from '../../result.ts';
import { leadOfCode } from '../leadCodes.ts';
import { isStandardLead, leadName } from '../leadNames.ts';
import { millivoltsIn } from '../units.ts';
import { bytesOf, codeOf, decimalOf, type Elements, itemsOf, textOf, wholeOf } from './elements.ts';

/** One channel of a multiplex group: what it is and how its stored values become millivolts. */
export interface ChannelSpec {
  readonly name: string;
  /** Null where the channel is in no unit of voltage. */
  readonly unitMv: number | null;
  readonly unit: string;
  /** Physical value = stored x scale + baseline, in the coded unit (PS3.3 C.10.9.1.4). */
  readonly scale: number;
  readonly baseline: number;
  readonly bitsStored: number | null;
  readonly filters: readonly string[];
  readonly skew: number;
  readonly isDerived: boolean;
}

/** Number of a lead in MDC (`2:61`) or SCPECG (`5.6.3-9-61`) codes; null for any other code. */
const leadNumber = (value: string): number | null => {
  const match = /^(?:2:|5\.6\.3-9-)(\d{1,3})$/.exec(value);
  return match === null ? null : Number(match[1]);
};

/** `Lead I (Einthoven)` and `Lead aVR` as cardiologists write them. */
const nameOfWords = (words: string): string => leadName(words.replace(/\s*\([^)]*\)\s*$/, ''));

const nameOf = (channel: Elements, index: number): string => {
  const code = codeOf(channel, 'x003a0208');
  const number = code === null ? null : leadNumber(code.value);
  const coded = number === null ? null : leadOfCode(number);
  if (coded !== null) return coded;
  const words = [code?.meaning ?? '', textOf(channel, 'x003a0203') ?? '']
    .filter((text) => text !== '')
    .map(nameOfWords);
  return words.find(isStandardLead) ?? words[0] ?? `signal ${index + 1}`;
};

const filtersOf = (channel: Elements): readonly string[] => {
  const said = (tag: string, what: string): readonly string[] => {
    const value = decimalOf(channel, tag);
    return value === null || !(value > 0) ? [] : [`${what} ${value} Hz`];
  };
  // PS3.3 names the corner that a filter leaves: "low frequency" is where the band begins.
  return [...said('x003a0220', 'high-pass'), ...said('x003a0221', 'low-pass'), ...said('x003a0222', 'notch')];
};

/** Reads one channel definition. Errors: `unit-missing`, `header-invalid`. */
export const readChannel = (channel: Elements, index: number, file: string): Result<ChannelSpec> => {
  const name = nameOf(channel, index);
  const common = {
    name,
    bitsStored: wholeOf(channel.set, 'x003a021a'),
    filters: filtersOf(channel),
    skew: decimalOf(channel, 'x003a0214') ?? decimalOf(channel, 'x003a0215') ?? 0,
    isDerived: textOf(channel, 'x003a020c') !== null,
  };
  const sensitivity = decimalOf(channel, 'x003a0210');
  const code = codeOf(channel, 'x003a0211');
  const unit =
    [code?.value ?? '', code?.meaning ?? ''].find((text) => millivoltsIn(text) !== null) ?? code?.value ?? '';
  if (sensitivity === null || code === null) {
    return refuse(
      'unit-missing',
      `${file} gives channel ${name} no sensitivity with a unit; its amplitudes are unknown.`,
      file,
    );
  }
  const scale = sensitivity * (decimalOf(channel, 'x003a0212') ?? 1);
  const baseline = decimalOf(channel, 'x003a0213') ?? 0;
  if (
    !Number.isFinite(scale) ||
    scale === 0 ||
    !Number.isFinite(baseline) ||
    Math.abs(scale) > 1e9 ||
    Math.abs(baseline) > 1e12
  ) {
    return refuse('header-invalid', `${file} gives channel ${name} a sensitivity or baseline that is no scale.`, file);
  }
  return accept({ ...common, unitMv: millivoltsIn(unit), unit, scale, baseline });
};

/** How stored values lie in bytes, by Waveform Bits Allocated and Sample Interpretation. */
export interface SampleCoding {
  readonly bytes: 1 | 2 | 4;
  readonly read: (view: DataView, at: number) => number;
  readonly isSigned: boolean;
}

export const sampleCoding = (
  bits: number | null,
  interpretation: string | null,
  littleEndian: boolean,
): SampleCoding | null => {
  if (bits === 8 && interpretation === 'SB') return { bytes: 1, isSigned: true, read: (v, at) => v.getInt8(at) };
  if (bits === 8 && interpretation === 'UB') return { bytes: 1, isSigned: false, read: (v, at) => v.getUint8(at) };
  if (bits === 16 && interpretation === 'SS')
    return { bytes: 2, isSigned: true, read: (v, at) => v.getInt16(at, littleEndian) };
  if (bits === 16 && interpretation === 'US')
    return { bytes: 2, isSigned: false, read: (v, at) => v.getUint16(at, littleEndian) };
  if (bits === 32 && interpretation === 'SL')
    return { bytes: 4, isSigned: true, read: (v, at) => v.getInt32(at, littleEndian) };
  if (bits === 32 && interpretation === 'UL')
    return { bytes: 4, isSigned: false, read: (v, at) => v.getUint32(at, littleEndian) };
  return null;
};

export interface Group {
  readonly label: string;
  readonly isOriginal: boolean;
  readonly sampleRateHz: number;
  readonly sampleCount: number;
  /** Milliseconds after the recording's beginning; null where the file does not say. */
  readonly offsetMs: number | null;
  readonly channels: readonly ChannelSpec[];
  readonly coding: SampleCoding;
  /** Stored value of "nothing recorded here"; null where the group names none that can be one. */
  readonly padding: number | null;
  /** The group names a padding value in the middle of the range: an ordinary value, read as one. */
  readonly isPaddingIgnored: boolean;
  readonly data: Uint8Array;
}

/** Most channels in a group: the General ECG object allows 24, the others fewer. */
const mostChannels = 256;

/** By its label, a beat that the device averaged and not the recording. Such a beat is padded with the least value, named or not. */
export const isMedianLabel = (label: string): boolean => /median|average|template|representative|beat/i.test(label);

/** The values that no amplitude has: the ends of the cells' range and of the bits that the channels store in them. */
const endsOfRange = (coding: SampleCoding, channels: readonly ChannelSpec[]): readonly number[] => {
  const widths = [8 * coding.bytes, ...channels.map(({ bitsStored }) => bitsStored ?? 8 * coding.bytes)];
  return widths.flatMap((bits) => (coding.isSigned ? [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1] : [0, 2 ** bits - 1]));
};

/** Reads the head of one multiplex group and checks its counts against its bytes. */
export const readGroup = (item: Elements, number: number, file: string, littleEndian: boolean): Result<Group> => {
  const invalid = (problem: string) =>
    refuse('header-invalid', `${file}, multiplex group ${number}: ${problem}.`, file);
  const channelCount = wholeOf(item.set, 'x003a0005');
  const sampleCount = wholeOf(item.set, 'x003a0010');
  const sampleRateHz = decimalOf(item, 'x003a001a');
  const definitions = itemsOf(item, 'x003a0200');
  if (channelCount === null || channelCount < 1 || channelCount > mostChannels || channelCount !== definitions.length) {
    return invalid(`it names ${channelCount ?? 'no number of'} channels and defines ${definitions.length}`);
  }
  if (sampleCount === null || sampleCount < 1) return invalid('it names no samples');
  if (sampleRateHz === null)
    return refuse('rate-missing', `${file}, multiplex group ${number}, names no sampling frequency.`, file);
  const label = textOf(item, 'x003a0020') ?? '';
  const bits = wholeOf(item.set, 'x54001004');
  const interpretation = textOf(item, 'x54001006');
  const coding = sampleCoding(bits, interpretation, littleEndian);
  if (coding === null || (coding.bytes === 1 && !littleEndian)) {
    const order = littleEndian ? '' : ', big endian';
    const stored = `samples of ${bits ?? '?'} bits, interpretation ${interpretation ?? 'not given'}${order}`;
    return refuse('unsupported', `${file}, multiplex group ${number}: ${stored}, are not read.`, file);
  }
  const data = bytesOf(item.set, 'x54001010');
  const expected = channelCount * sampleCount * coding.bytes;
  if (data === null || data.length < expected) {
    return refuse(
      'truncated',
      `${file}, multiplex group ${number}, should hold ${expected} bytes of samples and holds ${data?.length ?? 0}.`,
      file,
    );
  }
  const channels: ChannelSpec[] = [];
  for (const [index, definition] of definitions.entries()) {
    const channel = readChannel(definition, index, file);
    if (!channel.ok) return channel;
    channels.push(channel.value);
  }
  const paddingBytes = bytesOf(item.set, 'x5400100a');
  const named =
    paddingBytes === null || paddingBytes.length < coding.bytes
      ? null
      : coding.read(new DataView(paddingBytes.buffer, paddingBytes.byteOffset, paddingBytes.length), 0);
  // Some writers fill the field in with 0, which in signed samples is the baseline itself.
  const isMark = named !== null && endsOfRange(coding, channels).includes(named);
  const padding = isMark ? named : isMedianLabel(label) ? endsOfRange(coding, channels)[0]! : null;
  return accept({
    label,
    isOriginal: textOf(item, 'x003a0004') !== 'DERIVED',
    sampleRateHz,
    sampleCount,
    offsetMs: decimalOf(item, 'x00181068'),
    channels,
    coding,
    padding,
    isPaddingIgnored: named !== null && !isMark,
    data,
  });
};

/**
 * A channel's samples in millivolts; NaN where the padding value stands. Cells may be wider than what is stored in them (12 bits
 * in 16): a value above the signed range is one whose sign was not carried into the upper bits. `null`: a value fits neither way.
 */
export const readSamples = (group: Group, index: number): Float32Array | null => {
  const { coding, padding, data, sampleCount, channels } = group;
  const { scale, baseline, unitMv, bitsStored } = channels[index]!;
  const view = new DataView(data.buffer, data.byteOffset, data.length);
  const width = 8 * coding.bytes;
  const bits = bitsStored === null || bitsStored < 2 || bitsStored > width ? width : bitsStored;
  const half = 2 ** (bits - 1);
  const samplesMv = new Float32Array(sampleCount);
  const stride = channels.length * coding.bytes;
  for (let i = 0, at = index * coding.bytes; i < sampleCount; i += 1, at += stride) {
    let value = coding.read(view, at);
    if (value === padding) {
      samplesMv[i] = Number.NaN;
      continue;
    }
    if (coding.isSigned && value >= half) value -= 2 * half;
    if (coding.isSigned ? value < -half || value >= half : value >= 2 * half) return null;
    samplesMv[i] = (value * scale + baseline) * (unitMv ?? Number.NaN);
  }
  return samplesMv;
};
