import type { QrsFeatures } from './qrsFeatures.ts';

/** On either side of a candidate for P, s: most of the wave. */
export const halfWidthS = 0.056;

/**
 * Flutter waves come again at 200 to 350 a minute with no rest in between: greatest correlation of the leads around
 * `peak` with those a period earlier (never with the next P wave, a whole RR away), and the least one in between.
 */
export const repetition = (
  rows: readonly Float64Array[],
  peak: number,
  rrS: number,
  rateHz: number,
): { alike: number; trough: number } => {
  const half = Math.round(halfWidthS * rateHz);
  const shortest = Math.round(0.16 * rateHz);
  const longest = Math.min(peak - half, Math.round(Math.min(0.34, rrS - 0.12) * rateHz));
  let alike = 0;
  let trough = 0;
  for (let lag = Math.round(0.08 * rateHz); lag <= longest; lag += 2) {
    let cross = 0;
    let own = 0;
    let other = 0;
    for (const row of rows)
      for (let i = peak - half; i <= peak + half; i += 2) {
        const a = row[i] ?? 0;
        const b = row[i - lag] ?? 0;
        cross += a * b;
        own += a * a;
        other += b * b;
      }
    // As large as the wave itself, or it is no match: small things look alike by chance.
    const correlation = (2 * cross) / (own + other + 1e-12);
    if (lag >= shortest) alike = Math.max(alike, correlation);
    trough = Math.min(trough, correlation);
  }
  return { alike, trough };
};

/**
 * Flutter conducted two, three or four to one: least likeness to the candidate of what stands at all the other places that divide
 * RR evenly, as far as no QRS hides them; the greatest over the three.
 */
export const evenTrain = (
  rows: readonly Float64Array[],
  peak: number,
  rrS: number,
  zero: number,
  qrs: QrsFeatures,
  rateHz: number,
): number => {
  const half = Math.round(halfWidthS * rateHz);
  const length = rows[0]!.length;
  const hidden = (at: number): boolean =>
    at + half / 2 > zero + qrs.roughOnsetS * rateHz && at - half / 2 < zero + qrs.roughOffsetS * rateHz;
  const likenessAt = (at: number): number => {
    let cross = 0;
    let own = 0;
    let other = 0;
    for (const row of rows)
      for (let i = -half; i <= half; i += 2) {
        const a = row[peak + i] ?? 0;
        const b = row[at + i] ?? 0;
        cross += a * b;
        own += a * a;
        other += b * b;
      }
    return (2 * cross) / (own + other + 1e-12);
  };
  const near = Math.round(0.012 * rateHz);
  let most = 0;
  for (const parts of [2, 3, 4]) {
    const everyS = rrS / parts;
    if (everyS < 0.16 || everyS > 0.34) continue;
    let least = 1;
    let seen = 0;
    for (let k = 1; k < parts; k++) {
      const before = Math.round(peak - k * everyS * rateHz);
      const at = before >= half ? before : Math.round(peak + (rrS - k * everyS) * rateHz);
      if (at + half >= length || hidden(at)) continue;
      let alike = -1;
      for (let d = -near; d <= near; d += 2) alike = Math.max(alike, likenessAt(at + d));
      least = Math.min(least, alike);
      seen += 1;
    }
    if (seen > 0) most = Math.max(most, least);
  }
  return most;
};

/** Periods of a wave that goes round in the atria, s. */
const shortestRoundS = 0.16;
const longestRoundS = 0.34;
const harmonics = 2;
/** Samples where T stands count less: what is left of it there is not the atria's. */
const weightInT = 0.25;

export interface Cycle {
  readonly rows: readonly Float64Array[];
  readonly rateHz: number;
  readonly zero: number;
  readonly rrS: number;
  readonly qrs: Pick<QrsFeatures, 'roughOnsetS' | 'roughOffsetS'>;
  /** The T wave, s from the beat's instant, and its size in each lead (unit length); null where none is known. */
  readonly t: { readonly onsetS: number; readonly offsetS: number; readonly weights: Float64Array } | null;
}

