import type { RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import type { NamedBytes } from '../format.ts';
import { refuseSize } from '../recordingSize.ts';
import type { SignalSpec, WfdbHeader } from './header.ts';
import { isFlacFormat, type SignalCoding, signalCoding } from './signalFormats.ts';

/** One signal of a segment, in the header's unit; NaN where nothing was recorded. */
export interface WfdbSignal {
  readonly spec: SignalSpec;
  /** One a frame, or all of each frame, as was asked for. */
  readonly samples: Float32Array;
  /** Whether the header's checksum fits the samples; null when the header has none. */
  readonly checksumFits: boolean | null;
  /** Frames of several samples of which some, not all, are missing: their mean is of the others. */
  readonly partialFrames: number;
}

export interface SegmentSignals {
  readonly frameCount: number;
  readonly signals: readonly WfdbSignal[];
  readonly notes: readonly RecordingNote[];
}

/**
 * How many samples of each frame are kept of a signal of this name and unit: 1, their mean, or all of them where its headers say that
 * there are so many.
 */
export type KeptPerFrame = (signal: Pick<SignalSpec, 'name' | 'unit'>) => number;

export const oncePerFrame: KeptPerFrame = () => 1;

export type FilesByName = ReadonlyMap<string, NamedBytes>;

/** Signals that lie interleaved in one file, in the order of the header. */
interface Group {
  readonly file: string;
  readonly bytes: Uint8Array;
  readonly coding: SignalCoding;
  readonly byteOffset: number;
  readonly frameSize: number;
  /** Whole frames that the file holds. */
  readonly framesHeld: number;
  readonly members: readonly { readonly index: number; readonly spec: SignalSpec }[];
}

const nothingRecorded = (spec: SignalSpec): boolean => spec.file === '~' || spec.format === 0;

const formGroup = (header: WfdbHeader, file: string, members: Group['members'], files: FilesByName): Result<Group> => {
  const first = members[0]!.spec;
  if (isFlacFormat(first.format)) {
    return refuse(
      'unsupported',
      `${file} holds FLAC-compressed signals (WFDB format ${first.format}), which are not read.`,
      file,
    );
  }
  const coding = signalCoding(first.format);
  if (coding === null) {
    return refuse(
      'unsupported',
      `${header.file} names WFDB signal format ${first.format}, which is not read.`,
      header.file,
    );
  }
  if (members.some(({ spec }) => spec.format !== first.format || spec.byteOffset !== first.byteOffset)) {
    return refuse(
      'header-invalid',
      `${header.file} gives signals of ${file} different formats or offsets.`,
      header.file,
    );
  }
  const bytes = files.get(file)?.bytes;
  if (bytes === undefined) {
    return refuse('missing-companion', `${header.file} names the signal file ${file}, which is not there.`, file);
  }
  const frameSize = members.reduce((sum, { spec }) => sum + spec.samplesPerFrame, 0);
  const samplesHeld = coding.samplesIn(Math.max(0, bytes.length - first.byteOffset));
  const framesHeld = Math.floor(samplesHeld / frameSize);
  return accept({ file, bytes, coding, byteOffset: first.byteOffset, frameSize, framesHeld, members });
};

const formGroups = (header: WfdbHeader, files: FilesByName): Result<readonly Group[]> => {
  const byFile = new Map<string, { index: number; spec: SignalSpec }[]>();
  for (const [index, spec] of header.signals.entries()) {
    if (nothingRecorded(spec)) continue;
    const members = byFile.get(spec.file);
    if (members === undefined) byFile.set(spec.file, [{ index, spec }]);
    else members.push({ index, spec });
  }
  const groups: Group[] = [];
  for (const [file, members] of byFile) {
    const group = formGroup(header, file, members, files);
    if (!group.ok) return group;
    groups.push(group.value);
  }
  return accept(groups);
};

/** Turns stored first differences into values, each signal starting from its initial value. */
const integrate = (raw: Int32Array, group: Group): void => {
  let offset = 0;
  for (const { spec } of group.members) {
    let value = spec.initialValue;
    for (let frame = offset; frame < raw.length; frame += group.frameSize) {
      for (let k = 0; k < spec.samplesPerFrame; k += 1) {
        value = (value + raw[frame + k]!) | 0;
        raw[frame + k] = value;
      }
    }
    offset += spec.samplesPerFrame;
  }
};

/** One sample per frame: the common case, kept tight. */
const scaleSingle = (raw: Int32Array, stride: number, offset: number, spec: SignalSpec, missing: number | null) => {
  const frameCount = raw.length / stride;
  const samples = new Float32Array(frameCount);
  const { gain, baseline, skewFrames } = spec;
  let sum = 0;
  for (let frame = 0, at = offset; frame < frameCount; frame += 1, at += stride) {
    const value = raw[at]!;
    sum = (sum + value) | 0;
    samples[frame] = value === missing ? Number.NaN : (value - baseline) / gain;
  }
  if (skewFrames > 0) {
    samples.copyWithin(0, skewFrames);
    samples.fill(Number.NaN, Math.max(0, frameCount - skewFrames));
  }
  return { samples, sum, partialFrames: 0 };
};

/** Several samples per frame: the mean of those that were recorded; missing when none was. */
const scaleAveraged = (raw: Int32Array, stride: number, offset: number, spec: SignalSpec, missing: number | null) => {
  const frameCount = raw.length / stride;
  const samples = new Float32Array(frameCount);
  const { gain, baseline, skewFrames, samplesPerFrame } = spec;
  let sum = 0;
  let partialFrames = 0;
  for (let frame = 0; frame < frameCount; frame += 1) {
    let total = 0;
    let recorded = 0;
    for (let k = 0; k < samplesPerFrame; k += 1) {
      const value = raw[frame * stride + offset + k]!;
      sum = (sum + value) | 0;
      if (value === missing) continue;
      total += value;
      recorded += 1;
    }
    if (recorded > 0 && recorded < samplesPerFrame) partialFrames += 1;
    samples[frame] = recorded === 0 ? Number.NaN : (total / recorded - baseline) / gain;
  }
  if (skewFrames > 0) {
    samples.copyWithin(0, skewFrames);
    samples.fill(Number.NaN, Math.max(0, frameCount - skewFrames));
  }
  return { samples, sum, partialFrames };
};

/** Every sample of every frame. */
const scaleAll = (raw: Int32Array, stride: number, offset: number, spec: SignalSpec, missing: number | null) => {
  const { gain, baseline, skewFrames, samplesPerFrame } = spec;
  const samples = new Float32Array((raw.length / stride) * samplesPerFrame);
  let sum = 0;
  for (let frame = offset, at = 0; frame < raw.length; frame += stride) {
    for (let k = 0; k < samplesPerFrame; k += 1, at += 1) {
      const value = raw[frame + k]!;
      sum = (sum + value) | 0;
      samples[at] = value === missing ? Number.NaN : (value - baseline) / gain;
    }
  }
  if (skewFrames > 0) {
    samples.copyWithin(0, skewFrames * samplesPerFrame);
    samples.fill(Number.NaN, Math.max(0, samples.length - skewFrames * samplesPerFrame));
  }
  return { samples, sum, partialFrames: 0 };
};

const readGroup = (group: Group, frameCount: number, kept: KeptPerFrame): readonly WfdbSignal[] => {
  const raw = new Int32Array(frameCount * group.frameSize);
  group.coding.read(group.bytes, group.byteOffset, raw);
  if (group.coding.differences) integrate(raw, group);
  let offset = 0;
  return group.members.map(({ spec }) => {
    const scale = spec.samplesPerFrame === 1 ? scaleSingle : kept(spec) === 1 ? scaleAveraged : scaleAll;
    const { samples, sum, partialFrames } = scale(raw, group.frameSize, offset, spec, group.coding.missing);
    offset += spec.samplesPerFrame;
    return {
      spec,
      samples,
      checksumFits: spec.checksum === null ? null : ((sum - spec.checksum) & 0xffff) === 0,
      partialFrames,
    };
  });
};

/**
 * Reads all signals of one ordinary (single-segment) record, in the header's units, several samples per frame averaged
 * to one unless `kept` asks for all of them. Every count is checked against the bytes before anything is allocated.
 * Errors: `missing-companion`, `truncated` (with expected and found bytes), `unsupported`, `header-invalid`, `too-large`.
 */
export const readSegment = (
  header: WfdbHeader,
  files: FilesByName,
  kept: KeptPerFrame = oncePerFrame,
): Result<SegmentSignals> => {
  const formed = formGroups(header, files);
  if (!formed.ok) return formed;
  const groups = formed.value;
  if (groups.length === 0) {
    return refuse(
      'header-invalid',
      `${header.file} names no signal file; it holds no samples of its own.`,
      header.file,
    );
  }
  const notes: RecordingNote[] = [];
  const shortest = groups.reduce((fewest, group) => Math.min(fewest, group.framesHeld), Number.POSITIVE_INFINITY);
  const frameCount = header.frameCount ?? shortest;

  for (const group of groups) {
    const expected = group.byteOffset + group.coding.bytesFor(Math.max(1, frameCount) * group.frameSize);
    if (group.framesHeld < Math.max(1, frameCount)) {
      return refuse(
        'truncated',
        `${group.file} should hold at least ${expected} bytes by its header and holds ${group.bytes.length}.`,
        group.file,
      );
    }
  }
  const frameSize = groups.reduce((sum, group) => sum + group.frameSize, 0);
  const tooLarge = refuseSize(header.file, frameSize, frameCount, header.frameRateHz);
  if (tooLarge !== null) return tooLarge;
  if (header.frameCount === null && groups.some((group) => group.framesHeld !== shortest)) {
    notes.push({
      code: 'lengths-differ',
      text: `${header.file} states no length and its signal files differ in theirs; the shortest was taken.`,
    });
  }

  const signals: WfdbSignal[] = new Array(header.signals.length);
  for (const [index, spec] of header.signals.entries()) {
    if (!nothingRecorded(spec)) continue;
    signals[index] = {
      spec,
      samples: new Float32Array(frameCount * kept(spec)).fill(Number.NaN),
      checksumFits: null,
      partialFrames: 0,
    };
  }
  for (const group of groups) {
    const read = readGroup(group, frameCount, kept);
    for (const [place, { index }] of group.members.entries()) signals[index] = read[place]!;
    const surplusFrames = group.framesHeld - frameCount;
    if (surplusFrames === 0) continue;
    if (read.every((signal) => signal.checksumFits === false)) {
      return refuse(
        'header-invalid',
        `${header.file} and ${group.file} do not belong together: ${group.members.length} signals of ${frameCount} ` +
          `frames leave ${surplusFrames} frames unread, and no checksum fits.`,
        header.file,
      );
    }
    notes.push({
      code: 'trailing-samples',
      text: `${group.file} holds ${surplusFrames} frames more than its header says; they were not read.`,
    });
  }
  const misfits = signals.filter((signal) => signal.checksumFits === false).length;
  if (misfits > 0) {
    notes.push({
      code: 'checksum-mismatch',
      text: `The checksums of ${misfits} of ${signals.length} signals in ${header.file} do not fit the samples.`,
    });
  }
  return accept({ frameCount, signals, notes });
};
