import type { DominantBeat } from './delineation/dominantBeat.ts';
import type { Measurements } from './schema.ts';

export type LeadAmplitudes = Measurements['perLead'][string];

/** One lead of the median beat: level 0 is the PR segment just before the QRS; index `zero` is the beat's instant. */
export interface MedianLead {
  readonly samplesMv: Float32Array;
  readonly zero: number;
  /** How many beats the median is taken over. */
  readonly beats: number;
}

const beforeS = 0.45;
const afterS = 0.7;
/** More beats change a median no more. */
const mostBeats = 25;
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
  }
  return { samplesMv: out, zero, beats: starts.length };
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

/**
 * Amplitudes of one lead against its PR segment, mV. `lead`: its row in the dominant beat; `jS`: the global end of the
 * QRS, so that ST is read at the same instant in all leads. A wave that the lead does not have is null; a complex
 * without a positive deflection (QS) stands under Q.
 */
export const leadAmplitudes = (
  { samplesMv, zero }: MedianLead,
  rateHz: number,
  beat: DominantBeat,
  lead: number,
  jS: number,
): LeadAmplitudes => {
  const at = (seconds: number): number => zero + Math.round(seconds * rateHz);
  const extreme = (fromS: number, toS: number, sign: 1 | -1): { mv: number; at: number } | null => {
    let best: { mv: number; at: number } | null = null;
    for (let i = Math.max(0, at(fromS)); i <= Math.min(samplesMv.length - 1, at(toS)); i++) {
      const mv = samplesMv[i]!;
      if (Number.isFinite(mv) && (best === null || sign * mv > sign * best.mv)) best = { mv, at: i };
    }
    return best;
  };
  const larger = (fromS: number, toS: number): number | null => {
    const up = extreme(fromS, toS, 1);
    const down = extreme(fromS, toS, -1);
    return up === null || down === null ? null : Math.abs(up.mv) >= Math.abs(down.mv) ? up.mv : down.mv;
  };
  const st = (afterJS: number): number | null => {
    const value = meanBetween(
      samplesMv,
      at(jS + afterJS) - Math.round(0.004 * rateHz),
      at(jS + afterJS) + Math.round(0.004 * rateHz),
    );
    return value;
  };
  const { onsetS, offsetS } = beat.qrs[lead]!;
  const up = extreme(onsetS, offsetS, 1);
  const r = up !== null && up.mv >= leastDeflectionMv ? up : null;
  const toSeconds = (index: number): number => (index - zero) / rateHz;
  const q = r === null ? extreme(onsetS, offsetS, -1) : extreme(onsetS, toSeconds(r.at), -1);
  const s = r === null ? null : extreme(toSeconds(r.at), offsetS, -1);
  const negative = (wave: { mv: number } | null): number | null =>
    wave !== null && wave.mv <= -leastDeflectionMv ? wave.mv : null;
  const p = beat.p?.[lead];
  const t = beat.t?.[lead];
  return {
    pMv: p === undefined ? null : larger(p.onsetS, p.offsetS),
    qMv: negative(q),
    rMv: r?.mv ?? null,
    sMv: negative(s),
    tMv: t === undefined ? null : larger(t.onsetS, t.offsetS),
    stJMv: st(0),
    stJ60Mv: st(0.06),
    stJ80Mv: st(0.08),
  };
};

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
  { samplesMv, zero }: MedianLead,
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
