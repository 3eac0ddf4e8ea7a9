import { refuse } from '../result.ts';

/**
 * Most values (leads x samples) of a recording: with the file's own bytes, what a decoder needs beside the samples and the derived
 * limb leads, decoding stays below 500 MB. 33 minutes of twelve leads at 1000 Hz, a day of two leads at 128 Hz.
 */
export const mostValues = 24_000_000;

/** A refusal when a recording of this size is not taken in, null when it is. `sampleRateHz` is null where it is not known yet. */
export const refuseSize = (
  file: string,
  leads: number,
  samples: number,
  sampleRateHz: number | null,
): ReturnType<typeof refuse> | null => {
  if (leads * samples <= mostValues) return null;
  const length = (count: number): string => {
    if (sampleRateHz === null) return `${count} samples`;
    const minutes = count / sampleRateHz / 60;
    return minutes >= 120 ? `${(minutes / 60).toFixed(1)} hours` : `${minutes.toFixed(0)} minutes`;
  };
  const rate = sampleRateHz === null ? '' : ` at ${Number(sampleRateHz.toPrecision(6))} Hz`;
  return refuse(
    'too-large',
    `${file} holds ${length(samples)} of ${leads} signals${rate}; of so many, recordings of up to ` +
      `${length(Math.floor(mostValues / leads))} are read.`,
    file,
  );
};
