import type { AtrialSignal } from './atrialSignal.ts';

/** The strongest single frequency between the QRS complexes. */
export interface AtrialSpectrum {
  readonly hz: number;
  /** Part of the power that this frequency and its double explain, in the lead where it is largest. */
  readonly share: number;
  /** The same of the signal with its T waves, where they do not hide it. */
  readonly wholeShare: number;
  /** In the leads together. */
  readonly meanShare: number;
  /** Root mean square in the lead where the share is largest, mV. */
  readonly sizeMv: number;
}

/** 200 to 360 a minute (Saoudi 2001: 240 to 350, slower under drugs). */
const fromHz = 3.3;
const toHz = 6.1;
const stepHz = 0.05;
/** Bumps hold nothing above 20 Hz. */
const enoughHz = 50;
/** Larger values are artefacts, T waves or what a QRS left. */
const mostMv = 0.25;

/** null where QRS complexes hide more than three quarters. Linear time. */
export const atrialSpectrum = ({ rateHz, restMv, bumpsMv, open }: AtrialSignal): AtrialSpectrum | null => {
  const at: number[] = [];
  const every = Math.max(1, Math.floor(rateHz / enoughHz));
  for (let i = 0; i < open.length; i += every) if (open[i] === 1) at.push(i);
  if (restMv.length === 0 || every * at.length < open.length / 4 || every * at.length < 2 * rateHz) return null;
  const rows = [...restMv, ...bumpsMv].map((x) => {
    const values = Float64Array.from(at, (i) => Math.max(-mostMv, Math.min(mostMv, x[i]!)));
    return { values, power: values.reduce((sum, v) => sum + v * v, 0) + 1e-9 };
  });
  const count = restMv.length;
  let best: AtrialSpectrum | null = null;
  let most = 0;
  for (let hz = fromHz; hz <= toHz; hz += stepHz) {
    const waves = sines(at, hz / rateHz);
    const shares = rows.map(({ values, power }) => explained(values, waves) / power);
    const rest = shares.slice(0, count);
    const whole = shares.slice(count);
    const lead = rest.reduce((top, share, l) => (share > rest[top]! ? l : top), 0);
    const meanShare = rest.reduce((sum, share) => sum + share, 0) / count;
    const score = Math.max(...rest) + 0.5 * meanShare + 0.4 * Math.max(...whole);
    if (score <= most) continue;
    most = score;
    best = {
      hz,
      share: rest[lead]!,
      wholeShare: Math.max(...whole),
      meanShare,
      sizeMv: Math.sqrt(rows[lead]!.power / at.length),
    };
  }
  return best;
};

interface Sines {
  readonly c: Float64Array;
  readonly s: Float64Array;
  readonly cc: number;
  readonly ss: number;
  readonly cs: number;
}

const sines = (at: readonly number[], turnsASample: number): Sines => {
  const c = new Float64Array(at.length);
  const s = new Float64Array(at.length);
  let [cc, ss, cs] = [0, 0, 0];
  at.forEach((i, k) => {
    const angle = 2 * Math.PI * turnsASample * i;
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    c[k] = x;
    s[k] = y;
    cc += x * x;
    ss += y * y;
    cs += x * y;
  });
  return { c, s, cc, ss, cs };
};

/** Power explained by the least-squares sine: gaps do not bias it as they would a Fourier sum. */
const explained = (values: Float64Array, { c, s, cc, ss, cs }: Sines): number => {
  let [xc, xs] = [0, 0];
  for (let k = 0; k < values.length; k++) {
    xc += values[k]! * c[k]!;
    xs += values[k]! * s[k]!;
  }
  const determinant = cc * ss - cs * cs;
  return determinant > 0 ? (xc * xc * ss - 2 * xc * xs * cs + xs * xs * cc) / determinant : 0;
};
