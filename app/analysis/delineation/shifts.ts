/**
 * By how many samples the course of one beat lies behind that of the average between `from` and `to` (indices into the
 * average; `zero` there is `at` in the signal): the shift of the least squared difference of slopes over all leads, held
 * back by a parabola so that noise does not move what does not move.
 */
export const bestShift = (
  signals: readonly Float64Array[],
  at: number,
  average: readonly Float64Array[],
  zero: number,
  from: number,
  to: number,
  most: number,
): number => {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let d = -most; d <= most; d++) {
    let difference = 0;
    let power = 0;
    for (let l = 0; l < signals.length; l++) {
      const x = signals[l]!;
      const y = average[l]!;
      const offset = at - zero + d;
      for (let i = Math.max(1, from); i <= to; i += 2) {
        const a = x[i + offset];
        const b = x[i + offset - 2];
        const mean = y[i]! - (y[i - 2] ?? y[i]!);
        if (a === undefined || b === undefined) continue;
        difference += (a - b - mean) ** 2;
        power += mean * mean;
      }
    }
    if (!(power > 0)) return 0;
    const cost = difference / power + 0.15 * (d / most) ** 2;
    if (cost < least) {
      least = cost;
      best = d;
    }
  }
  return best;
};
