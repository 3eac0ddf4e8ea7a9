import { bridgeGaps } from '../signal/gaps.ts';

/** Zero crossings of the sinc on each side, and Kaiser's beta: 70 dB outside the band, flat to 0.86 of the lower Nyquist frequency. */
const zeroCrossings = 32;
const kaiserBeta = 6.76;
const cutoff = 0.93;
/** Rational ratios with at most this many phases are exact; any other ratio interpolates between this many phases. */
const maxPhases = 1024;

const besselI0 = (x: number): number => {
  let sum = 1;
  let term = 1;
  for (let k = 1; term > 1e-12 * sum; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
};

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Number of distinct fractional positions of the output on the input grid; null when the ratio has too many. */
const phaseCount = (fromHz: number, toHz: number): number | null => {
  // Rates with up to three decimals (257.5 Hz, 128.125 Hz) are rational here; others go the interpolated way.
  const from = Math.round(fromHz * 1000);
  const to = Math.round(toHz * 1000);
  if (Math.abs(from - fromHz * 1000) > 1e-6 || Math.abs(to - toHz * 1000) > 1e-6) return null;
  const phases = to / gcd(from, to);
  return phases <= maxPhases ? phases : null;
};

/**
 * Samples at another rate. Output length is round(n * toHz / fromHz); output sample i lies at i / toHz.
 *
 * Method: band-limited interpolation with a Kaiser-windowed sinc in polyphase form, linear phase, cut off below the
 * lower of the two Nyquist frequencies (J. O. Smith, Digital Audio Resampling, CCRMA; Kaiser & Schafer 1980). Ratios
 * with more than 1024 phases, irrational ones too, interpolate linearly between neighbouring phases.
 * Ends are extended by odd reflection. Missing samples are bridged for the filter and stay missing: an output is NaN
 * where the nearest input is. Any unit; linear time. RangeError when a rate is not a positive number.
 */
export const resample = (samples: Float32Array, fromHz: number, toHz: number): Float32Array => {
  if (!(fromHz > 0 && toHz > 0 && Number.isFinite(fromHz) && Number.isFinite(toHz)))
    throw new RangeError(`cannot resample from ${fromHz} Hz to ${toHz} Hz`);
  if (fromHz === toHz) return samples.slice();
  const n = samples.length;
  const outLength = Math.round((n * toHz) / fromHz);
  const out = new Float32Array(outLength);
  if (n === 0) return out;

  const scale = cutoff * Math.min(1, toHz / fromHz);
  const half = Math.ceil(zeroCrossings / Math.min(1, toHz / fromHz));
  const taps = 2 * half;
  const exactPhases = phaseCount(fromHz, toHz);
  const phases = exactPhases ?? maxPhases;
  const kernels = polyphase(phases + 1, half, scale);

  const { bridged } = bridgeGaps(samples);
  const padded = reflectEnds(bridged, half + 1);
  const ratio = fromHz / toHz;
  for (let i = 0; i < outLength; i++) {
    const position = i * ratio;
    const nearest = Math.min(n - 1, Math.round(position));
    if (!Number.isFinite(samples[nearest]!)) {
      out[i] = Number.NaN;
      continue;
    }
    let base = Math.floor(position + 1e-9);
    let phase = (position - base) * phases;
    if (exactPhases !== null) {
      phase = Math.round(phase);
      if (phase === phases) {
        phase = 0;
        base += 1;
      }
    }
    phase = Math.max(0, phase);
    const whole = Math.min(phases - 1, Math.floor(phase));
    const part = phase - whole;
    const start = base + 2; // the tap at base - half + 1, in padded coordinates
    const row = whole * taps;
    let sum = 0;
    if (part < 1e-9) for (let t = 0; t < taps; t++) sum += padded[start + t]! * kernels[row + t]!;
    else
      for (let t = 0; t < taps; t++) {
        const here = kernels[row + t]!;
        sum += padded[start + t]! * (here + part * (kernels[row + taps + t]! - here));
      }
    out[i] = sum;
  }
  return out;
};

/** Row p: weights of the inputs base - half + 1 ... base + half for an output at base + p / (rows - 1); each row sums to 1. */
const polyphase = (rows: number, half: number, scale: number): Float64Array => {
  const taps = 2 * half;
  const kernels = new Float64Array(rows * taps);
  const norm = besselI0(kaiserBeta);
  for (let p = 0; p < rows; p++) {
    const fraction = p / (rows - 1);
    let sum = 0;
    for (let t = 0; t < taps; t++) {
      const distance = t - half + 1 - fraction;
      const u = distance / half;
      const window = Math.abs(u) >= 1 ? 0 : besselI0(kaiserBeta * Math.sqrt(1 - u * u)) / norm;
      const x = Math.PI * distance * scale;
      const value = window * (Math.abs(x) < 1e-12 ? 1 : Math.sin(x) / x);
      kernels[p * taps + t] = value;
      sum += value;
    }
    for (let t = 0; t < taps; t++) kernels[p * taps + t]! /= sum;
  }
  return kernels;
};

/** Odd reflection about the first and last sample; holds the last mirrored value where the signal is shorter than the pad. */
const reflectEnds = (x: Float64Array, pad: number): Float64Array => {
  const n = x.length;
  const out = new Float64Array(n + 2 * pad);
  out.set(x, pad);
  const first = x[0]!;
  const last = x[n - 1]!;
  for (let i = 1; i <= pad; i++) {
    out[pad - i] = 2 * first - x[Math.min(i, n - 1)]!;
    out[pad + n - 1 + i] = 2 * last - x[Math.max(n - 1 - i, 0)]!;
  }
  return out;
};
