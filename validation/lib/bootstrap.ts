/** Deterministic numbers in [0, 1): mulberry32. */
const seeded = (seed: number): (() => number) => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
};

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * 95 % percentile bootstrap interval of a statistic of whole records: records are drawn with replacement, so that the
 * beats of one patient stay together (Efron & Tibshirani 1993, ch. 13). Same seed, same interval.
 */
export const bootstrap = <T>(
  records: readonly T[],
  statistic: (drawn: readonly T[]) => number,
  { draws = 2000, seed = 1 }: { draws?: number; seed?: number } = {},
): Interval => {
  const random = seeded(seed);
  const values: number[] = [];
  for (let d = 0; d < draws; d++) {
    const drawn = records.map(() => records[Math.floor(random() * records.length)]!);
    const value = statistic(drawn);
    if (Number.isFinite(value)) values.push(value);
  }
  values.sort((a, b) => a - b);
  const at = (q: number): number => values[Math.round(q * (values.length - 1))] ?? Number.NaN;
  return { low: at(0.025), high: at(0.975) };
};
