import { type Result, refuse } from '../result.ts';

/**
 * Most values (leads x samples) of a recording: with the samples of a file, its own bytes and the derived limb leads, decoding
 * stays below 500 MB. 23 minutes of twelve leads at 1000 Hz, six hours of three leads at 250 Hz.
 */
export const mostValues = 2 ** 24;

/** A refusal when a recording of this size is not taken in, null when it is. */
export const refuseSize = (
  file: string,
  leads: number,
  samples: number,
  sampleRateHz: number,
): (Result<never> & { readonly ok: false }) | null => {
  if (leads * samples <= mostValues) return null;
  const minutes = (count: number): string => {
    const value = count / sampleRateHz / 60;
    return value >= 120 ? `${(value / 60).toFixed(1)} hours` : `${value.toFixed(0)} minutes`;
  };
  return refuse(
    'too-large',
    `${file} holds ${minutes(samples)} of ${leads} leads at ${Number(sampleRateHz.toPrecision(6))} Hz; with so many leads at this rate, ` +
      `recordings of up to ${minutes(Math.floor(mostValues / leads))} are read.`,
    file,
  );
};
