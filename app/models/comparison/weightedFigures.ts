import type { WeightedFigure } from './auc.ts';

/** Share of the weight on rows where `wanted` holds, among those where `among` holds; NaN where there are none. */
export const shareOf =
  (wanted: readonly boolean[], among: readonly boolean[] | null = null): WeightedFigure =>
  (weights) => {
    let hits = 0;
    let all = 0;
    for (const [row, hit] of wanted.entries())
      if (among === null || among[row]) {
        all += weights[row]!;
        if (hit) hits += weights[row]!;
      }
    return hits / all;
  };

/** 2 TP / (2 TP + FP + FN) of one class; 0 where it is neither there nor stated. */
export const f1Of =
  (labels: readonly boolean[], stated: readonly boolean[]): WeightedFigure =>
  (weights) => {
    let both = 0;
    let either = 0;
    for (const [row, label] of labels.entries()) {
      const said = stated[row]!;
      if (label) either += weights[row]!;
      if (said) either += weights[row]!;
      if (label && said) both += weights[row]!;
    }
    return either > 0 ? (2 * both) / either : 0;
  };

/** Mean squared error of the probability of one class (Brier GW. Monthly Weather Review 1950;78:1-3). */
export const brierOf =
  (labels: readonly boolean[], probabilities: readonly number[]): WeightedFigure =>
  (weights) => {
    let sum = 0;
    let all = 0;
    for (const [row, probability] of probabilities.entries()) {
      sum += weights[row]! * (probability - (labels[row] ? 1 : 0)) ** 2;
      all += weights[row]!;
    }
    return sum / all;
  };

const bins = 10;

/** Expected calibration error of one class, ten bins of equal width (Naeini MP et al. AAAI 2015). */
export const calibrationErrorOf = (labels: readonly boolean[], probabilities: readonly number[]): WeightedFigure => {
  const binOf = Uint8Array.from(probabilities, (p) => Math.min(bins - 1, Math.max(0, Math.floor(p * bins))));
  return (weights) => {
    const gaps = new Float64Array(bins);
    let all = 0;
    for (const [row, probability] of probabilities.entries()) {
      gaps[binOf[row]!]! += weights[row]! * ((labels[row] ? 1 : 0) - probability);
      all += weights[row]!;
    }
    return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / all;
  };
};

/** Mean of the figures; NaN when one of them is. */
export const meanOf =
  (figures: readonly WeightedFigure[]): WeightedFigure =>
  (weights) =>
    figures.reduce((sum, figure) => sum + figure(weights), 0) / figures.length;
