import type { FileSource } from '../../../app/ports.ts';
import { findFiles } from './findFiles.ts';
import { readBundle } from './readBundle.ts';

/** Files of this machine. Reads only; never opens what is not a regular file. */
export const createFileSource = (): FileSource => ({ find: findFiles, read: readBundle });
