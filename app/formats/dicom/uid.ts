import { sha256 } from '@noble/hashes/sha2.js';
import { type Bytes, joined } from './elementBytes.ts';

/** A unique identifier from what is written: the same recording gets the same one ("2.25." and 128 bits of its hash, PS3.5 B.2). */
export const uidOf = (content: Bytes, salt: number): string => {
  const hash = sha256(joined([Uint8Array.from([salt]), content]));
  let value = 0n;
  for (const byte of hash.subarray(0, 16)) value = (value << 8n) | BigInt(byte);
  return `2.25.${value}`;
};
