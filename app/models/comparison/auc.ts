/** A figure of weighted rows; the weights of a bootstrap draw say how often each row was drawn. */
export type WeightedFigure = (weights: ArrayLike<number>) => number;

/**
 * Area under the ROC curve of one class (Mann-Whitney, ties count half) for any weights of the same rows: sorted once, then
 * linear. NaN without weight on both labels.
 */
export const aucOf = (labels: readonly boolean[], scores: readonly number[]): WeightedFigure => {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!);
  return (weights) => {
    let positives = 0;
    let negativesBelow = 0;
    let area = 0;
    for (let from = 0; from < order.length; ) {
      let tiedPositives = 0;
      let tiedNegatives = 0;
      let to = from;
      for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++) {
        const row = order[to]!;
        if (labels[row]) tiedPositives += weights[row]!;
        else tiedNegatives += weights[row]!;
      }
      area += tiedPositives * (negativesBelow + tiedNegatives / 2);
      positives += tiedPositives;
      negativesBelow += tiedNegatives;
      from = to;
    }
    return area / (positives * negativesBelow);
  };
};
