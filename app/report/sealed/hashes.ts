import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { NamedBytes } from '../../formats/format.ts';
import type { Recording } from '../../recording/recording.ts';

export const bytesHash = (bytes: Uint8Array): string => bytesToHex(sha256(bytes));

/** SHA-256 (hex) over the files one behind the other: the recording's identity in archive and analysis. */
export const sourceHash = (files: readonly NamedBytes[]): string => {
  const hash = sha256.create();
  for (const { bytes } of files) hash.update(bytes);
  return bytesToHex(hash.digest());
};

/**
 * SHA-256 (hex) of what was decoded: the sampling rate as text, then for each lead its name and its samples as 32-bit floats,
 * little endian, in millivolts; every NaN as 0x7FC00000, for a missing sample has no one bit pattern.
 */
export const samplesHash = ({ leads, sampleRateHz }: Recording): string => {
  const hash = sha256.create().update(utf8ToBytes(`${sampleRateHz}\n`));
  for (const { name, samplesMv } of leads) {
    hash.update(utf8ToBytes(`${name}\n`));
    const bytes = new Uint8Array(4 * samplesMv.length);
    const view = new DataView(bytes.buffer);
    for (let index = 0; index < samplesMv.length; index += 1) {
      const value = samplesMv[index] ?? Number.NaN;
      if (Number.isNaN(value)) view.setUint32(4 * index, 0x7fc00000, true);
      else view.setFloat32(4 * index, value, true);
    }
    hash.update(bytes);
  }
  return bytesToHex(hash.digest());
};
