import { safeStorage } from 'electron';
import type { OsKeyStore } from '../node/archiveKey/keyFile.ts';

/** The operating system's key store; null where there is none that keeps a secret better than a file does. */
export function osKeyStore(): OsKeyStore | null {
  if (!safeStorage.isEncryptionAvailable()) return null;
  // On Linux without a keyring Electron would «encrypt» by a password that stands in its source.
  if (process.platform === 'linux' && ['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend()))
    return null;
  return {
    wrap: (secret) => new Uint8Array(safeStorage.encryptString(secret)),
    unwrap: (wrapped) => safeStorage.decryptString(Buffer.from(wrapped)),
  };
}
