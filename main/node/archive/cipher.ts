import type Database from 'better-sqlite3-multiple-ciphers';

/**
 * SQLCipher 4: AES-256 in CBC mode, an HMAC-SHA-512 over every page, the raw key without derivation (docs/decisions/0026). Must
 * come before anything is read. Log and journal are encrypted page by page like the file.
 */
export function unlockDatabase(db: Database.Database, key: Uint8Array): void {
  db.pragma("cipher = 'sqlcipher'");
  db.pragma('legacy = 4');
  db.pragma(`key = "x'${Buffer.from(key).toString('hex')}'"`);
}

/** Encrypts a file that is not; nobody else may have it open. No journal: the file is a copy that is thrown away on failure. */
export function encryptDatabase(db: Database.Database, key: Uint8Array): void {
  db.pragma('journal_mode = OFF');
  db.pragma("cipher = 'sqlcipher'");
  db.pragma('legacy = 4');
  db.pragma(`rekey = "x'${Buffer.from(key).toString('hex')}'"`);
}
