/**
 * The value that would stand at `rank` (0-based) if `values[from..to)` were sorted, without sorting all of them
 * (Hoare 1961, Algorithm 65). Reorders that part; ranks asked for later may use what is in order already. Values must be numbers, not NaN.
 * Linear time on average.
 */
export const select = (values: Float64Array, rank: number, from = 0, to = values.length): number => {
  let low = from;
  let high = to - 1;
  const place = from + rank;
  while (high - low > 12) {
    const pivot = middleOf(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let i = low - 1;
    let j = high + 1;
    for (;;) {
      do i += 1;
      while (values[i]! < pivot);
      do j -= 1;
      while (values[j]! > pivot);
      if (i >= j) break;
      const swapped = values[i]!;
      values[i] = values[j]!;
      values[j] = swapped;
    }
    if (place <= j) high = j;
    else low = j + 1;
  }
  for (let i = low + 1; i <= high; i++) {
    const value = values[i]!;
    let k = i - 1;
    while (k >= low && values[k]! > value) {
      values[k + 1] = values[k]!;
      k -= 1;
    }
    values[k + 1] = value;
  }
  return values[place]!;
};

const middleOf = (a: number, b: number, c: number): number => Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));

/** The middle value, of an even number the upper one; NaN of none. Reorders `values[from..to)`. */
export const upperMedian = (values: Float64Array, from = 0, to = values.length): number =>
  to > from ? select(values, (to - from) >> 1, from, to) : Number.NaN;
