import type { RecordingNote } from '../../recording/recording.ts';
import { accept, type Result, refuse } from '../../result.ts';
import { refuseSize } from '../recordingSize.ts';
import { parseHeader, type WfdbHeader } from './header.ts';
import { type FilesByName, type KeptPerFrame, oncePerFrame, readSegment, type SegmentSignals } from './signals.ts';

/** A channel of a whole record, in `unit`; NaN where nothing was recorded. */
export interface Channel {
  readonly name: string | null;
  readonly unit: string;
  /** ADC units per physical unit; where segments differ, the first one's. */
  readonly gain: number;
  readonly samples: Float32Array;
  readonly samplesPerFrame: number;
  readonly gainAssumed: boolean;
  readonly partialFrames: number;
}

export interface RecordSignals {
  readonly frameCount: number;
  readonly channels: readonly Channel[];
  readonly notes: readonly RecordingNote[];
}

/** A few bytes can claim years of nothing; a real record's gaps stay far below this multiple of what was recorded. */
const mostGapPerRecorded = 1000;

/** Joins the notes of many segments: one line per kind, so that a record of 500 segments does not shout 500 times. */
const joinNotes = (notes: readonly RecordingNote[]): readonly RecordingNote[] => {
  const byCode = new Map<string, { first: RecordingNote; count: number }>();
  for (const note of notes) {
    const seen = byCode.get(note.code);
    if (seen === undefined) byCode.set(note.code, { first: note, count: 1 });
    else seen.count += 1;
  }
  return [...byCode.values()].map(({ first, count }) =>
    count === 1 ? first : { code: first.code, text: `${first.text} (and ${count - 1} segments more)` },
  );
};

const segmentHeader = (master: WfdbHeader, name: string, files: FilesByName): Result<WfdbHeader> => {
  const fileName = `${name}.hea`;
  const file = files.get(fileName);
  if (file === undefined) {
    return refuse('missing-companion', `${master.file} names the segment ${fileName}, which is not there.`, fileName);
  }
  const header = parseHeader(file.bytes, fileName);
  if (!header.ok) return header;
  if (header.value.segments !== null) {
    return refuse('header-invalid', `${fileName} is a segment of ${master.file} and has segments itself.`, fileName);
  }
  const [whole, part] = [master.frameRateHz, header.value.frameRateHz];
  if (whole !== null && part !== null && Math.abs(whole - part) > 1e-6 * whole) {
    return refuse('header-invalid', `${fileName} has ${part} Hz where ${master.file} has ${whole} Hz.`, fileName);
  }
  return header;
};

const wholeSegment = (header: WfdbHeader, segment: SegmentSignals): RecordSignals => ({
  frameCount: segment.frameCount,
  channels: segment.signals.map(({ spec, samples, partialFrames }) => ({
    name: spec.name,
    unit: spec.unit,
    gain: spec.gain,
    samples,
    samplesPerFrame: spec.samplesPerFrame,
    gainAssumed: spec.gainAssumed,
    partialFrames,
  })),
  notes: [...header.notes, ...segment.notes],
});

interface Placed {
  readonly header: WfdbHeader;
  readonly startFrame: number;
  readonly frameCount: number;
}

/** Where the segment's signal goes in the whole record, or null when the record has no place for it. */
const placeOf = (names: readonly (string | null)[], isVariable: boolean, index: number, name: string | null) => {
  if (!isVariable) return index;
  const place = names.indexOf(name);
  return place === -1 ? null : place;
};

/**
 * Reads the signals of a record, ordinary or multi-segment (fixed or variable layout, see header(5)). Segments without
 * a signal, and null segments, leave NaN. `kept`: how many samples of each frame, the same in every segment.
 */
