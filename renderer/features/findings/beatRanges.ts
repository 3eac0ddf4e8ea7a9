/** Beats by their number from 1, neighbours joined: 1–4, 7. */
export const beatRanges = (beats: readonly number[]): string => {
  const ranges: [number, number][] = [];
  for (const beat of [...beats].sort((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last !== undefined && beat <= last[1] + 1) last[1] = beat;
    else ranges.push([beat, beat]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from + 1}` : `${from + 1}–${to + 1}`)).join(', ');
};
