import type { FileSource } from '../../../app/ports.ts';
import { findFiles } from './findFiles.ts';
import { bundleBytesLimit, readBundle } from './readBundle.ts';
import { createZipShelf } from './zipShelf.ts';

/** Files of this machine, those inside zips too. Reads only; never opens what is not a regular file. */
export const createFileSource = (): FileSource => {
  const zips = createZipShelf();
  return {
    find: (paths, signal) => findFiles(paths, zips, signal),
    read: (path) => readBundle(path, bundleBytesLimit, zips),
  };
};
