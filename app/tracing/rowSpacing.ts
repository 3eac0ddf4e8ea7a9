/** How far a row's traces reach above and below their baseline, in millimetres. */
export interface Reach {
  readonly upMm: number;
  readonly downMm: number;
}

export interface RowPlace {
  readonly topMm: number;
  readonly heightMm: number;
  readonly baselineMm: number;
}

const clearanceMm = 2;
/** A QRS complex reaches further up than down: the resting place of a baseline is below the middle of its row. */
const restingPlace = 0.6;

export const neededMm = (reach: Reach): number => reach.upMm + reach.downMm + clearanceMm;

const heightsMm = (reaches: readonly Reach[], totalMm: number): number[] => {
  const equalMm = totalMm / reaches.length;
  if (reaches.every((reach) => neededMm(reach) <= equalMm)) return reaches.map(() => equalMm);
  const sumMm = reaches.reduce((sum, reach) => sum + neededMm(reach), 0);
  const spareMm = (totalMm - sumMm) / reaches.length;
  return reaches.map((reach) => (spareMm >= 0 ? neededMm(reach) + spareMm : (neededMm(reach) * totalMm) / sumMm));
};

const baselineIn = (reach: Reach, heightMm: number): number => {
  const highest = reach.upMm + clearanceMm / 2;
  const lowest = heightMm - reach.downMm - clearanceMm / 2;
  if (highest > lowest) return (heightMm * (reach.upMm + clearanceMm / 2)) / neededMm(reach);
  return Math.min(Math.max(heightMm * restingPlace, highest), lowest);
};

/**
 * Rows that cannot all have what they need: the outermost traces stay on the paper, the baselines between keep their
 * proportions, and each row reaches half way to its neighbours.
 */
const crowded = (
  places: readonly RowPlace[],
  reaches: readonly Reach[],
  topMm: number,
  totalMm: number,
): RowPlace[] => {
  const first = places[0]?.baselineMm ?? topMm;
  const last = places.at(-1)?.baselineMm ?? topMm;
  const low = topMm + Math.ceil((reaches[0]?.upMm ?? 0) + clearanceMm / 2);
  const high = topMm + Math.floor(totalMm - (reaches.at(-1)?.downMm ?? 0) - clearanceMm / 2);
  if (last <= first || high <= low) return [...places];
  const baselines = places.map(({ baselineMm }) =>
    Math.round(low + ((baselineMm - first) * (high - low)) / (last - first)),
  );
  const middle = (row: number) => ((baselines[row] ?? 0) + (baselines[row + 1] ?? 0)) / 2;
  return baselines.map((baselineMm, row) => {
    const top = row === 0 ? topMm : middle(row - 1);
    const bottom = row === baselines.length - 1 ? topMm + totalMm : middle(row);
    return { topMm: top, heightMm: bottom - top, baselineMm };
  });
};

/**
 * Shares `totalMm` among rows: evenly while every row's traces fit, otherwise by what each needs, so that neighbours do not
 * collide before the paper is really too small. Baselines lie on whole millimetres from `topMm`.
 */
export const spaceRows = (reaches: readonly Reach[], topMm: number, totalMm: number): readonly RowPlace[] => {
  const heights = heightsMm(reaches, totalMm);
  let top = 0;
  const places = reaches.map((reach, row) => {
    const heightMm = heights[row] ?? 0;
    const place = {
      topMm: topMm + top,
      heightMm,
      baselineMm: topMm + Math.round(top + baselineIn(reach, heightMm)),
    };
    top += heightMm;
    return place;
  });
  const sumMm = reaches.reduce((sum, reach) => sum + neededMm(reach), 0);
  return sumMm > totalMm ? crowded(places, reaches, topMm, totalMm) : places;
};
