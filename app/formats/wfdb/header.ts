import type { RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { isPlainFileName } from '../safeName.ts';
import { isSignalFormat } from './signalFormats.ts';
import { parseStartTime } from './startTime.ts';

/** One signal line of a header; defaults of header(5) are filled in. */
export interface SignalSpec {
  /** File that holds the samples, without folder; `~` for a signal without samples. */
  readonly file: string;
  readonly format: number;
  readonly samplesPerFrame: number;
  readonly skewFrames: number;
  readonly byteOffset: number;
  /** ADC units per physical unit. */
  readonly gain: number;
  /** True when the header gives no gain or 0: 200 was taken, as header(5) says. */
  readonly gainAssumed: boolean;
  /** ADC value of 0 physical units. */
  readonly baseline: number;
  readonly unit: string;
  readonly initialValue: number;
  /** 16-bit sum of all samples of the signal, or null when the header has none. */
  readonly checksum: number | null;
  readonly name: string | null;
}

export interface SegmentSpec {
  /** Record name, or null for a stretch in which nothing was recorded. */
  readonly name: string | null;
  readonly frameCount: number;
}

export interface WfdbHeader {
  readonly file: string;
  readonly recordName: string;
  readonly signals: readonly SignalSpec[];
  readonly signalCount: number;
  /** Segments of a multi-segment record; null for an ordinary one. */
  readonly segments: readonly SegmentSpec[] | null;
  /** Frames per second; null when the header is silent. */
  readonly frameRateHz: number | null;
  /** Null when the header is silent; the signal files then tell. */
  readonly frameCount: number | null;
  readonly startTime: string | null;
  readonly comments: readonly string[];
  readonly notes: readonly RecordingNote[];
}

const largestHeaderBytes = 4 * 1024 * 1024;
const mostSignals = 4096;
const mostSegments = 20_000;
const int32Limit = 2 ** 31;
/** header(5): ADC units per physical unit where the header gives none. */
const defaultGain = 200;

const decimal = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,3})?$/i;
const wholeNumber = /^[-+]?\d{1,15}$/;
const formatField = /^(\d{1,5})(?:x(\d{1,6}))?(?::(\d{1,9}))?(?:\+(\d{1,12}))?$/;
const gainField = /^([^()/]*)(?:\(([-+]?\d{1,10})\))?(?:\/(\S+))?$/;

interface Line {
  readonly number: number;
  readonly text: string;
}

const parseCount = (text: string | undefined): number | null => {
  if (text === undefined || !/^\d{1,15}$/.test(text)) return null;
  return Number(text);
};

const lineError = (file: string, line: Line, problem: string) =>
  refuse('header-invalid', `${file}, line ${line.number}: ${problem}.`, file);

const parseSignalLine = (file: string, line: Line): Result<SignalSpec> => {
  const tokens = line.text.match(/\S+/g) ?? [];
  const signalFile = tokens[0] ?? '';
  if (!isPlainFileName(signalFile)) return lineError(file, line, 'the signal file is not a plain file name');
  const layout = formatField.exec(tokens[1] ?? '');
  if (layout === null) return lineError(file, line, 'expected a signal format such as 16 or 212x2:3+24');
  const samplesPerFrame = Number(layout[2] ?? 1);
  if (samplesPerFrame === 0) return lineError(file, line, 'expected at least one sample per frame, found 0');

  const gainToken = tokens[2];
  const calibration = gainToken === undefined ? null : gainField.exec(gainToken);
  const statedGain = calibration?.[1] ?? '';
  if (gainToken !== undefined && (calibration === null || (statedGain !== '' && !decimal.test(statedGain)))) {
    return lineError(file, line, 'expected a gain such as 200, 200(1024) or 200(1024)/mV');
  }
  const gainAssumed = statedGain === '' || Number(statedGain) === 0;
  const gain = gainAssumed ? defaultGain : Number(statedGain);

  // Resolution, zero, initial value, checksum, block size: each may be missing, and what is no number starts the name.
  const numbers: number[] = [];
  let next = 3;
  while (next < 8 && next < tokens.length && wholeNumber.test(tokens[next]!)) {
    numbers.push(Number(tokens[next]));
    next += 1;
  }
  const adcZero = numbers[1] ?? 0;
  const baseline = calibration?.[2] === undefined ? adcZero : Number(calibration[2]);
  const initialValue = numbers[2] ?? adcZero;
  if (Math.abs(baseline) > int32Limit || Math.abs(initialValue) > int32Limit) {
    return lineError(file, line, 'the baseline or initial value is out of range');
  }
  const largestPhysical = (int32Limit + Math.abs(baseline)) / Math.abs(gain);
  if (!Number.isFinite(gain) || !Number.isFinite(Math.fround(largestPhysical * 1e3))) {
    return lineError(file, line, 'the gain is out of range');
  }
  const name = tokens.slice(next).join(' ');
  return accept({
    file: signalFile,
    format: Number(layout[1]),
    samplesPerFrame,
    skewFrames: Number(layout[3] ?? 0),
    byteOffset: Number(layout[4] ?? 0),
    gain,
    gainAssumed,
    baseline,
    unit: calibration?.[3] ?? 'mV',
    initialValue,
    checksum: numbers[3] ?? null,
    name: name === '' ? null : name,
  });
};

