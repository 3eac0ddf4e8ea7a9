import type { Bounds } from './delineation/delineate.ts';
import type { DominantBeat } from './delineation/dominantBeat.ts';
import type { Doubts } from './delineation/widths.ts';
import type { Measurements } from './schema.ts';

export type LeadAmplitudes = Measurements['perLead'][string];

/** One lead of the median beat: level 0 is the PR segment just before the QRS; index `zero` is the beat's instant. */
export interface MedianLead {
  readonly samplesMv: Float32Array;
  /** Standard error of each sample from the spread of the beats, mV; 0 of fewer than three. */
  readonly errorMv: Float32Array;
  readonly zero: number;
  /** How many beats the median is taken over. */
  readonly beats: number;
}

const beforeS = 0.45;
const afterS = 0.7;
/** More beats change a median no more. */
const mostBeats = 25;
/** Standard error of a median by the distance of the quartiles of a normal spread, at one value. */
const perQuartiles = 0.741 * 1.2533;
/** Smaller deflections are no Q, R or S wave. */
const leastDeflectionMv = 0.02;

/**
 * Median course of the dominant beats in one lead at the recording's own rate and band, each beat levelled at its PR
 * segment (mean from 24 to 8 ms before the QRS, of `levelMv`: the same lead without pacing spikes). NaN where no beat has a sample; null when no beat can be levelled.
 */
export const medianLead = (
  samplesMv: Float32Array,
  rateHz: number,
  atS: readonly number[],
  qrsOnsetS: number,
  levelMv: Float32Array = samplesMv,
): MedianLead | null => {
  const zero = Math.round(beforeS * rateHz);
  const length = zero + Math.round(afterS * rateHz) + 1;
  const stride = Math.max(1, Math.ceil(atS.length / mostBeats));
  const starts: number[] = [];
  const levels: number[] = [];
  for (let k = 0; k < atS.length; k += stride) {
    const centre = Math.round(atS[k]! * rateHz);
    const level = meanBetween(
      levelMv,
      centre + Math.round((qrsOnsetS - 0.024) * rateHz),
      centre + Math.round((qrsOnsetS - 0.008) * rateHz),
    );
    if (level === null) continue;
    starts.push(centre - zero);
    levels.push(level);
  }
  if (starts.length === 0) return null;
  const out = new Float32Array(length);
  const errorMv = new Float32Array(length);
  const values = new Float64Array(starts.length);
  for (let i = 0; i < length; i++) {
    let count = 0;
    for (let k = 0; k < starts.length; k++) {
      const value = samplesMv[starts[k]! + i]! - levels[k]!;
      if (!Number.isFinite(value)) continue;
      let place = count;
      while (place > 0 && values[place - 1]! > value) {
        values[place] = values[place - 1]!;
        place -= 1;
      }
      values[place] = value;
      count += 1;
    }
    out[i] = count === 0 ? Number.NaN : (values[(count - 1) >> 1]! + values[count >> 1]!) / 2;
    if (count >= 3)
      errorMv[i] =
        (perQuartiles * (values[(3 * (count - 1) + 2) >> 2]! - values[(count - 1) >> 2]!)) / Math.sqrt(count);
  }
  return { samplesMv: out, errorMv, zero, beats: starts.length };
};

const meanBetween = (x: Float32Array, from: number, to: number): number | null => {
  let sum = 0;
  let count = 0;
  for (let i = Math.max(0, from); i <= Math.min(x.length - 1, to); i++) {
    const value = x[i]!;
    if (!Number.isFinite(value)) continue;
    sum += value;
    count += 1;
  }
  return count === 0 ? null : sum / count;
};

export interface MeasuredAmplitudes {
  readonly values: LeadAmplitudes;
  /** What may make each of the values wrong; null beside a null. */
  readonly doubts: Readonly<Record<keyof LeadAmplitudes, Doubts | null>>;
}

/**
 * Amplitudes of one lead against its PR segment, mV. `lead`: its row in the dominant beat; `jS`: the global end of the
 * QRS, so that ST is read at the same instant in all leads. A wave that the lead does not have is null; a complex
 * without a positive deflection (QS) stands under Q.
 */
