/** What a person saw in the picture of a recording that was among the worst, and the value it was measured at then, ms. */
export interface WorstNote {
  readonly measuredMs: number | null;
  readonly words: string;
}

/** By set, record and interval. A note holds only while the value stays within 5 ms of the one that was looked at. */
export const worstNotes: Readonly<Record<string, WorstNote>> = {};

export const noteFor = (key: string, measuredMs: number | null): string => {
  const note = worstNotes[key];
  if (note === undefined) return 'not looked at yet';
  const same =
    note.measuredMs === null || measuredMs === null
      ? note.measuredMs === measuredMs
      : Math.abs(note.measuredMs - measuredMs) <= 5;
  return same
    ? note.words
    : `has changed since it was looked at (then ${note.measuredMs ?? 'not measured'}): ${note.words}`;
};
