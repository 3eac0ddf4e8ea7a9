import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { NamedBytes } from '../formats/format.ts';
import { encodeWfdb } from '../formats/wfdb/write.ts';
import type { FileBundle } from '../ports.ts';
import type { Recording } from '../recording/recording.ts';
import { accept, type Result, refuse } from '../result.ts';
import { specComments, specOfFiles } from './origin.ts';
import type { SynthSpec } from './spec.ts';
import { synthesise } from './synthesise.ts';
import type { Truth } from './truth.ts';

/** Names the recording by what it is; letters, digits, `_` and `-` alone. */
export const recordNameOf = ({ rhythm, morphology, pacing, seed }: SynthSpec): string => {
  const fault = pacing === null || pacing.fault === 'none' ? '' : `-${pacing.fault}-fault`;
  const mode = pacing === null ? '' : `-${pacing.mode.toLowerCase()}${fault}`;
  return `synthetic-${rhythm}${mode}-${morphology}-${seed < 0 ? 'minus-' : ''}${Math.abs(seed)}`;
};

/** A synthetic recording as WFDB, in steps of its resolution, with the spec that it was made from in its header. */
export const encodeSynthetic = (recording: Recording, spec: SynthSpec, name: string): NamedBytes[] =>
  encodeWfdb(recording, name, 1000 / spec.resolutionUv, specComments(spec));

/** A synthetic recording as if its files had been read from a folder. */
export const syntheticBundle = (spec: SynthSpec): FileBundle => {
  const name = recordNameOf(spec);
  const files = encodeSynthetic(synthesise(spec).recording, spec, name);
  const hash = sha256.create();
  for (const { bytes } of files) hash.update(bytes);
  return { path: `${name}.hea`, files, sha256: bytesToHex(hash.digest()) };
};

const sameBytes = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, i) => byte === other[i]);

/**
 * What is exactly known about a synthetic recording, from its files alone: the heart is made anew from the spec in the
 * header, and must give these very bytes, so that neither a changed file nor another version of the heart passes with a
 * truth that is not its own. Errors: `not-found` when the files carry no spec; `unsupported` when the bytes differ.
 */
export const truthOfFiles = (files: readonly NamedBytes[]): Result<Truth> => {
  const header = files[0];
  const spec = specOfFiles(files);
  if (header === undefined || spec === null) {
    return refuse(
      'not-found',
      'This recording does not carry what it was made from: its truth is not known here.',
      header?.name ?? null,
    );
  }
  const { recording, truth } = synthesise(spec);
  const made = encodeSynthetic(recording, spec, header.name.replace(/\.hea$/, ''));
  const same = made.every(({ name, bytes }) => {
    const stored = files.find((file) => file.name === name);
    return stored !== undefined && sameBytes(stored.bytes, bytes);
  });
  if (same) return accept(truth);
  return refuse(
    'unsupported',
    'Made anew from its seed, this recording differs from its file: the file was changed, or another version of the synthetic heart made it. Its truth is not known here.',
    header.name,
  );
};