export const leadAmplitudes = (
  median: MedianLead,
  rateHz: number,
  beat: DominantBeat,
  lead: number,
  jS: number,
): MeasuredAmplitudes => {
  const { samplesMv, zero } = median;
  const at = (seconds: number): number => zero + Math.round(seconds * rateHz);
  const extreme = (fromS: number, toS: number, sign: 1 | -1): Deflection | null => {
    let best: Deflection | null = null;
    for (let i = Math.max(0, at(fromS)); i <= Math.min(samplesMv.length - 1, at(toS)); i++) {
      const mv = samplesMv[i]!;
      if (Number.isFinite(mv) && (best === null || sign * mv > sign * best.mv)) best = { mv, at: i };
    }
    return best;
  };
  const larger = (bounds: Bounds | undefined): Deflection | null => {
    const up = bounds ? extreme(bounds.onsetS, bounds.offsetS, 1) : null;
    const down = bounds ? extreme(bounds.onsetS, bounds.offsetS, -1) : null;
    return up === null || down === null ? null : Math.abs(up.mv) >= Math.abs(down.mv) ? up : down;
  };
  const st = (afterJS: number): Deflection | null => {
    const place = at(jS + afterJS);
    const half = Math.round(0.004 * rateHz);
    const mv = meanBetween(samplesMv, place - half, place + half);
    return mv === null ? null : { mv, at: place };
  };
  const { onsetS, offsetS } = beat.qrs[lead]!;
  const up = extreme(onsetS, offsetS, 1);
  const r = up !== null && up.mv >= leastDeflectionMv ? up : null;
  const toSeconds = (index: number): number => (index - zero) / rateHz;
  const negative = (wave: Deflection | null): Deflection | null =>
    wave !== null && wave.mv <= -leastDeflectionMv ? wave : null;
  const found: Readonly<Record<keyof LeadAmplitudes, Deflection | null>> = {
    pMv: larger(beat.p?.[lead]),
    qMv: negative(extreme(onsetS, r === null ? offsetS : toSeconds(r.at), -1)),
    rMv: r,
    sMv: negative(r === null ? null : extreme(toSeconds(r.at), offsetS, -1)),
    tMv: larger(beat.t?.[lead]),
    stJMv: st(0),
    stJ60Mv: st(0.06),
    stJ80Mv: st(0.08),
  };
  const near = Math.round(0.01 * rateHz);
  const levelErrorMv = meanBetween(median.errorMv, at(onsetS - 0.024), at(onsetS - 0.008)) ?? 0;
  const doubtsOf = (wave: Deflection | null): Doubts | null =>
    wave && {
      leads: 1,
      parts: [
        meanBetween(median.errorMv, wave.at - near, wave.at + near) ?? 0,
        levelErrorMv,
        1 / Math.sqrt(median.beats),
        Math.abs(wave.mv),
      ],
    };
  return {
    values: mapped(found, (wave) => wave?.mv ?? null),
    doubts: mapped(found, doubtsOf),
  };
};

/** One value by each amplitude's name. */
export const mapped = <From, To>(
  of: Readonly<Record<keyof LeadAmplitudes, From>>,
  make: (each: From, name: keyof LeadAmplitudes) => To,
): Record<keyof LeadAmplitudes, To> => ({
  pMv: make(of.pMv, 'pMv'),
  qMv: make(of.qMv, 'qMv'),
  rMv: make(of.rMv, 'rMv'),
  sMv: make(of.sMv, 'sMv'),
  tMv: make(of.tMv, 'tMv'),
  stJMv: make(of.stJMv, 'stJMv'),
  stJ60Mv: make(of.stJ60Mv, 'stJ60Mv'),
  stJ80Mv: make(of.stJ80Mv, 'stJ80Mv'),
});

interface Deflection {
  readonly mv: number;
  /** Index into the median beat. */
  readonly at: number;
}

/**
 * Over which last part of a wave the line it is measured from goes from the level at its onset to that at its end: an ST
 * displacement begins while the last of the ventricles is activated (0.45 of the QRS, from synthetic hearts of the
 * tuning seeds), T stands on one that fades away under it.
 */
const levelChange = { P: 1, QRS: 0.45, T: 1 } as const;

/**
 * Net area of a wave of the median beat between two instants, mV s, above the line between the levels at its ends (means
 * over 8 ms): a displaced ST segment has a direction of its own and would turn the axis. null where a sample is missing.
 */
export const netArea = (
  { samplesMv, zero }: Pick<MedianLead, 'samplesMv' | 'zero'>,
  rateHz: number,
  wave: keyof typeof levelChange,
  fromS: number,
  toS: number,
): number | null => {
  const from = Math.max(0, zero + Math.round(fromS * rateHz));
  const to = Math.min(samplesMv.length - 1, zero + Math.round(toS * rateHz));
  const half = Math.round(0.004 * rateHz);
  const start = meanBetween(samplesMv, from - half, from + half);
  const end = meanBetween(samplesMv, to - half, to + half);
  if (to <= from || start === null || end === null) return null;
  let sum = -(start + (end - start) * 0.5 * levelChange[wave]) * (to - from);
  for (let i = from; i <= to; i++) sum += samplesMv[i]!;
  return Number.isFinite(sum) ? sum / rateHz : null;
};

/** Root mean square over a wave of what the spread of the beats leaves open, mV s over its whole length. */
export const areaError = ({ errorMv, zero }: MedianLead, rateHz: number, fromS: number, toS: number): number => {
  const from = Math.max(0, zero + Math.round(fromS * rateHz));
  const to = Math.min(errorMv.length - 1, zero + Math.round(toS * rateHz));
  let sum = 0;
  for (let i = from; i <= to; i++) sum += errorMv[i]! ** 2;
  return to > from ? (Math.sqrt(sum / (to - from + 1)) * (to - from)) / rateHz : 0;
};
