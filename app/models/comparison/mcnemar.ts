/**
 * Exact two-sided p of two answers to the same questions, from those that only one of them got right (McNemar Q. Psychometrika
 * 1947;12:153-157, in its binomial form); 1 where there are none.
 */
export const mcnemar = (firstRight: readonly boolean[], secondRight: readonly boolean[]): number => {
  const onlyFirst = firstRight.filter((right, i) => right && !secondRight[i]).length;
  const onlySecond = secondRight.filter((right, i) => right && !firstRight[i]).length;
  const n = onlyFirst + onlySecond;
  // Binomial terms in logarithms: 2^-n is no number of a computer from n = 1075.
  let term = -n * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= Math.min(onlyFirst, onlySecond); k++) {
    if (k > 0) term += Math.log((n - k + 1) / k);
    tail += Math.exp(term);
  }
  return Math.min(1, 2 * tail);
};