/**
 * How much of what the leads show over one whole cycle without its QRS is a wave that comes two to six times in it: the largest
 * share of the power that a constant and two harmonics per lead explain, 0 to 1. What moves as the T wave does over the leads
 * is taken out first. A P wave that comes once leaves the other rounds empty, and half of the power or less is explained.
 */
export const roundsShare = ({ rows, rateHz, zero, rrS, qrs, t }: Cycle): number => {
  const step = Math.max(1, Math.round(0.008 * rateHz));
  const places: number[] = [];
  const weights: number[] = [];
  const length = rows[0]!.length;
  const fromS = Math.max(-zero / rateHz, qrs.roughOffsetS + marginS - rrS);
  const put = (startS: number, endS: number): void => {
    const end = Math.min(length - 1, zero + endS * rateHz);
    for (let i = Math.max(0, Math.ceil(zero + startS * rateHz)); i <= end; i += step) {
      const timeS = (i - zero) / rateHz;
      const inCycleS = timeS < 0 ? timeS + rrS : timeS;
      places.push(i);
      weights.push(t !== null && inCycleS > t.onsetS && inCycleS < t.offsetS ? weightInT : 1);
    }
  };
  put(fromS, qrs.roughOnsetS - marginS);
  put(qrs.roughOffsetS + marginS, rrS + fromS);
  if (places.length < 4 * harmonics + 4) return 0;
  const values = withoutT(rows, places, t?.weights ?? null);
  let most = 0;
  for (let rounds = Math.max(2, Math.ceil(rrS / longestRoundS)); rounds <= 6; rounds++) {
    const periodS = rrS / rounds;
    if (periodS < shortestRoundS) break;
    const basis = [places.map(() => 1)];
    for (let k = 1; k <= harmonics; k++) {
      const angle = (i: number): number => (2 * Math.PI * k * (i - zero)) / (periodS * rateHz);
      basis.push(
        places.map((i) => Math.cos(angle(i))),
        places.map((i) => Math.sin(angle(i))),
      );
    }
    most = Math.max(most, explained(basis, values, weights));
  }
  return most;
};

/** Kept away from the ends of the QRS, which smoothing reaches over. */
const marginS = 0.02;

const withoutT = (rows: readonly Float64Array[], places: readonly number[], t: Float64Array | null): number[][] => {
  const values = rows.map((row) => places.map((i) => row[i]!));
  if (t === null || rows.length < 3) return values;
  for (let j = 0; j < places.length; j++) {
    let along = 0;
    for (let l = 0; l < values.length; l++) along += values[l]![j]! * t[l]!;
    for (let l = 0; l < values.length; l++) values[l]![j]! -= along * t[l]!;
  }
  return values;
};

/** Share of the rows' power about their means that weighted least squares on the basis (the first: ones) explains. */
const explained = (
  basis: readonly (readonly number[])[],
  rows: readonly (readonly number[])[],
  weights: readonly number[],
): number => {
  // Gram and Schmidt: the basis becomes orthogonal under the weights, and each lead's power is the sum of its parts.
  const dot = (a: readonly number[], b: readonly number[]): number => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++) sum += weights[i]! * a[i]! * b[i]!;
    return sum;
  };
  const own: number[][] = [];
  for (const vector of basis) {
    let rest = [...vector];
    for (const known of own) {
      const part = dot(rest, known);
      rest = rest.map((value, i) => value - part * known[i]!);
    }
    const size = Math.sqrt(dot(rest, rest));
    if (size > 1e-9) own.push(rest.map((value) => value / size));
  }
  let [all, known] = [0, 0];
  for (const row of rows) {
    const parts = own.map((vector) => dot(row, vector) ** 2);
    all += dot(row, row) - parts[0]!;
    known += parts.slice(1).reduce((sum, part) => sum + part, 0);
  }
  return all > 0 ? Math.max(0, Math.min(1, known / all)) : 0;
};
