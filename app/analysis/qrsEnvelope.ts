import { butterworthTwoPass } from '../signal/butterworth.ts';
import type { Gap } from '../signal/gaps.ts';
import { upperMedian } from '../signal/select.ts';
import { zeroPhase } from '../signal/zeroPhase.ts';

/** Where ventricular depolarisation stands out against P, T and muscle (Elgendi 2013; Thakor 1984): 5 to 22 Hz. */
export const qrsBandHz = { low: 5, high: 22 } as const;
/** Width over which the energy is gathered: about one QRS. */
const energyWindowS = 0.1;
/** Peaks of the envelope are judged per block; a block holds at least one beat at 30 bpm. */
const blockS = 2;
/** Blocks on each side that make the local scale. */
const neighbourBlocks = 4;
/** Nothing of the heart is below this in the QRS band (millivolts, envelope). */
const floorMv = 0.008;

/** QRS energy of one lead on a coarse grid, with what is needed to weigh it against other leads. */
export interface LeadEnvelope {
  /** Root mean square of the band-passed lead over about one QRS, mV; 0 in gaps. */
  readonly valuesMv: Float64Array;
  /** Band-passed lead on the grid, mV; 0 in gaps. */
  readonly bandMv: Float64Array;
  /** The lead itself on the grid, mV; bridged in gaps. */
  readonly wideMv: Float64Array;
  /** Size of a beat here, mV, per block. */
  readonly scaleMv: Float64Array;
  /** How far beats stand above the rest here, per block; about 2 for noise, 10 and more for a clean ECG. */
  readonly prominence: Float64Array;
}

/** The QRS band needs no more than about 120 values per second; everything after the first look runs at that rate. */
export interface EnvelopeGrid {
  readonly rateHz: number;
  /** Native samples per grid value. */
  readonly step: number;
  /** Grid value k is centred on native sample k * step + centre. */
  readonly centre: number;
  readonly blockValues: number;
}

export const envelopeGrid = (sampleRateHz: number): EnvelopeGrid => {
  const step = Math.max(1, Math.floor(sampleRateHz / 120));
  const rateHz = sampleRateHz / step;
  return { rateHz, step, centre: (step - 1) / 2, blockValues: Math.max(1, Math.round(blockS * rateHz)) };
};

/** Means of `step` samples each: the mean has its zeros where the coarser rate would fold noise onto the QRS band. */
const decimate = (x: Float64Array, step: number): Float64Array => {
  if (step === 1) return x;
  const out = new Float64Array(Math.ceil(x.length / step));
  for (let k = 0; k < out.length; k++) {
    const end = Math.min(x.length, (k + 1) * step);
    let sum = 0;
    for (let i = k * step; i < end; i++) sum += x[i]!;
    out[k] = sum / (end - k * step);
  }
  return out;
};

/** Linear time and memory in the number of samples. `bridgedMv` must be finite; `gaps` are blanked in the envelope. */
export const leadEnvelope = (bridgedMv: Float64Array, gaps: readonly Gap[], grid: EnvelopeGrid): LeadEnvelope => {
  const wideMv = decimate(bridgedMv, grid.step);
  const bandMv = zeroPhase(
    wideMv,
    [
      ...butterworthTwoPass('high-pass', 2, qrsBandHz.low, grid.rateHz),
      ...butterworthTwoPass('low-pass', 2, Math.min(qrsBandHz.high, 0.4 * grid.rateHz), grid.rateHz),
    ],
    0.5 * grid.rateHz,
  );
  // A bridge over a long gap is flat, but its ends ring a little: what is near a gap is not evidence.
  const margin = 0.04 * grid.rateHz;
  for (const gap of gaps) {
    const start = gap.start / grid.step;
    const end = gap.end / grid.step;
    if (end - start > margin) bandMv.fill(0, Math.max(0, Math.floor(start - margin)), Math.ceil(end + margin));
  }
  const valuesMv = rms(bandMv, Math.max(1, Math.round((energyWindowS * grid.rateHz) / 2)));
  return { valuesMv, bandMv, wideMv, ...localScale(valuesMv, grid) };
};

