/**
 * Where a page of `spanS` seconds begins after a step, held inside a recording of `totalS`. It starts from what was asked for
 * last, not from what was drawn last: keys come faster than frames. Infinite steps go to the ends.
 */
export const panned = (
  askedFromS: number,
  stepS: number,
  { spanS, totalS }: { readonly spanS: number; readonly totalS: number },
): number => {
  const lastS = Math.max(0, totalS - spanS);
  return Math.max(0, Math.min(lastS, Math.min(lastS, askedFromS) + stepS));
};
