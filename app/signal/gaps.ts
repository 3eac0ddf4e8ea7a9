/** A run of missing samples: `start` inclusive, `end` exclusive, in samples. */
export interface Gap {
  readonly start: number;
  readonly end: number;
}

/**
 * Bridges missing samples (NaN or infinite) by straight lines and holds the first and last value at the ends, so that a
 * filter sees no step that the heart did not make. `gaps` says what was invented; a signal with no sample at all
 * becomes zeros with one gap over everything. Linear time.
 */
export const bridgeGaps = (samples: ArrayLike<number>): { bridged: Float64Array; gaps: Gap[] } => {
  const n = samples.length;
  const bridged = new Float64Array(n);
  const gaps: Gap[] = [];
  let start = -1;
  for (let i = 0; i < n; i++) {
    const value = samples[i]!;
    if (Number.isFinite(value)) {
      bridged[i] = value;
      if (start >= 0) {
        gaps.push({ start, end: i });
        start = -1;
      }
    } else if (start < 0) start = i;
  }
  if (start >= 0) gaps.push({ start, end: n });
  for (const gap of gaps) {
    const after = gap.end < n ? bridged[gap.end]! : gap.start > 0 ? bridged[gap.start - 1]! : 0;
    const before = gap.start > 0 ? bridged[gap.start - 1]! : after;
    const step = (after - before) / (gap.end - gap.start + 1);
    for (let i = gap.start; i < gap.end; i++) bridged[i] = before + step * (i - gap.start + 1);
  }
  return { bridged, gaps };
};

/** Writes NaN over the gaps again, in place. */
export const reopenGaps = <T extends Float32Array | Float64Array>(samples: T, gaps: readonly Gap[]): T => {
  for (const gap of gaps) samples.fill(Number.NaN, gap.start, gap.end);
  return samples;
};
