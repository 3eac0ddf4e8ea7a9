import { create } from 'zustand';
import {
  boundsOfBeat,
  boundsWith,
  type CorrectedValue,
  correctedValues,
  heldMark,
  type MarkCorrections,
  type MarkName,
  markNames,
  noCorrections,
  sameCorrections,
  withMark,
} from '../../app/analysis/correctedMarks.ts';
import type { MedianBeats } from '../../app/analysis/medianBeats.ts';
import { singleBeat } from '../../app/analysis/singleBeat.ts';
import { client } from '../platform/client.ts';
import { texts } from '../texts.ts';
import { say, sayRefusal } from './jobs.ts';
import { markedBeatsOf } from './markedBeats.ts';
import { type Opened, useViewer } from './viewer.ts';

interface Corrections {
  /** As they stand on the screen. */
  readonly marks: MarkCorrections;
  /** As the archive has them. */
  readonly saved: MarkCorrections;
  readonly past: readonly MarkCorrections[];
  readonly future: readonly MarkCorrections[];
  /** Whose bounds are shown: a beat by its number, null for the median. */
  readonly beat: number | null;
  /** The bound that the keys move. */
  readonly chosen: MarkName | null;
  readonly saving: boolean;
}

const nothing: Corrections = {
  marks: noCorrections,
  saved: noCorrections,
  past: [],
  future: [],
  beat: null,
  chosen: null,
  saving: false,
};

export const useCorrections = create<Corrections>()(() => nothing);

/** What was not saved of a recording, while the window is open: going on in the worklist loses nothing. */
const drafts = new Map<number, Pick<Corrections, 'marks' | 'past' | 'future'>>();

const mostRemembered = 200;

export const hasUnsaved = ({ marks, saved }: Pick<Corrections, 'marks' | 'saved'>): boolean =>
  !sameCorrections(marks, saved);

useViewer.subscribe(({ opened }, before) => {
  if (opened === before.opened) return;
  const { marks, past, future } = useCorrections.getState();
  if (before.opened !== null) {
    if (hasUnsaved(useCorrections.getState())) drafts.set(before.opened.row.id, { marks, past, future });
    else drafts.delete(before.opened.row.id);
  }
  const saved = opened?.corrections?.marks ?? noCorrections;
  const draft = opened === null ? undefined : drafts.get(opened.row.id);
  useCorrections.setState({ ...nothing, marks: saved, ...draft, saved });
});

const beats = new WeakMap<Opened, Map<number, MedianBeats | null>>();

/** The beat whose bounds are shown and may be moved; null where there is none. */
export const beatInView = (opened: Opened, beat: number | null): MedianBeats | null => {
  const marked = markedBeatsOf(opened);
  if ('reason' in marked || opened.recording === null) return null;
  if (beat === null) return marked.median;
  const known = beats.get(opened) ?? new Map<number, MedianBeats | null>();
  beats.set(opened, known);
  const before = known.get(beat);
  if (before !== undefined) return before;
  const found = singleBeat(opened.recording, marked, beat);
  known.set(beat, found);
  return found;
};

/** What the corrections on screen change of the measurements; [] where they change nothing. */
export const correctedOf = (opened: Opened | null, marks: MarkCorrections): readonly CorrectedValue[] => {
  if (opened?.analysis == null || Object.keys(marks.median).length === 0) return [];
  const marked = markedBeatsOf(opened);
  return 'reason' in marked ? [] : correctedValues(marked.median, marks.median, opened.analysis.measurements);
};

const remember = (before: MarkCorrections): Pick<Corrections, 'past' | 'future'> => ({
  past: [...useCorrections.getState().past, before].slice(-mostRemembered),
  future: [],
});

/** A bound follows the hand; what was before is remembered once, at the begin of the drag. */
export const moveMark = (name: MarkName, toS: number, begins: boolean): void => {
  const { opened } = useViewer.getState();
  const { marks, beat } = useCorrections.getState();
  const shown = opened === null ? null : beatInView(opened, beat);
  if (shown === null) return;
  const bounds = boundsWith(shown.bounds, boundsOfBeat(marks, beat));
  if (bounds[name] === null) return;
  const heldS = heldMark(shown, bounds, name, toS);
  if (bounds[name] !== null && Math.abs(heldS - bounds[name]) < 1e-9) return;
  useCorrections.setState({
    marks: withMark(marks, beat, name, heldS),
    chosen: name,
    ...(begins ? remember(marks) : {}),
  });
};

/** By key: the chosen bound by samples or by so many seconds. */
export const nudgeMark = (direction: 1 | -1, byMm: boolean): void => {
  const { opened, medianSpeedMmPerS } = useViewer.getState();
  const { marks, beat, chosen } = useCorrections.getState();
  const shown = opened === null ? null : beatInView(opened, beat);
  if (shown === null || chosen === null) return;
  const at = boundsWith(shown.bounds, boundsOfBeat(marks, beat))[chosen];
  if (at !== null) moveMark(chosen, at + direction * (byMm ? 1 / medianSpeedMmPerS : 1 / shown.sampleRateHz), true);
};

/** The next bound that there is, round and round; none after the last. */
export const chooseNextMark = (): void => {
  const { opened } = useViewer.getState();
  const { beat, chosen } = useCorrections.getState();
  const shown = opened === null ? null : beatInView(opened, beat);
  if (shown === null) return;
  const there = markNames.filter((name) => shown.bounds[name] !== null);
  const next = chosen === null ? 0 : there.indexOf(chosen) + 1;
  useCorrections.setState({ chosen: there[next] ?? null });
};

export const putBack = (name: MarkName): void => {
  const { marks, beat } = useCorrections.getState();
  useCorrections.setState({ marks: withMark(marks, beat, name, null), ...remember(marks) });
};

export const undoMark = (): void =>
  useCorrections.setState(({ marks, past, future }) => {
    const before = past.at(-1);
    return before === undefined ? {} : { marks: before, past: past.slice(0, -1), future: [marks, ...future] };
  });

export const redoMark = (): void =>
  useCorrections.setState(({ marks, past, future }) => {
    const [next, ...rest] = future;
    return next === undefined ? {} : { marks: next, past: [...past, marks], future: rest };
  });

/** The bounds of another beat; before the first stands the median. */
export const showBeat = (beat: number | null): void => useCorrections.setState({ beat, chosen: null });

export const stepBeat = (step: 1 | -1): void => {
  const count = useViewer.getState().opened?.analysis?.beats.length ?? 0;
  const { beat } = useCorrections.getState();
  const next = Math.min(count - 1, (beat ?? -1) + step);
  showBeat(next < 0 ? null : next);
};

/** A copy that may cross the bridge. */
const plain = ({ median, beats }: MarkCorrections) => ({
  median: { ...median },
  beats: beats.map(({ beat, bounds }) => ({ beat, bounds: { ...bounds } })),
});

export const saveCorrections = async (): Promise<void> => {
  const { opened } = useViewer.getState();
  const { marks, saved, saving } = useCorrections.getState();
  if (opened === null || saving || !hasUnsaved(useCorrections.getState())) return;
  useCorrections.setState({ saving: true });
  const answer = await client.correctMarks({
    recordingId: opened.row.id,
    expected: plain(saved),
    marks: plain(marks),
  });
  useCorrections.setState({ saving: false });
  if (!answer.ok) return sayRefusal(answer.error);
  drafts.delete(opened.row.id);
  say(texts.correction.keptNotice);
  const shown = useViewer.getState().opened;
  if (shown?.row.id === opened.row.id) useCorrections.setState({ saved: marks });
};
