import { median, quantile } from '../../signal/windows.ts';
import type { AtrialSignal } from './atrialSignal.ts';

/** Deflections between the QRS complexes that point the same way over the leads: P waves, if there are any. */
export interface AtrialEvents {
  readonly timesS: readonly number[];
  /** How far each stands out, in units of the usual one. */
  readonly sizes: readonly number[];
  /** Usual size against what lies between the events, a ratio. */
  readonly prominence: number;
  /** Along the direction in which the leads move most, mV. */
  readonly courseMv: Float64Array;
}

const apartS = 0.2;
const leastSize = 0.5;
const turns = 12;

/** null without beats or without signal. Linear time. */
export const atrialEvents = (atrial: AtrialSignal, beatTimesS: readonly number[]): AtrialEvents | null => {
  const { rateHz, restMv, open } = atrial;
  const length = open.length;
  if (restMv.length === 0 || length < rateHz) return null;
  const course = along(restMv, open, direction(restMv, open));
  // P waves are humps with rest between them: the long side of the values is the side of the waves.
  let third = 0;
  for (let i = 0; i < length; i++) if (open[i] === 1) third += course[i]! ** 3;
  if (third < 0) for (let i = 0; i < length; i++) course[i] = -course[i]!;
  const apart = Math.round(apartS * rateHz);
  const summits: number[] = [];
  for (let i = 1; i + 1 < length; i++) {
    if (open[i] === 0 || course[i]! <= 0 || course[i]! < course[i - 1]! || course[i]! < course[i + 1]!) continue;
    const last = summits[summits.length - 1];
    if (last !== undefined && i - last < apart) {
      if (course[i]! > course[last]!) summits[summits.length - 1] = i;
    } else summits.push(i);
  }
  const edges = [0, ...beatTimesS.map((timeS) => Math.round(timeS * rateHz)), length];
  const highest: number[] = [];
  for (let k = 1; k < edges.length; k++) {
    let most = 0;
    for (const i of summits) if (i >= edges[k - 1]! && i < edges[k]!) most = Math.max(most, course[i]!);
    if (edges[k]! - edges[k - 1]! > 0.3 * rateHz) highest.push(most);
  }
  const usual = median(highest);
  if (!(usual > 0)) return null;
  const kept = summits.filter((i) => course[i]! >= leastSize * usual);
  const away: number[] = [];
  const near = new Uint8Array(length);
  for (const i of kept) near.fill(1, Math.max(0, i - Math.round(0.09 * rateHz)), i + Math.round(0.09 * rateHz));
  for (let i = 0; i < length; i++) if (open[i] === 1 && near[i] === 0) away.push(Math.abs(course[i]!));
  const rest = away.length < 0.05 * length ? Number.NaN : quantile(away, 0.8);
  return {
    timesS: kept.map((i) => i / rateHz),
    sizes: kept.map((i) => course[i]! / usual),
    prominence: Number.isFinite(rest) ? usual / (rest + 1e-4) : 1,
    courseMv: course,
  };
};

/** First principal component over the open samples, by power iteration. */
const direction = (leads: readonly Float64Array[], open: Uint8Array): Float64Array => {
  const count = leads.length;
  const covariance = leads.map(() => new Float64Array(count));
  for (let a = 0; a < count; a++)
    for (let b = a; b < count; b++) {
      const x = leads[a]!;
      const y = leads[b]!;
      let sum = 0;
      for (let i = 0; i < open.length; i++) if (open[i] === 1) sum += clipped(x[i]!) * clipped(y[i]!);
      covariance[a]![b] = sum;
      covariance[b]![a] = sum;
    }
  let v = new Float64Array(count).fill(1 / Math.sqrt(count));
  for (let turn = 0; turn < turns; turn++) {
    const next = Float64Array.from(covariance, (row, a) =>
      row.reduce((sum, value, b) => sum + value * v[b]!, v[a]! * 1e-9),
    );
    const size = Math.hypot(...next);
    if (!(size > 0)) return v;
    v = next.map((value) => value / size);
  }
  return v;
};

/** No P wave is larger; what is, is an artefact or a T wave that was not taken out. */
const mostMv = 0.25;
const clipped = (mv: number): number => Math.max(-mostMv, Math.min(mostMv, mv));

const along = (leads: readonly Float64Array[], open: Uint8Array, weights: Float64Array): Float64Array => {
  const out = new Float64Array(open.length);
  leads.forEach((x, l) => {
    for (let i = 0; i < out.length; i++) out[i]! += weights[l]! * x[i]!;
  });
  return out;
};
