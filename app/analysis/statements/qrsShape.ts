/** Deflections of one QRS in the order of their names; amplitudes in mV (0: not there), S and Q as positive depths. */
export interface QrsShape {
  /** Depth and duration of a first negative deflection before any R. */
  readonly qMv: number;
  readonly qMs: number;
  readonly rMv: number;
  readonly rMs: number;
  readonly sMv: number;
  readonly sMs: number;
  /** Second positive deflection; also of a notched R without an S between. */
  readonly r2Mv: number;
  /** Highest and deepest point of all, whatever its name. */
  readonly highestMv: number;
  readonly deepestMv: number;
  /** True when no positive deflection is there. */
  readonly qs: boolean;
  /** From the onset to the summit of the highest positive deflection, ms; 0 without one. */
  readonly rPeakMs: number;
  /** Turning points inside the QRS beyond those of q, R and S: notches. */
  readonly notches: number;
  /** Height of a notch behind the summit of R near the end of the QRS, mV; 0 without one. */
  readonly endNotchMv: number;
  /** Greatest slope of the first 30 ms against the greatest of the whole QRS, 0..1: small in a delta wave. */
  readonly initialSlope: number;
  /** Mean over the last third of the QRS, mV: late forces. */
  readonly lateMv: number;
}

/** Smaller deflections are not named, mV. */
const leastMv = 0.03;
/** A turn must be this large against the height of the whole complex. */
const leastTurnShare = 0.05;
const initialMs = 30;

/**
 * Names the deflections of a QRS by its turning points (zigzag with hysteresis). `from`, `to`: its bounds, samples, not
 * rounded. null where a sample is missing or the QRS has fewer than four.
 */
export const qrsShape = (samplesMv: Float32Array, from: number, to: number, msPerSample: number): QrsShape | null => {
  const first = Math.max(0, Math.floor(from));
  const last = Math.min(samplesMv.length - 1, Math.ceil(to));
  if (last - first < 3) return null;
  let [highest, deepest, steepest, early, late, lateCount] = [0, 0, 0, 0, 0, 0];
  const lateFrom = last - Math.round((last - first) / 3);
  for (let i = first; i <= last; i++) {
    const value = samplesMv[i]!;
    if (!Number.isFinite(value)) return null;
    highest = Math.max(highest, value);
    deepest = Math.min(deepest, value);
    if (i >= lateFrom) {
      late += value;
      lateCount += 1;
    }
    if (i === first) continue;
    const slope = Math.abs(value - samplesMv[i - 1]!);
    steepest = Math.max(steepest, slope);
    if ((i - first) * msPerSample <= initialMs) early = Math.max(early, slope);
  }
  const hysteresis = Math.max(leastMv, leastTurnShare * (highest - deepest));
  const turns = turningPoints(samplesMv, first, last, hysteresis);
  const ms = (i: number): number => (i - from) * msPerSample;
  const widthMs = (i: number): number => crossingWidth(samplesMv, i, first, last) * msPerSample;

  const peaks = turns.filter(({ up, at }) => up && samplesMv[at]! >= leastMv);
  const r = peaks[0];
  const valleys = turns.filter(({ up, at }) => !up && samplesMv[at]! <= -leastMv);
  const q = valleys.find(({ at }) => r === undefined || at < r.at);
  const s = r && valleys.find(({ at }) => at > r.at);
  const r2 = peaks[1];
  const top = peaks.reduce<Turn | undefined>(
    (best, peak) => (best === undefined || samplesMv[peak.at]! > samplesMv[best.at]! ? peak : best),
    undefined,
  );
  const named = [q, r, s].filter((turn) => turn !== undefined).length;
  const endNotch = peaks.filter(({ at }) => top !== undefined && at > top.at && at >= last - 40 / msPerSample).at(-1);
  return {
    qMv: q ? -samplesMv[q.at]! : 0,
    qMs: q ? widthMs(q.at) : 0,
    rMv: r ? samplesMv[r.at]! : 0,
    rMs: r ? widthMs(r.at) : 0,
    sMv: s ? -samplesMv[s.at]! : 0,
    sMs: s ? widthMs(s.at) : 0,
    r2Mv: r2 ? samplesMv[r2.at]! : 0,
    highestMv: highest,
    deepestMv: -deepest,
    qs: r === undefined && q !== undefined,
    rPeakMs: top ? ms(top.at) : 0,
    notches: Math.max(0, turns.length - named),
    endNotchMv: endNotch ? samplesMv[endNotch.at]! : 0,
    initialSlope: steepest > 0 ? early / steepest : 1,
    lateMv: late / lateCount,
  };
};

interface Turn {
  readonly at: number;
  readonly up: boolean;
}

/** Summits and valleys between `first` and `last` that stand out by the hysteresis on both sides; the ends are none. */
const turningPoints = (x: Float32Array, first: number, last: number, hysteresis: number): Turn[] => {
  const turns: Turn[] = [];
  let [high, low] = [first, first];
  let direction = 0;
  for (let i = first + 1; i <= last; i++) {
    if (x[i]! > x[high]!) high = i;
    if (x[i]! < x[low]!) low = i;
    if (direction >= 0 && x[high]! - x[i]! >= hysteresis) {
      if (high > first) turns.push({ at: high, up: true });
      direction = -1;
      low = i;
      high = i;
    } else if (direction <= 0 && x[i]! - x[low]! >= hysteresis) {
      if (low > first) turns.push({ at: low, up: false });
      direction = 1;
      high = i;
      low = i;
    }
  }
  return turns;
};

/** Samples between the crossings of zero around a deflection, interpolated; up to the bounds where it does not cross. */
const crossingWidth = (x: Float32Array, at: number, first: number, last: number): number => {
  const sign = Math.sign(x[at]!);
  let left = at;
  while (left > first && sign * x[left - 1]! > 0) left -= 1;
  let right = at;
  while (right < last && sign * x[right + 1]! > 0) right += 1;
  const part = (inside: number, outside: number): number =>
    outside < first || outside > last ? 0 : x[inside]! / (x[inside]! - x[outside]!);
  return right - left + part(left, left - 1) + part(right, right + 1);
};
