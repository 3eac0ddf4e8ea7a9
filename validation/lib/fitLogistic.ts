import type { Logistic } from '../../app/analysis/rhythm/logistic.ts';

export interface WeightedRow {
  readonly values: readonly number[];
  readonly positive: boolean;
  readonly weight: number;
}

/** Logistic regression with a ridge on the scaled weights, by Newton's method. */
export const fitLogistic = (rows: readonly WeightedRow[], names: readonly string[], ridge = 5): Logistic => {
  const count = names.length;
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const means = names.map((_, i) => rows.reduce((sum, { values, weight }) => sum + weight * values[i]!, 0) / total);
  const scales = names.map((_, i) => {
    const variance = rows.reduce((sum, { values, weight }) => sum + weight * (values[i]! - means[i]!) ** 2, 0) / total;
    return Math.sqrt(variance) || 1;
  });
  const scaled = rows.map(({ values }) => [1, ...values.map((value, i) => (value - means[i]!) / scales[i]!)]);
  let beta = new Array<number>(count + 1).fill(0);
  for (let turn = 0; turn < 30; turn++) {
    const gradient = new Array<number>(count + 1).fill(0);
    const hessian = Array.from({ length: count + 1 }, () => new Array<number>(count + 1).fill(0));
    rows.forEach(({ positive, weight }, r) => {
      const x = scaled[r]!;
      const p = 1 / (1 + Math.exp(-x.reduce((sum, value, i) => sum + value * beta[i]!, 0)));
      const error = weight * ((positive ? 1 : 0) - p);
      const curve = weight * p * (1 - p) + 1e-9;
      for (let i = 0; i <= count; i++) {
        gradient[i]! += error * x[i]!;
        for (let j = 0; j <= i; j++) hessian[i]![j]! += curve * x[i]! * x[j]!;
      }
    });
    for (let i = 0; i <= count; i++) {
      for (let j = 0; j < i; j++) hessian[j]![i] = hessian[i]![j]!;
      if (i > 0) {
        gradient[i]! -= ridge * beta[i]!;
        hessian[i]![i]! += ridge;
      }
    }
    const step = solve(hessian, gradient);
    const longest = Math.max(...step.map(Math.abs));
    const part = longest > 2 ? 2 / longest : 1;
    beta = beta.map((value, i) => value + part * step[i]!);
    if (longest < 1e-7) break;
  }
  const rounded = (value: number): number => Number(value.toPrecision(6));
  const [bias = 0, ...weights] = beta;
  return {
    names: [...names],
    bias: rounded(bias),
    weights: weights.map(rounded),
    means: means.map(rounded),
    scales: scales.map(rounded),
  };
};

/** Gaussian elimination with pivots. */
const solve = (matrix: readonly (readonly number[])[], right: readonly number[]): number[] => {
  const n = right.length;
  const a = matrix.map((row, i) => [...row, right[i]!]);
  for (let i = 0; i < n; i++) {
    let pivot = i;
    for (let r = i + 1; r < n; r++) if (Math.abs(a[r]![i]!) > Math.abs(a[pivot]![i]!)) pivot = r;
    [a[i], a[pivot]] = [a[pivot]!, a[i]!];
    for (let r = i + 1; r < n; r++) {
      const factor = a[r]![i]! / a[i]![i]!;
      for (let c = i; c <= n; c++) a[r]![c]! -= factor * a[i]![c]!;
    }
  }
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = a[i]![n]!;
    for (let c = i + 1; c < n; c++) sum -= a[i]![c]! * x[c]!;
    x[i] = sum / a[i]![i]!;
  }
  return x;
};