const parseSegmentLine = (file: string, line: Line): Result<SegmentSpec> => {
  const [name, count] = line.text.trim().split(/\s+/);
  const frameCount = parseCount(count);
  if (name === undefined || frameCount === null) {
    return lineError(file, line, 'expected a segment name and its number of samples');
  }
  if (name === '~') return accept({ name: null, frameCount });
  if (!isPlainFileName(name)) return lineError(file, line, 'the segment is not a plain record name');
  return accept({ name, frameCount });
};

/** Splits a header into its lines that mean something and its comments, without the `#`. */
const headerLines = (bytes: Uint8Array): { readonly lines: readonly Line[]; readonly comments: readonly string[] } => {
  const lines: Line[] = [];
  const comments: string[] = [];
  const text = new TextDecoder('utf-8').decode(bytes);
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const trimmed = raw.trim();
    if (trimmed.startsWith('#')) comments.push(trimmed.slice(1).trim());
    else if (trimmed.length > 0) lines.push({ number: index + 1, text: trimmed });
  }
  return { lines, comments };
};

/**
 * True when the text begins as a WFDB header does: a record line, then a signal or segment line. A record line alone
 * is enough where the file is called `.hea`.
 */
export const looksLikeHeader = (head: Uint8Array, name: string): boolean => {
  const { lines } = headerLines(head.subarray(0, 8192));
  const [record, second] = lines;
  if (record === undefined || !/^[^\s,;"'{}<>()[\]]+\s+[-+]?[\d.]+(?:\s|$)/.test(record.text)) return false;
  if (/\.hea$/i.test(name)) return true;
  if (second === undefined) return false;
  const isMultiSegment = /^\S+\/\d+\s/.test(record.text);
  if (isMultiSegment) return /^\S+\s+\d+$/.test(second.text);
  // A table of whole numbers looks much like signal lines; only a format that exists tells them apart.
  const format = /^\S+\s+(\d{1,3})(?:x\d+)?(?::\d+)?(?:\+\d+)?(?:\s|$)/.exec(second.text)?.[1];
  return format !== undefined && isSignalFormat(Number(format)) && /[^\d.\s]/.test(second.text.split(/\s/)[0]!);
};

/**
 * Parses a WFDB header, see header(5). Errors: `header-invalid` with the line, `too-large`. Counts are claims: nothing
 * is allocated from them here.
 */
export const parseHeader = (bytes: Uint8Array, file: string): Result<WfdbHeader> => {
  if (bytes.length > largestHeaderBytes) {
    return refuse('too-large', `${file} has ${bytes.length} bytes, too many for a WFDB header.`, file);
  }
  const { lines, comments } = headerLines(bytes);
  const record = lines[0];
  if (record === undefined) return refuse('header-invalid', `${file} has no record line.`, file);

  const tokens = record.text.split(/\s+/);
  const [recordName = '', segmentText] = (tokens[0] ?? '').split('/');
  const signalCount = parseCount(tokens[1]);
  if (signalCount === null) return lineError(file, record, 'expected a number of signals');
  if (signalCount > mostSignals) return lineError(file, record, `${signalCount} signals are more than ${mostSignals}`);

  const rateText = tokens[2]?.split('/')[0]?.split('(')[0];
  const frameRateHz = rateText === undefined ? null : decimal.test(rateText) ? Number(rateText) : Number.NaN;
  if (frameRateHz !== null && !(frameRateHz > 0 && Number.isFinite(frameRateHz))) {
    return lineError(file, record, 'expected a sampling rate above 0 Hz');
  }
  const statedCount = tokens[3] === undefined ? 0 : parseCount(tokens[3]);
  if (statedCount === null) return lineError(file, record, 'expected a number of samples');
  const start = parseStartTime(tokens[4], tokens[5]);
  const common = {
    file,
    recordName,
    signalCount,
    frameRateHz,
    // header(5): 0 says the same as nothing.
    frameCount: statedCount === 0 ? null : statedCount,
    startTime: start.startTime,
    comments,
    notes: start.note === null ? [] : [start.note],
  };
  const body = lines.slice(1);

  if (segmentText === undefined) {
    if (body.length !== signalCount) {
      return refuse('header-invalid', `${file} promises ${signalCount} signals and describes ${body.length}.`, file);
    }
    const signals: SignalSpec[] = [];
    for (const line of body) {
      const signal = parseSignalLine(file, line);
      if (!signal.ok) return signal;
      signals.push(signal.value);
    }
    return accept({ ...common, signals, segments: null });
  }

  const segmentCount = parseCount(segmentText);
  if (segmentCount === null || segmentCount === 0) return lineError(file, record, 'expected a number of segments');
  if (segmentCount > mostSegments) return lineError(file, record, `more than ${mostSegments} segments`);
  if (body.length !== segmentCount) {
    return refuse('header-invalid', `${file} promises ${segmentCount} segments and lists ${body.length}.`, file);
  }
  const segments: SegmentSpec[] = [];
  for (const line of body) {
    const segment = parseSegmentLine(file, line);
    if (!segment.ok) return segment;
    segments.push(segment.value);
  }
  return accept({ ...common, signals: [], segments });
};
