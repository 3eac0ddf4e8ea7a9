/** Beats of a reference with the stretches that are not to be scored, all in seconds. */
export interface ReferenceBeats {
  readonly timesS: readonly number[];
  readonly flutterS: readonly (readonly [number, number])[];
}

export interface BeatCounts {
  readonly tp: number;
  readonly fn: number;
  readonly fp: number;
}

export interface BeatScore extends BeatCounts {
  /** Test minus reference of each scored pair, s. */
  readonly errorsS: readonly number[];
}

export interface ScoreOptions {
  readonly toleranceS: number;
  /** Beats and detections before this are paired but not counted (EC57's learning period). */
  readonly skipStartS: number;
}

const beatSymbols = new Set([...'NLRaVFJASEj/QBenfr?']);

/** Reference beats with the mnemonic of each. */
export interface NamedBeats extends ReferenceBeats {
  readonly symbols: readonly string[];
}

/** Beats outside ventricular flutter ('[' to ']') from annotations in sample order. */
export const referenceBeats = (
  annotations: readonly { readonly sample: number; readonly symbol: string }[],
  rateHz: number,
  sampleCount: number,
): NamedBeats => {
  const flutter: [number, number][] = [];
  let start: number | null = null;
  for (const { sample, symbol } of annotations) {
    if (symbol === '[') start = sample;
    else if (symbol === ']') {
      flutter.push([start ?? 0, sample]);
      start = null;
    }
  }
  if (start !== null) flutter.push([start, sampleCount]);
  const beats = annotations.filter(
    ({ sample, symbol }) => beatSymbols.has(symbol) && !flutter.some(([from, to]) => from <= sample && sample <= to),
  );
  return {
    timesS: beats.map(({ sample }) => sample / rateHz),
    symbols: beats.map(({ symbol }) => symbol),
    flutterS: flutter.map(([from, to]) => [from / rateHz, to / rateHz]),
  };
};

/**
 * For each reference beat the index of its detection, -1 for a missed one; one-to-one within the tolerance, closest pairs first. Both
 * lists ascending.
 */
export const pairBeats = (referenceS: readonly number[], testS: readonly number[], toleranceS: number): number[] => {
  const pairs: { distance: number; i: number; j: number }[] = [];
  let first = 0;
  referenceS.forEach((time, i) => {
    while (first < testS.length && testS[first]! < time - toleranceS - 1e-9) first += 1;
    for (let j = first; j < testS.length && testS[j]! <= time + toleranceS + 1e-9; j++)
      pairs.push({ distance: Math.abs(testS[j]! - time), i, j });
  });
  pairs.sort((a, b) => a.distance - b.distance || a.i - b.i || a.j - b.j);
  const partner = referenceS.map(() => -1);
  const used = new Set<number>();
  for (const { i, j } of pairs)
    if (partner[i] === -1 && !used.has(j)) {
      partner[i] = j;
      used.add(j);
    }
  return partner;
};

/** Whether a detection there is not to be counted: inside flutter or within the tolerance of it. */
export const inFlutter = ({ flutterS }: ReferenceBeats, timeS: number, toleranceS: number): boolean =>
  flutterS.some(([from, to]) => timeS >= from - toleranceS && timeS <= to + toleranceS);

/** Counts hits, misses and false detections; detections in flutter are not false. Both lists ascending. */
export const scoreBeats = (reference: ReferenceBeats, testS: readonly number[], options: ScoreOptions): BeatScore => {
  const { toleranceS, skipStartS } = options;
  const partner = pairBeats(reference.timesS, testS, toleranceS);
  const used = new Set(partner);
  const errorsS = reference.timesS.flatMap((time, i) =>
    partner[i]! >= 0 && time >= skipStartS ? [testS[partner[i]!]! - time] : [],
  );
  const scored = reference.timesS.filter((time) => time >= skipStartS).length;
  const fp = testS.filter(
    (time, j) => !used.has(j) && time >= skipStartS && !inFlutter(reference, time, toleranceS),
  ).length;
  return { tp: errorsS.length, fn: scored - errorsS.length, fp, errorsS };
};

/** Sensitivity, positive predictive value and their harmonic mean over all beats of all records (gross figures). */
export const rates = (counts: readonly BeatCounts[]): { se: number; ppv: number; f1: number } & BeatCounts => {
  const tp = counts.reduce((sum, c) => sum + c.tp, 0);
  const fn = counts.reduce((sum, c) => sum + c.fn, 0);
  const fp = counts.reduce((sum, c) => sum + c.fp, 0);
  return { tp, fn, fp, se: tp / (tp + fn), ppv: tp / (tp + fp), f1: (2 * tp) / (2 * tp + fp + fn) };
};
