import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../app/result.ts';
import { writeWhole } from '../node/writeWhole.ts';

/** Writes results into one folder; two records of one name get different files. */
export interface ResultFiles {
  /** A name, without extension, that nothing in this run has had before. */
  readonly nameFor: (record: string) => string;
  /** The whole file or none. Errors: `unreadable`. */
  readonly write: (name: string, content: string | Uint8Array) => Promise<Result<null>>;
}

export async function openResultFiles(folder: string): Promise<ResultFiles> {
  await mkdir(folder, { recursive: true });
  const taken = new Set<string>();
  return {
    nameFor: (record) => {
      // A record's name may come from foreign systems; on disk it is letters, digits, dot, dash and underscore.
      const base = record.replace(/[^\p{L}\p{N}._-]/gu, '_').replace(/^\.+/, '_') || 'recording';
      let name = base;
      // Names that differ in case alone are one file on some systems.
      for (let n = 2; taken.has(name.toLowerCase()); n++) name = `${base}-${n}`;
      taken.add(name.toLowerCase());
      return name;
    },
    write: (name, content) => writeWhole(join(folder, name), content),
  };
}
