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
 * Shares `totalMm` among rows: evenly while every row's traces fit, otherwise by what each needs, so that neighbours do not
 * collide before the paper is really too small. Baselines lie on whole millimetres from `topMm`.
 */
export const spaceRows = (reaches: readonly Reach[], topMm: number, totalMm: number): readonly RowPlace[] => {
  const heights = heightsMm(reaches, totalMm);
  let top = 0;
  return reaches.map((reach, row) => {
    const heightMm = heights[row] ?? 0;
    const place = {
      topMm: topMm + top,
      heightMm,
      baselineMm: topMm + Math.round(top + baselineIn(reach, heightMm)),
    };
    top += heightMm;
    return place;
  });
};
