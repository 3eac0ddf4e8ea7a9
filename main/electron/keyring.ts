import type { Output } from '../../app/contract/table.ts';
import { accept, type Result, refuse } from '../../app/result.ts';
import { type ArchiveKey, type OsKeyStore, writeKey } from '../node/archiveKey/keyFile.ts';
import { recoveryWords } from '../node/archiveKey/recoveryKey.ts';

/** What the window may know of the key of its archive. */
export interface Keyring {
  readonly protection: () => Output<'deskState'>['protection'];
  /** Only until somebody has said that they are noted: whoever finds the desk open later must not take them along. */
  readonly recoveryWords: () => Result<string>;
  readonly noted: () => Result<null>;
}

const warnings: Readonly<Record<ArchiveKey['kind'], string | null>> = {
  'os-key-store': null,
  given: null,
  file: 'This system offers no key store: the key of the archive lies in a file beside it. Whoever can copy both can read the archive.',
};

export function createKeyring(key: ArchiveKey | null, archivePath: string, store: OsKeyStore | null): Keyring {
  let noted = key?.recoveryKeyNoted ?? true;
  return {
    protection: () => ({
      key: key?.kind ?? 'none',
      warning: key === null ? 'The archive is not encrypted.' : warnings[key.kind],
      recoveryKeyNoted: noted,
    }),
    recoveryWords: () =>
      key === null || noted
        ? refuse('not-allowed', 'The recovery key was noted before and is not shown again.')
        : accept(recoveryWords(key.bytes)),
    noted: () => {
      if (key === null || noted) return accept(null);
      const keptBy = key.kind === 'os-key-store' ? store : null;
      const written = writeKey(archivePath, key.bytes, keptBy, { recoveryKeyNoted: true, replace: true });
      if (!written.ok) return written;
      noted = true;
      return accept(null);
    },
  };
}
