/** One second-order section, direct form, a0 = 1. First-order sections have b2 = a2 = 0. */
export interface Section {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

export type PassKind = 'low-pass' | 'high-pass';

/**
 * Butterworth filter of any order >= 1 as second-order sections, by the bilinear transform with the cut-off prewarped
 * (Oppenheim & Schafer, Discrete-Time Signal Processing, 3rd ed., 7.2-7.3).
 * -3 dB at `cutoffHz` for one pass. `cutoffHz` must lie inside (0, rateHz / 2); RangeError otherwise.
 */
export const butterworth = (kind: PassKind, order: number, cutoffHz: number, rateHz: number): Section[] =>
  sections(kind, order, warp(cutoffHz, rateHz));

/**
 * The same for a filter that runs forwards and backwards: shifted so that the two passes together are -3 dB at
 * `cutoffHz`. Two passes of an order-n Butterworth have the gain 1 / (1 + (w/wc)^2n).
 */
export const butterworthTwoPass = (kind: PassKind, order: number, cutoffHz: number, rateHz: number): Section[] => {
  const shift = (Math.SQRT2 - 1) ** (1 / (2 * order));
  const warped = warp(cutoffHz, rateHz);
  return sections(kind, order, kind === 'low-pass' ? warped / shift : warped * shift);
};

const warp = (cutoffHz: number, rateHz: number): number => {
  if (!(cutoffHz > 0 && cutoffHz < rateHz / 2))
    throw new RangeError(`cut-off ${cutoffHz} Hz is not inside 0 to ${rateHz / 2} Hz`);
  return Math.tan((Math.PI * cutoffHz) / rateHz);
};

const sections = (kind: PassKind, order: number, w: number): Section[] => {
  const out: Section[] = [];
  for (let k = 0; k < Math.floor(order / 2); k++) {
    const damping = 2 * Math.sin((Math.PI * (2 * k + 1)) / (2 * order));
    const norm = 1 / (1 + damping * w + w * w);
    const a1 = 2 * (w * w - 1) * norm;
    const a2 = (1 - damping * w + w * w) * norm;
    const gain = kind === 'low-pass' ? w * w * norm : norm;
    out.push({ b0: gain, b1: kind === 'low-pass' ? 2 * gain : -2 * gain, b2: gain, a1, a2 });
  }
  if (order % 2 === 1) {
    const norm = 1 / (1 + w);
    const gain = kind === 'low-pass' ? w * norm : norm;
    out.push({ b0: gain, b1: kind === 'low-pass' ? gain : -gain, b2: 0, a1: (w - 1) * norm, a2: 0 });
  }
  return out;
};

/** Notch (band-stop) of quality factor `q` at `hz` (R. Bristow-Johnson, Cookbook formulae for audio EQ biquads). */
export const notchSection = (hz: number, q: number, rateHz: number): Section => {
  if (!(hz > 0 && hz < rateHz / 2)) throw new RangeError(`notch ${hz} Hz is not inside 0 to ${rateHz / 2} Hz`);
  const w = (2 * Math.PI * hz) / rateHz;
  const alpha = Math.sin(w) / (2 * q);
  const norm = 1 / (1 + alpha);
  const b1 = -2 * Math.cos(w) * norm;
  return { b0: norm, b1, b2: norm, a1: b1, a2: (1 - alpha) * norm };
};
