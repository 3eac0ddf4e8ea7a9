import { type MarkedBeats, markBeats } from '../../app/analysis/medianBeats.ts';
import { texts } from '../texts.ts';
import type { Opened } from './viewer.ts';

export type Marked = MarkedBeats | { readonly reason: string };

const known = new WeakMap<Opened, Marked>();

/** Marks and median of the recording on screen, computed when first asked for. */
export const markedBeatsOf = (opened: Opened): Marked => {
  const before = known.get(opened);
  if (before !== undefined) return before;
  const { recording, analysis } = opened;
  const marked =
    recording === null || analysis === null ? { reason: texts.median.noAnalysis } : markBeats(recording, analysis);
  known.set(opened, marked);
  return marked;
};
