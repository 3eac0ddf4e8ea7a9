import {
  type CorrectedValue,
  correctedValues,
  type MarkCorrections,
  markNames,
  noCorrections,
  type StoredCorrections,
} from '../analysis/correctedMarks.ts';
import { type MarkedBeats, markBeats } from '../analysis/medianBeats.ts';
import { singleBeat } from '../analysis/singleBeat.ts';
import type { AnalysisService, Archive } from '../ports.ts';
import type { Recording } from '../recording/recording.ts';
import { type Result, refuse } from '../result.ts';

const inMs = (seconds: number | null | undefined): string =>
  seconds === null || seconds === undefined ? 'none' : String(Math.round(1000 * seconds));

const whole = (value: number | null): string => (value === null ? 'none' : String(Math.round(value)));

/** What became of what, in words for the trail: bounds in ms from the beat's instant, then values in their units. */
const changesText = (
  before: MarkCorrections,
  marks: MarkCorrections,
  values: readonly CorrectedValue[],
  marked: MarkedBeats,
  recording: Recording,
): string => {
  const beats = new Set([...before.beats, ...marks.beats].map(({ beat }) => beat));
  const places = [
    { name: 'median', was: before.median, is: marks.median, found: marked.median.bounds },
    ...[...beats]
      .sort((a, b) => a - b)
      .map((beat) => ({
        name: `beat ${beat + 1}`,
        was: before.beats.find((each) => each.beat === beat)?.bounds ?? {},
        is: marks.beats.find((each) => each.beat === beat)?.bounds ?? {},
        found: singleBeat(recording, marked, beat)?.bounds,
      })),
  ];
  const moved = places.flatMap(({ name, was, is, found }) =>
    markNames.flatMap((mark) =>
      was[mark] === is[mark]
        ? []
        : [`${name} ${mark.slice(0, -1)} ${inMs(was[mark] ?? found?.[mark])} -> ${inMs(is[mark] ?? found?.[mark])} ms`],
    ),
  );
  const changed = values.map(({ name, computer, corrected }) => `${name} ${whole(computer)} -> ${whole(corrected)}`);
  return [...moved, ...changed].join('; ');
};

/**
 * Keeps the bounds that a reader moved in a recording of the archive, with the values that follow from them, worked out here
 * and not by the screen. `expected`: those that the reader saw. Errors: those of the archive (`conflict`) and of opening; `not-found` without an analysis; `invalid-input` where the
 * recording has no marks or the beat is none of its own.
 */
export const correctMarks = async (
  recordingId: number,
  expected: MarkCorrections,
  marks: MarkCorrections,
  ports: {
    readonly archive: Pick<Archive, 'get' | 'correct'>;
    readonly analysis: Pick<AnalysisService, 'open'>;
  },
  signal: AbortSignal,
): Promise<Result<StoredCorrections>> => {
  const stored = await ports.archive.get(recordingId);
  if (!stored.ok) return stored;
  const { analysis, files, hints, row, corrections } = stored.value;
  if (analysis === null) return refuse('not-found', `Recording ${row.record} has no analysis to correct.`, row.record);
  const opened = await ports.analysis.open(files, hints, signal);
  if (!opened.ok) return opened;
  const marked = markBeats(opened.value, analysis);
  if ('reason' in marked) return refuse('invalid-input', marked.reason, row.record);
  if (marks.beats.some(({ beat }) => beat >= marked.beats.length))
    return refuse('invalid-input', 'The recording has no such beat.', row.record);
  const values = correctedValues(marked.median, marks.median, analysis.measurements);
  const changes = changesText(corrections?.marks ?? noCorrections, marks, values, marked, opened.value);
  return ports.archive.correct(recordingId, expected, marks, values, changes);
};
