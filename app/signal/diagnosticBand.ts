import { butterworthTwoPass, type Section } from './butterworth.ts';
import { zeroPhaseAcrossGaps } from './zeroPhase.ts';

export interface Band {
  /** null: no high-pass. */
  readonly highPassHz: number | null;
  /** null: no low-pass. */
  readonly lowPassHz: number | null;
}

/** 0.05 to 150 Hz: the band of a diagnostic adult ECG (Kligfield et al., Circulation 2007;115:1306-1324). */
export const diagnosticBandHz = { highPassHz: 0.05, lowPassHz: 150 } as const satisfies Band;

/**
 * Zero-phase band limit of one lead in any unit: Butterworth of order 2 run both ways, -3 dB at the named frequencies.
 * The low-pass is left out where the rate does not carry it (cut-off above 0.45 x rate): the recording itself is then
 * narrower than the band. Missing samples stay missing. Linear time.
 */
export const limitBand = (samples: Float32Array, rateHz: number, band: Band): Float32Array => {
  const sections: Section[] = [];
  let padS = 0.1;
  if (band.highPassHz !== null && band.highPassHz < 0.45 * rateHz) {
    sections.push(...butterworthTwoPass('high-pass', 2, band.highPassHz, rateHz));
    padS = Math.max(padS, 1 / band.highPassHz);
  }
  if (band.lowPassHz !== null && band.lowPassHz <= 0.45 * rateHz)
    sections.push(...butterworthTwoPass('low-pass', 2, band.lowPassHz, rateHz));
  return Float32Array.from(zeroPhaseAcrossGaps(samples, sections, padS * rateHz));
};
