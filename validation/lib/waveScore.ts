import { type PointKey, type PointTimes, pointKeys } from './waveReference.ts';

/** One kind of point in one lead: error by reference point (test - reference, s; null: missed), and false predictions. */
export interface PointComparison {
  readonly errorsS: readonly (number | null)[];
  readonly falseS: readonly number[];
}
export type Comparison = Readonly<Record<PointKey, PointComparison>>;
export type Stretch = readonly [fromS: number, toS: number];

/** One-to-one pairs within the tolerance, closest first. */
export const pairUp = (
  reference: readonly number[],
  test: readonly number[],
  toleranceS: number,
): [number, number][] => {
  const pairs: [number, number, number][] = [];
  reference.forEach((time, i) => {
    test.forEach((other, j) => {
      if (other >= time - toleranceS - 1e-9 && other <= time + toleranceS + 1e-9)
        pairs.push([Math.abs(other - time), i, j]);
    });
  });
  pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
  const left = new Set<number>();
  const right = new Set<number>();
  const out: [number, number][] = [];
  for (const [, i, j] of pairs) {
    if (left.has(i) || right.has(j)) continue;
    left.add(i);
    right.add(j);
    out.push([i, j]);
  }
  return out;
};

/** Unmatched predictions count as false only inside the stretches. */
export const comparePoints = (
  reference: PointTimes,
  test: PointTimes,
  stretches: readonly Stretch[],
  toleranceS: number,
): Comparison =>
  Object.fromEntries(
    pointKeys.map((key) => {
      const errorsS = new Array<number | null>(reference[key].length).fill(null);
      const free = test[key].map((time) => stretches.some(([from, to]) => from <= time && time <= to));
      for (const [i, j] of pairUp(reference[key], test[key], toleranceS)) {
        errorsS[i] = test[key][j]! - reference[key][i]!;
        free[j] = false;
      }
      return [key, { errorsS, falseS: test[key].filter((_, j) => free[j]) }];
    }),
  ) as unknown as Comparison;

/** Annotated stretches: split where two annotated QRS are more than 1.8 median RR apart. */
export const annotatedStretches = (timesS: readonly number[], qrsS: readonly number[]): Stretch[] => {
  const rr = qrsS.slice(1).map((time, i) => time - qrsS[i]!);
  if (rr.length === 0) return [[timesS[0]!, timesS.at(-1)!]];
  const sorted = [...rr].sort((a, b) => a - b);
  const n = sorted.length;
  const usual = n % 2 === 1 ? sorted[(n - 1) / 2]! : (sorted[n / 2 - 1]! + sorted[n / 2]!) / 2;
  const out: Stretch[] = [];
  let start = timesS[0]!;
  rr.forEach((value, k) => {
    if (value <= 1.8 * usual) return;
    const middle = (qrsS[k]! + qrsS[k + 1]!) / 2;
    out.push([start, timesS.filter((time) => time <= middle).at(-1)!]);
    start = timesS.find((time) => time > middle)!;
  });
  return [...out, [start, timesS.at(-1)!]];
};

/** Martinez 2004: found if found in either signal, with the smaller error; false only where both have a false one. */
export const bestOfTwo = (a: Comparison, b: Comparison, toleranceS: number): Comparison =>
  Object.fromEntries(
    pointKeys.map((key) => {
      const other = b[key].errorsS;
      const errorsS = a[key].errorsS.map((error, i) => {
        const second = other[i]!;
        return error === null || (second !== null && Math.abs(second) < Math.abs(error)) ? second : error;
      });
      const falseS = pairUp(a[key].falseS, b[key].falseS, toleranceS).map(([i]) => a[key].falseS[i]!);
      return [key, { errorsS, falseS }];
    }),
  ) as unknown as Comparison;

/** Sums of one record for one kind of point, enough for every figure of a table. */
export interface PointSums {
  readonly found: number;
  readonly missed: number;
  readonly false: number;
  readonly sumMs: number;
  readonly squaresMs: number;
}

export const sumsOf = (comparisons: readonly Comparison[], key: PointKey): PointSums => {
  let found = 0;
  let missed = 0;
  let sumMs = 0;
  let squaresMs = 0;
  let wrong = 0;
  for (const comparison of comparisons) {
    wrong += comparison[key].falseS.length;
    for (const error of comparison[key].errorsS) {
      if (error === null) missed += 1;
      else {
        found += 1;
        sumMs += 1000 * error;
        squaresMs += (1000 * error) ** 2;
      }
    }
  }
  return { found, missed, false: wrong, sumMs, squaresMs };
};

export interface PointFigures {
  readonly n: number;
  readonly se: number;
  readonly ppv: number;
  readonly f1: number;
  readonly meanMs: number;
  readonly sdMs: number;
  /** Mean of the records' own SDs, as Martinez 2004 reports. */
  readonly recordSdMs: number;
}

export const figuresOf = (records: readonly PointSums[]): PointFigures => {
  const total = { found: 0, missed: 0, false: 0, sumMs: 0, squaresMs: 0 };
  let sds = 0;
  let withSd = 0;
  for (const r of records) {
    total.found += r.found;
    total.missed += r.missed;
    total.false += r.false;
    total.sumMs += r.sumMs;
    total.squaresMs += r.squaresMs;
    if (r.found >= 2) {
      sds += spread(r);
      withSd += 1;
    }
  }
  return {
    n: total.found + total.missed,
    se: total.found / (total.found + total.missed),
    ppv: total.found / (total.found + total.false),
    f1: (2 * total.found) / (2 * total.found + total.missed + total.false),
    meanMs: total.sumMs / total.found,
    sdMs: spread(total),
    recordSdMs: sds / withSd,
  };
};

const spread = ({ found, sumMs, squaresMs }: { found: number; sumMs: number; squaresMs: number }): number =>
  Math.sqrt(Math.max(0, squaresMs / found - (sumMs / found) ** 2));
