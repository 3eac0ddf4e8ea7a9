import { twoSidedNormal } from './normalTail.ts';

/**
 * Two-sided p of the difference of two AUCs of one class on the same rows (DeLong ER et al. Biometrics 1988;44:837-845).
 * NaN with fewer than two rows of either label, 1 where the scores order the rows alike.
 */
export const delong = (labels: readonly boolean[], first: readonly number[], second: readonly number[]): number => {
  const positives = rowsWith(labels, true);
  const negatives = rowsWith(labels, false);
  if (positives.length < 2 || negatives.length < 2) return Number.NaN;
  const [a, b] = [first, second].map((scores) => placements(scores, positives, negatives));
  if (a === undefined || b === undefined) return Number.NaN;
  const difference = mean(a.ofPositives) - mean(b.ofPositives);
  const variance =
    varianceOfDifference(a.ofPositives, b.ofPositives) / positives.length +
    varianceOfDifference(a.ofNegatives, b.ofNegatives) / negatives.length;
  return variance > 0 ? twoSidedNormal(difference / Math.sqrt(variance)) : 1;
};

const rowsWith = (labels: readonly boolean[], wanted: boolean): number[] =>
  labels.flatMap((label, row) => (label === wanted ? [row] : []));

/** Share of the other label's rows that each row lies on the right side of; a tie counts half. */
const placements = (scores: readonly number[], positives: readonly number[], negatives: readonly number[]) => {
  const of = (rows: readonly number[]) => Float64Array.from(rows, (row) => scores[row]!).sort();
  const [sortedPositives, sortedNegatives] = [of(positives), of(negatives)];
  return {
    ofPositives: positives.map((row) => shareBelow(sortedNegatives, scores[row]!)),
    ofNegatives: negatives.map((row) => 1 - shareBelow(sortedPositives, scores[row]!)),
  };
};

const shareBelow = (sorted: Float64Array, value: number): number =>
  (countBelow(sorted, value, false) + countBelow(sorted, value, true)) / 2 / sorted.length;

/** How many are less than `value`, or with `orEqual` not more. */
const countBelow = (sorted: Float64Array, value: number, orEqual: boolean): number => {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value || (orEqual && sorted[middle] === value)) low = middle + 1;
    else high = middle;
  }
  return low;
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Of a - b, with n - 1. */
const varianceOfDifference = (a: readonly number[], b: readonly number[]): number => {
  const differences = a.map((value, i) => value - b[i]!);
  const centre = mean(differences);
  return differences.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (differences.length - 1);
};
