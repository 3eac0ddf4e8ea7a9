/** exp(-z^2 / 2) / sqrt(2 pi) */
const density = (z: number): number => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** From here the continued fraction is quicker and the series loses digits. */
const seriesBelow = 3;
const terms = 80;

/**
 * Probability that a standard normal lies further from 0 than |z|: the series of Marsaglia (2004) near 0, Laplace's
 * continued fraction beyond; NaN for NaN.
 */
export const twoSidedNormal = (z: number): number => {
  const x = Math.abs(z);
  if (x < seriesBelow) {
    let term = x;
    let sum = x;
    for (let n = 3; n < 2 * terms; n += 2) {
      term *= (x * x) / n;
      sum += term;
    }
    return 1 - 2 * density(x) * sum;
  }
  let fraction = x;
  for (let n = terms; n > 0; n--) fraction = x + n / fraction;
  return (2 * density(x)) / fraction;
};
