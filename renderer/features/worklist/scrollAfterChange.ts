/**
 * Where the list scrolls to when it holds other rows than before. Rows that come or go above those in sight move nothing: the
 * chosen row, or else the first one in sight, stays where it is on screen. A list at its top stays there until the reader has
 * chosen something. After another question the chosen row is in sight when it is still in the list, or the list begins anew.
 */
export const scrollAfterChange = (change: {
  readonly before: Int32Array;
  readonly after: Int32Array;
  readonly selectedId: number | null;
  /** The reader has chosen a recording, not the program. */
  readonly chosen: boolean;
  /** The reader asked for another list; otherwise its recordings changed. */
  readonly asked: boolean;
  readonly rowHeightPx: number;
  readonly scrollPx: number;
  readonly heightPx: number;
}): number => {
  const { before, after, selectedId, chosen, asked, rowHeightPx, scrollPx, heightPx } = change;
  const selectedAfter = selectedId === null ? -1 : after.indexOf(selectedId);
  if (asked) {
    if (selectedAfter < 0) return 0;
    const top = selectedAfter * rowHeightPx;
    const inSight = top >= scrollPx && top + rowHeightPx <= scrollPx + heightPx;
    return inSight ? scrollPx : Math.max(0, top - Math.floor(heightPx / 2));
  }
  if (scrollPx === 0 && !chosen) return 0;
  const selectedBefore = selectedId === null ? -1 : before.indexOf(selectedId);
  const selectedTop = selectedBefore * rowHeightPx;
  const selectedInSight =
    selectedBefore >= 0 && selectedTop + rowHeightPx > scrollPx && selectedTop < scrollPx + heightPx;
  const first = Math.floor(scrollPx / rowHeightPx);
  const anchor = selectedInSight ? selectedBefore : first;
  const anchorId = before[anchor];
  const anchorAfter = anchorId === undefined ? -1 : after.indexOf(anchorId);
  return anchorAfter < 0 ? scrollPx : Math.max(0, scrollPx + (anchorAfter - anchor) * rowHeightPx);
};
