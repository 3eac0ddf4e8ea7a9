/**
 * Discrete Fourier transform in place, radix 2, decimation in time (Cooley & Tukey 1965).
 * `re` and `im` have the same power-of-two length; RangeError otherwise.
 */
export const fft = (re: Float64Array, im: Float64Array): void => {
  const n = re.length;
  if (n === 0 || (n & (n - 1)) !== 0 || im.length !== n) throw new RangeError(`FFT of ${n} and ${im.length} values`);
  for (let i = 1, j = 0; i < n; i++) {
    let bit = n >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const real = re[i]!;
      const imaginary = im[i]!;
      re[i] = re[j]!;
      im[i] = im[j]!;
      re[j] = real;
      im[j] = imaginary;
    }
  }
  const { cos, sin } = turns(n);
  for (let size = 2; size <= n; size *= 2) {
    const half = size / 2;
    const stride = n / size;
    for (let start = 0; start < n; start += size) {
      for (let k = 0; k < half; k++) {
        const c = cos[k * stride]!;
        const s = sin[k * stride]!;
        const a = start + k;
        const b = a + half;
        const tre = re[b]! * c - im[b]! * s;
        const tim = re[b]! * s + im[b]! * c;
        re[b] = re[a]! - tre;
        im[b] = im[a]! - tim;
        re[a]! += tre;
        im[a]! += tim;
      }
    }
  }
};

interface Turns {
  readonly cos: Float64Array;
  readonly sin: Float64Array;
}

/** The last ones used: every lead of a recording asks for the same. */
let lastTurns: Turns = { cos: new Float64Array(0), sin: new Float64Array(0) };

/** Cosine and minus sine of the first half of `n` steps round the circle. */
const turns = (n: number): Turns => {
  if (lastTurns.cos.length === n / 2) return lastTurns;
  const cos = new Float64Array(n / 2);
  const sin = new Float64Array(n / 2);
  for (let k = 0; k < n / 2; k++) {
    cos[k] = Math.cos((2 * Math.PI * k) / n);
    sin[k] = -Math.sin((2 * Math.PI * k) / n);
  }
  lastTurns = { cos, sin };
  return lastTurns;
};

/** One-sided power density, unit^2 / Hz, at frequencies k * binHz. */
export interface PowerSpectrum {
  readonly density: Float64Array;
  readonly binHz: number;
}

/**
 * Power spectrum by Welch's method (1967): Hann windows of about `segmentS` seconds (a power of two of samples, zero
 * padded when the signal is shorter), half overlapping, each with its mean removed, at most `maxSegments` of them spread
 * evenly. `samples` must be finite. A sine of amplitude A has the band power A^2 / 2.
 */
export const welch = (samples: Float64Array, rateHz: number, segmentS: number, maxSegments = 256): PowerSpectrum => {
  const wanted = Math.max(8, Math.min(segmentS * rateHz, samples.length));
  const size = 2 ** Math.ceil(Math.log2(wanted) - 1e-9);
  const used = Math.min(size, samples.length);
  const density = new Float64Array(size / 2 + 1);
  const binHz = rateHz / size;
  if (used < 2) return { density, binHz };
  const window = hann(used);
  let windowPower = 0;
  for (let i = 0; i < used; i++) windowPower += window[i]! * window[i]!;
  const possible = Math.max(1, Math.floor((samples.length - used) / (used / 2)) + 1);
  const count = Math.min(possible, maxSegments);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  for (let s = 0; s < count; s++) {
    const start = count === 1 ? 0 : Math.floor((s * (samples.length - used)) / (count - 1));
    let mean = 0;
    for (let i = 0; i < used; i++) mean += samples[start + i]!;
    mean /= used;
    im.fill(0);
    for (let i = 0; i < used; i++) re[i] = (samples[start + i]! - mean) * window[i]!;
    re.fill(0, used);
    fft(re, im);
    for (let k = 0; k <= size / 2; k++) {
      const sides = k === 0 || k === size / 2 ? 1 : 2;
      density[k]! += (sides * (re[k]! * re[k]! + im[k]! * im[k]!)) / (windowPower * rateHz * count);
    }
  }
  return { density, binHz };
};

let lastHann = new Float64Array(0);

const hann = (length: number): Float64Array => {
  if (lastHann.length === length) return lastHann;
  lastHann = new Float64Array(length);
  for (let i = 0; i < length; i++) lastHann[i] = 0.5 - 0.5 * Math.cos((2 * Math.PI * (i + 0.5)) / length);
  return lastHann;
};

/** Power between two frequencies, both included, unit^2. */
export const bandPower = (spectrum: PowerSpectrum, fromHz: number, toHz: number): number => {
  const first = Math.max(0, Math.ceil(fromHz / spectrum.binHz - 1e-9));
  const last = Math.min(spectrum.density.length - 1, Math.floor(toHz / spectrum.binHz + 1e-9));
  let sum = 0;
  for (let k = first; k <= last; k++) sum += spectrum.density[k]!;
  return sum * spectrum.binHz;
};
