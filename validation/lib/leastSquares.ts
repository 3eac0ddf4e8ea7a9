/** Solves the symmetric positive system `a x = b` by Cholesky's method; `a` is overwritten. */
const solve = (a: Float64Array[], b: Float64Array): Float64Array => {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i]![j]!;
      for (let k = 0; k < j; k++) sum -= a[i]![k]! * a[j]![k]!;
      a[i]![j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / a[j]![j]!;
    }
  }
  const x = b.slice();
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= a[i]![k]! * x[k]!;
    x[i]! /= a[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= a[k]![i]! * x[k]!;
    x[i]! /= a[i]![i]!;
  }
  return x;
};

export interface LinearFit {
  readonly weights: number[];
  readonly constant: number;
}

interface Scaling {
  readonly mean: number[];
  readonly sd: number[];
}

const scaling = (rows: readonly (readonly number[])[], counts?: readonly number[]): Scaling => {
  const width = rows[0]!.length;
  const total = counts?.reduce((sum, c) => sum + c, 0) ?? rows.length;
  const count = (i: number): number => counts?.[i] ?? 1;
  const mean = Array.from(
    { length: width },
    (_, k) => rows.reduce((sum, row, i) => sum + count(i) * row[k]!, 0) / total,
  );
  const sd = mean.map(
    (m, k) => Math.sqrt(rows.reduce((sum, row, i) => sum + count(i) * (row[k]! - m) ** 2, 0) / total) || 1,
  );
  return { mean, sd };
};

const unscale = (scaled: readonly number[], constant: number, { mean, sd }: Scaling): LinearFit => {
  const weights = scaled.map((w, k) => w / sd[k]!);
  return { weights, constant: constant - weights.reduce((sum, w, k) => sum + w * mean[k]!, 0) };
};

/**
 * Ridge regression with Huber weights (residuals beyond `huber` count linearly). `penalty` is per row, on standardised columns;
 * `counts`: how many rows each row stands for, 1 when left out.
 */
export const ridge = (
  rows: readonly (readonly number[])[],
  targets: readonly number[],
  { penalty, huber, counts }: { penalty: number; huber: number; counts?: readonly number[] },
): LinearFit => {
  const scale = scaling(rows, counts);
  const width = scale.mean.length;
  const z = rows.map((row) => {
    const extended = Float64Array.from({ length: width + 1 }, (_, k) =>
      k < width ? (row[k]! - scale.mean[k]!) / scale.sd[k]! : 1,
    );
    return extended;
  });
  const total = counts?.reduce((sum, c) => sum + c, 0) ?? rows.length;
  let solution: Float64Array = new Float64Array(width + 1);
  solution[width] = targets.reduce((sum, t, i) => sum + (counts?.[i] ?? 1) * t, 0) / total;
  for (let round = 0; round < 8; round++) {
    const a = Array.from({ length: width + 1 }, () => new Float64Array(width + 1));
    const b = new Float64Array(width + 1);
    z.forEach((row, i) => {
      let predicted = 0;
      for (let k = 0; k <= width; k++) predicted += row[k]! * solution[k]!;
      const residual = Math.abs(targets[i]! - predicted);
      const w = (counts?.[i] ?? 1) * (round === 0 || residual <= huber ? 1 : huber / residual);
      for (let j = 0; j <= width; j++) {
        const value = w * row[j]!;
        if (value === 0) continue;
        const line = a[j]!;
        b[j]! += value * targets[i]!;
        for (let k = 0; k <= j; k++) line[k]! += value * row[k]!;
      }
    });
    for (let k = 0; k < width; k++) a[k]![k]! += penalty * total;
    solution = solve(a, b);
  }
  return unscale([...solution.slice(0, width)], solution[width]!, scale);
};

/**
 * Logistic regression by Newton's method with a quadratic penalty on standardised columns. `labels` are 0 or 1; `counts`: how many rows
 * each row stands for, 1 when left out.
 */
export const logistic = (
  rows: readonly (readonly number[])[],
  labels: readonly number[],
  { penalty, counts }: { penalty: number; counts?: readonly number[] },
): LinearFit => {
  const total = counts?.reduce((sum, c) => sum + c, 0) ?? rows.length;
  const scale = scaling(rows, counts);
  const width = scale.mean.length;
  const z = rows.map((row) => [...row.map((value, k) => (value - scale.mean[k]!) / scale.sd[k]!), 1]);
  let theta = new Float64Array(width + 1);
  for (let round = 0; round < 25; round++) {
    const a = Array.from({ length: width + 1 }, () => new Float64Array(width + 1));
    const b = new Float64Array(width + 1);
    z.forEach((row, i) => {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, k) => sum + value * theta[k]!, 0)));
      const count = counts?.[i] ?? 1;
      for (let j = 0; j <= width; j++) {
        b[j]! += count * row[j]! * (labels[i]! - p);
        for (let k = 0; k <= j; k++) a[j]![k]! += count * p * (1 - p) * row[j]! * row[k]!;
      }
    });
    for (let k = 0; k < width; k++) {
      a[k]![k]! += penalty * total;
      b[k]! -= penalty * total * theta[k]!;
    }
    a[width]![width]! += 1e-6 * total;
    const step = solve(a, b);
    theta = theta.map((value, k) => value + step[k]!);
  }
  return unscale([...theta.slice(0, width)], theta[width]!, scale);
};

/**
 * Which row of each group is the right one (`chosen`, its index): conditional logistic regression (McFadden 1974) by
 * Newton's method with a quadratic penalty on standardised columns. The constant is nought: only differences count.
 */
export const choice = (
  groups: readonly (readonly (readonly number[])[])[],
  chosen: readonly number[],
  { penalty }: { penalty: number },
): LinearFit => {
  const scale = scaling(groups.flat());
  const width = scale.mean.length;
  const z = groups.map((rows) => rows.map((row) => row.map((value, k) => (value - scale.mean[k]!) / scale.sd[k]!)));
  let theta = new Float64Array(width);
  for (let round = 0; round < 25; round++) {
    const a = Array.from({ length: width }, () => new Float64Array(width));
    const b = new Float64Array(width);
    z.forEach((rows, g) => {
      const scores = rows.map((row) => row.reduce((sum, value, k) => sum + value * theta[k]!, 0));
      const top = Math.max(...scores);
      const raised = scores.map((score) => Math.exp(score - top));
      const total = raised.reduce((sum, value) => sum + value, 0);
      const mean = new Float64Array(width);
      rows.forEach((row, i) => {
        for (let k = 0; k < width; k++) mean[k]! += (raised[i]! / total) * row[k]!;
      });
      rows.forEach((row, i) => {
        const p = raised[i]! / total;
        for (let j = 0; j < width; j++) {
          b[j]! += (row[j]! - mean[j]!) * (i === chosen[g] ? 1 : 0);
          for (let k = 0; k <= j; k++) a[j]![k]! += p * (row[j]! - mean[j]!) * (row[k]! - mean[k]!);
        }
      });
    });
    for (let k = 0; k < width; k++) {
      a[k]![k]! += penalty * groups.length;
      b[k]! -= penalty * groups.length * theta[k]!;
    }
    const step = solve(a, b);
    theta = theta.map((value, k) => value + step[k]!);
  }
  return { ...unscale([...theta], 0, scale), constant: 0 };
};