/** Root mean square over 2 * half + 1 values around each one. */
const rms = (x: Float64Array, half: number): Float64Array => {
  const n = x.length;
  const out = new Float64Array(n);
  let sum = 0;
  for (let i = 0; i < Math.min(half, n); i++) sum += x[i]! * x[i]!;
  for (let i = 0; i < n; i++) {
    const entering = i + half;
    if (entering < n) sum += x[entering]! * x[entering]!;
    const leaving = i - half - 1;
    if (leaving >= 0) sum -= x[leaving]! * x[leaving]!;
    out[i] = Math.sqrt(Math.max(0, sum) / (2 * half + 1));
  }
  return out;
};

const localScale = (values: Float64Array, grid: EnvelopeGrid): { scaleMv: Float64Array; prominence: Float64Array } => {
  const blocks = Math.max(1, Math.ceil(values.length / grid.blockValues));
  const peaks = new Float64Array(blocks);
  const middles = new Float64Array(blocks);
  const scratch = new Float64Array(Math.max(grid.blockValues, 2 * neighbourBlocks + 1));
  const copied = (from: Float64Array, start: number, end: number): number => {
    for (let i = start; i < end; i++) scratch[i - start] = from[i]!;
    return end - start;
  };
  for (let b = 0; b < blocks; b++) {
    const start = b * grid.blockValues;
    const count = copied(values, start, Math.min(values.length, start + grid.blockValues));
    if (count === 0) continue;
    middles[b] = upperMedian(scratch, 0, count);
    let peak = 0;
    for (let i = 0; i < count; i++) if (scratch[i]! > peak) peak = scratch[i]!;
    peaks[b] = peak;
  }
  const live = peaks.filter((peak) => peak > floorMv);
  const overall = live.length > 0 ? upperMedian(live) : 0;
  const scaleMv = new Float64Array(blocks);
  const prominence = new Float64Array(blocks);
  for (let b = 0; b < blocks; b++) {
    const from = Math.max(0, b - neighbourBlocks);
    const to = Math.min(blocks, b + neighbourBlocks + 1);
    const beat = upperMedian(scratch, 0, copied(peaks, from, to));
    const resting = upperMedian(scratch, 0, copied(middles, from, to));
    // Where the heart pauses, its own size elsewhere keeps the noise from being blown up to beats.
    scaleMv[b] = Math.max(beat, 0.2 * overall, floorMv);
    prominence[b] = beat > floorMv ? beat / Math.max(resting, 0.02 * beat) : 0;
  }
  return { scaleMv, prominence };
};

/**
 * One envelope from all leads: each in units of its own local beat size, weighted by how clearly beats stand out of it,
 * so that a flat lead counts nothing and a noisy one little. 1 is the size of a usual beat. Signs and order of the
 * leads do not matter. `trust`, where given, multiplies the weights per lead and block. Weights per block and lead are returned for finding the peaks.
 */
export const combineEnvelopes = (
  leads: readonly LeadEnvelope[],
  grid: EnvelopeGrid,
  trust: readonly Float64Array[] | null = null,
): { values: Float64Array; weights: Float64Array[] } => {
  const length = leads[0]?.valuesMv.length ?? 0;
  const blocks = leads[0]?.scaleMv.length ?? 0;
  const weights = leads.map((lead, l) =>
    Float64Array.from(lead.prominence, (p, b) =>
      p <= 0 ? 0 : Math.max(0.05, Math.min(p, 30) - 2) ** 2 * (trust === null ? 1 : trust[l]![b]!),
    ),
  );
  for (let b = 0; b < blocks; b++) {
    const total = weights.reduce((sum, w) => sum + w[b]!, 0);
    if (total > 0) for (const w of weights) w[b] = w[b]! / total;
  }
  const values = new Float64Array(length);
  leads.forEach((lead, l) => {
    for (let b = 0; b < blocks; b++) {
      const weight = weights[l]![b]!;
      if (weight === 0) continue;
      const factor = weight / lead.scaleMv[b]! ** 2;
      const end = Math.min(length, (b + 1) * grid.blockValues);
      for (let k = b * grid.blockValues; k < end; k++) values[k]! += factor * lead.valuesMv[k]! ** 2;
    }
  });
  for (let k = 0; k < length; k++) values[k] = Math.sqrt(values[k]!);
  return { values, weights };
};
