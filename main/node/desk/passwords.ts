import { randomBytes } from 'node:crypto';
import { argon2id, argon2Verify } from 'hash-wasm';

/**
 * argon2id as RFC 9106 recommends where memory is short (64 MiB, three passes), on one lane; about half a second of one core. The
 * parameters stand in every hash, so a later program may raise them without locking anyone out.
 */
export const passwordParameters = { memorySize: 65_536, iterations: 3 };
export type PasswordParameters = typeof passwordParameters;

export const hashPassword = (password: string, parameters: PasswordParameters = passwordParameters): Promise<string> =>
  argon2id({
    ...parameters,
    parallelism: 1,
    hashLength: 32,
    password: password.normalize('NFC'),
    salt: randomBytes(16),
    outputType: 'encoded',
  });

export async function passwordFits(password: string, hash: string): Promise<boolean> {
  // The library throws on an empty password and on a hash that is none.
  if (password === '' || !hash.startsWith('$argon2id$')) return false;
  return argon2Verify({ password: password.normalize('NFC'), hash });
}

export const shortestPassword = 10;

/** Why a password cannot be taken; null when it can. Length is what counts (NIST SP 800-63B), not kinds of characters. */
export function whyWeak(password: string, name: string): string | null {
  const letters = [...password.normalize('NFC')];
  if (letters.length < shortestPassword) return `A password needs at least ${shortestPassword} characters.`;
  if (letters.length > 256) return 'A password has at most 256 characters.';
  if (new Set(letters).size < 4) return 'This password repeats too few characters.';
  return password.toLowerCase().includes(name.toLowerCase()) ? 'The password must not hold the name.' : null;
}
