import { notchSection } from './butterworth.ts';
import { bandPower, type PowerSpectrum } from './spectrum.ts';
import { zeroPhaseAcrossGaps } from './zeroPhase.ts';

export interface Mains {
  readonly hz: 50 | 60;
  /** Root mean square of the interference beyond what its neighbourhood explains, in the unit of the signal. */
  readonly rms: number;
}

/** The line must rise this far above the density beside it to be called a line. */
const lineToNeighbours = 8;

/** The stronger of the 50 and 60 Hz lines in a spectrum; null when neither stands out or the rate does not reach them. */
export const detectMains = (spectrum: PowerSpectrum): Mains | null => {
  const nyquistHz = (spectrum.density.length - 1) * spectrum.binHz;
  let found: Mains | null = null;
  for (const hz of [50, 60] as const) {
    const half = Math.max(1, 2 * spectrum.binHz);
    const far = half + 4;
    if (hz + far > nyquistHz || spectrum.binHz > 1) continue;
    const line = bandPower(spectrum, hz - half, hz + half);
    const beside =
      (bandPower(spectrum, hz - far, hz - half) + bandPower(spectrum, hz + half, hz + far)) / (2 * (far - half));
    const excess = line - beside * 2 * half;
    if (excess <= 0 || line < lineToNeighbours * beside * 2 * half) continue;
    if (found === null || excess > found.rms ** 2) found = { hz, rms: Math.sqrt(excess) };
  }
  return found;
};

/** Takes a mains line out without phase shift (two passes of a notch of quality 30); missing samples stay missing. */
export const removeMains = (samples: Float32Array, rateHz: number, hz: 50 | 60): Float32Array =>
  hz >= rateHz / 2
    ? samples.slice()
    : Float32Array.from(zeroPhaseAcrossGaps(samples, [notchSection(hz, 30, rateHz)], rateHz));
