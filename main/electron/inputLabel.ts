import { basename } from 'node:path';

/** What the screen may know of picked paths: a name without folders, or how many there are. */
export const inputLabel = (paths: readonly string[]): string =>
  paths.length === 1 ? basename(paths[0] ?? '') : `${paths.length} items`;
