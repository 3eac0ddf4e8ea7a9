/**
 * Weights of the leads (unit length) that gather most of what moves between `from` and `to`: the first principal
 * component of the rows' slopes there, by power iteration. Slopes, so that an offset of a lead says nothing.
 */
export const strongestCombination = (rows: readonly Float64Array[], from: number, to: number): Float64Array => {
  const n = rows.length;
  const slopes = rows.map((row) => {
    const out = new Float64Array(Math.max(0, to - from));
    for (let i = from; i < to; i++) out[i - from] = (row[i + 1] ?? row[i]!) - row[i]!;
    return out;
  });
  const covariance = slopes.map((a) => slopes.map((b) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)));
  let strongest = 0;
  for (let l = 1; l < n; l++) if (covariance[l]![l]! > covariance[strongest]![strongest]!) strongest = l;
  let weights = Float64Array.from({ length: n }, (_, l) => (l === strongest ? 1 : 0));
  for (let round = 0; round < 24; round++) {
    const next = Float64Array.from(covariance, (row) => row.reduce((sum, value, l) => sum + value * weights[l]!, 0));
    const norm = Math.hypot(...next);
    if (!(norm > 0)) return weights;
    weights = next.map((value) => value / norm);
  }
  return weights;
};

export const combine = (rows: readonly Float64Array[], weights: Float64Array): Float64Array => {
  const out = new Float64Array(rows[0]?.length ?? 0);
  rows.forEach((row, l) => {
    const w = weights[l]!;
    if (w !== 0) for (let i = 0; i < out.length; i++) out[i]! += w * row[i]!;
  });
  return out;
};
