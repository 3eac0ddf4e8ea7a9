import type { Recording } from '../../app/recording/recording.ts';
import { type DisplayFilter, seenThrough } from '../../app/tracing/displayFilter.ts';
import { useViewer } from './viewer.ts';
import { remapped } from './whatIf.ts';

const known = new WeakMap<Recording, Map<DisplayFilter, Recording>>();

const filtered = (recording: Recording, filter: DisplayFilter): Recording => {
  const before = known.get(recording)?.get(filter);
  if (before !== undefined) return before;
  const made = seenThrough(recording, filter);
  known.set(recording, new Map([...(known.get(recording) ?? []), [filter, made]]));
  return made;
};

/** What calipers hold on to: the open recording as a what-if changes it, never through the filter of the screen. */
export const measuredRecording = (): Recording | null => {
  const { opened, whatIf } = useViewer.getState();
  if (opened === null || opened.recording === null) return null;
  return whatIf === null ? opened.recording : remapped(opened.recording, whatIf);
};

/** What the paper shows: the same through the filter of the screen. */
export const paperRecording = (): Recording | null => {
  const recording = measuredRecording();
  return recording === null ? null : filtered(recording, useViewer.getState().displayFilter);
};
