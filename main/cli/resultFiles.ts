import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../app/result.ts';
import { distinctNames } from '../node/distinctNames.ts';
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
  return {
    nameFor: distinctNames(),
    write: (name, content) => writeWhole(join(folder, name), content),
  };
}