export const readRecord = (
  header: WfdbHeader,
  files: FilesByName,
  kept: KeptPerFrame = oncePerFrame,
): Result<RecordSignals> => {
  if (header.segments === null) {
    const segment = readSegment(header, files, kept);
    return segment.ok ? accept(wholeSegment(header, segment.value)) : segment;
  }

  const isVariable = header.segments[0]?.frameCount === 0;
  const placed: Placed[] = [];
  let template: WfdbHeader | null = null;
  let total = 0;
  let recorded = 0;
  for (const [index, segment] of header.segments.entries()) {
    if (segment.name !== null) {
      const parsed = segmentHeader(header, segment.name, files);
      if (!parsed.ok) return parsed;
      template ??= parsed.value;
      if (!(isVariable && index === 0)) {
        const own = parsed.value.frameCount ?? segment.frameCount;
        if (own !== segment.frameCount || own === 0) {
          return refuse(
            'header-invalid',
            `${header.file} gives ${segment.name} ${segment.frameCount} samples, its own header ${own}.`,
            header.file,
          );
        }
        placed.push({ header: parsed.value, startFrame: total, frameCount: own });
        recorded += own;
      }
    }
    total += segment.frameCount;
  }
  if (template === null || placed.length === 0) {
    return refuse('header-invalid', `${header.file} has no segment with samples.`, header.file);
  }
  if (header.frameCount !== null && header.frameCount !== total) {
    return refuse(
      'header-invalid',
      `${header.file} promises ${header.frameCount} samples, its segments sum to ${total}.`,
      header.file,
    );
  }
  const specs = template.signals;
  if (specs.length !== header.signalCount) {
    return refuse(
      'header-invalid',
      `${header.file} promises ${header.signalCount} signals, ${template.file} has ${specs.length}.`,
      header.file,
    );
  }
  const keptInAll = specs.reduce((sum, spec) => sum + kept(spec), 0);
  const tooLarge = refuseSize(header.file, keptInAll, total, header.frameRateHz);
  if (tooLarge !== null) return tooLarge;
  if (total > mostGapPerRecorded * recorded) {
    return refuse(
      'too-large',
      `${header.file} spans ${total} samples of ${specs.length} signals, ${recorded} of them recorded: too many.`,
      header.file,
    );
  }

  const names = specs.map((spec) => spec.name);
  // The segments' bytes are checked one by one as they are read, the first before the whole is allocated.
  let channels: Float32Array[] | null = null;
  const notes: RecordingNote[] = [];
  const partialFrames = specs.map(() => 0);
  let unplaced = 0;
  for (const { header: part, startFrame, frameCount } of placed) {
    if (!isVariable && part.signals.length !== specs.length) {
      return refuse(
        'header-invalid',
        `${part.file} has ${part.signals.length} signals where ${header.file} promises ${specs.length}.`,
        part.file,
      );
    }
    const segment = readSegment({ ...part, frameCount }, files, kept);
    if (!segment.ok) return segment;
    channels ??= specs.map((spec) => new Float32Array(total * kept(spec)).fill(Number.NaN));
    notes.push(...part.notes.filter((note) => note.code !== 'start-time-unknown'), ...segment.value.notes);
    for (const [index, signal] of segment.value.signals.entries()) {
      const place = placeOf(names, isVariable, index, signal.spec.name);
      if (place === null) {
        unplaced += 1;
        continue;
      }
      const wanted = specs[place]!;
      if (signal.spec.name !== wanted.name || signal.spec.unit !== wanted.unit) {
        return refuse(
          'header-invalid',
          `${part.file} has another signal or unit in place ${index + 1} than ${template.file}.`,
          part.file,
        );
      }
      channels[place]!.set(signal.samples, startFrame * kept(wanted));
      partialFrames[place] = partialFrames[place]! + signal.partialFrames;
    }
  }
  if (unplaced > 0) {
    notes.push({ code: 'signals-left-out', text: `${unplaced} segment signals have no place in the layout.` });
  }
  return accept({
    frameCount: total,
    channels: specs.map((spec, index) => ({
      name: spec.name,
      unit: spec.unit,
      gain: spec.gain,
      samples: channels![index]!,
      samplesPerFrame: placedFrames(placed, spec.name) ?? spec.samplesPerFrame,
      gainAssumed: spec.gainAssumed,
      partialFrames: partialFrames[index]!,
    })),
    notes: [...header.notes, ...joinNotes(notes)],
  });
};

/** Most samples per frame with which any segment holds the named signal. */
const placedFrames = (placed: readonly Placed[], name: string | null): number | null => {
  let most: number | null = null;
  for (const { header } of placed) {
    for (const spec of header.signals) {
      if (spec.name === name) most = Math.max(most ?? 0, spec.samplesPerFrame);
    }
  }
  return most;
};
