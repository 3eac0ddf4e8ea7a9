/** Places are fractional indices into the curve. */
export type Direction = -1 | 1;

/**
 * Where `activity` (>= 0) falls below `level` for at least `hold` samples, walking from `core` towards `limit`, with
 * linear interpolation; `limit` when it never does.
 */
export const fallsBelow = (
  activity: Float64Array,
  core: number,
  direction: Direction,
  limit: number,
  level: number,
  hold: number,
): number => {
  let quiet = 0;
  for (let i = core; direction > 0 ? i <= limit : i >= limit; i += direction) {
    if (activity[i]! >= level) {
      quiet = 0;
      continue;
    }
    quiet += 1;
    if (quiet < hold) continue;
    const below = i - direction * (hold - 1);
    const inner = activity[below - direction];
    if (inner === undefined || inner <= level) return below;
    return below - direction * ((level - activity[below]!) / (inner - activity[below]!));
  }
  return limit;
};

/**
 * Knee of the cumulated activity between `limit` and `core`: the point farthest from the straight line, that is where
 * the curve turns from rest to work (the triangle method of Zack et al. 1977, J Histochem Cytochem 25:741).
 */
export const knee = (activity: Float64Array, core: number, limit: number): number => {
  const direction = core > limit ? 1 : -1;
  const steps = Math.abs(core - limit);
  if (steps < 2) return limit;
  let total = 0;
  for (let k = 0; k <= steps; k++) total += activity[limit + direction * k]!;
  if (!(total > 0)) return limit;
  let sum = 0;
  let best = 0;
  let place = limit;
  for (let k = 0; k <= steps; k++) {
    sum += activity[limit + direction * k]!;
    const distance = k / steps - sum / total;
    if (distance > best) {
      best = distance;
      place = limit + direction * k;
    }
  }
  return place;
};

/** Where the cumulated activity from `from` to `to` (from < to) reaches part `q` of its total. */
export const activityQuantile = (activity: Float64Array, from: number, to: number, q: number): number => {
  let total = 0;
  for (let i = from; i <= to; i++) total += activity[i]!;
  if (!(total > 0)) return (from + to) / 2;
  let sum = 0;
  for (let i = from; i <= to; i++) {
    const next = sum + activity[i]!;
    if (next >= q * total) return i - 1 + (activity[i]! > 0 ? (q * total - sum) / activity[i]! : 0);
    sum = next;
  }
  return to;
};

/**
 * End of a wave by area (Zhang et al. 2006, Comput Cardiol 33:229): the point whose level, subtracted from the curve over
 * the `width` samples that lead to it, leaves the largest area. `direction` +1 for an offset, -1 for an onset;
 * `polarity` the sign of the wave's last deflection.
 */
export const areaEnd = (
  curve: Float64Array,
  from: number,
  to: number,
  direction: Direction,
  width: number,
  polarity: number,
): number => {
  let best = Number.NEGATIVE_INFINITY;
  let place = to;
  for (let i = from; direction > 0 ? i <= to : i >= to; i += direction) {
    // The level over a few samples, so that a single one cannot decide.
    let level = 0;
    let count = 0;
    for (let d = -1; d <= 1; d++) {
      const value = curve[i + d];
      if (value === undefined) continue;
      level += value;
      count += 1;
    }
    level /= Math.max(1, count);
    let area = 0;
    for (let k = 0; k < width; k++) area += (curve[i - direction * k] ?? level) - level;
    area *= polarity;
    if (area > best) {
      best = area;
      place = i;
    }
  }
  return place;
};
