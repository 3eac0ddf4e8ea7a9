import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { canonicalJson, type JsonValue } from '../audit/canonicalJson.ts';
import type { ReviewVersion, SealedVersion } from './review.ts';

const hashOf = (value: JsonValue): string => bytesToHex(sha256(utf8ToBytes(canonicalJson(value))));

/** SHA-256 (hex) of the canonical JSON of a version without its signature: what a signature is bound to. */
export const bodyHash = (version: ReviewVersion): string => hashOf({ ...version, signature: null });

/** SHA-256 (hex) of the canonical JSON of the whole version, signature included: what the next version and the audit trail name. */
export const sealOf = (version: ReviewVersion): string => hashOf(version);

export const sealed = (version: ReviewVersion): SealedVersion => ({ version, sha256: sealOf(version) });

/**
 * Why the versions of a recording are not one unbroken history, null when they are: numbers without a gap, each naming the
 * seal of the one before, each signature under the very version that it names, an amendment naming what it amends.
 */
export function whyBroken(versions: readonly SealedVersion[]): string | null {
  let standing: string | null = null;
  for (const [index, { version, sha256: seal }] of versions.entries()) {
    const number = index + 1;
    if (version.version !== number) return `version ${number} is missing`;
    if (sealOf(version) !== seal) return `version ${number} does not give the hash that it carries`;
    if (version.previousSha256 !== (versions[index - 1]?.sha256 ?? null))
      return `version ${number} does not follow the one before it`;
    if (version.amends !== standing) return `version ${number} does not name the signed version that it amends`;
    const signs = version.status === 'signed' || version.status === 'amended';
    if (signs !== (version.signature !== null))
      return `version ${number} is ${version.status} ${signs ? 'without' : 'with'} a signature`;
    if (version.signature !== null && version.signature.versionSha256 !== bodyHash(version))
      return `the signature of version ${number} belongs to another version`;
    if (signs) standing = seal;
  }
  return null;
}
