import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Paths of the demo recordings in a folder and below it, by name. The folder also holds what is known of them, which is no ECG and
 * is not to be told to a newcomer as such.
 */
export const demoRecordings = async (folder: string): Promise<readonly string[]> => {
  const names = await readdir(folder, { recursive: true });
  return names
    .filter((name) => /\.(hea|csv)$/.test(name))
    .sort()
    .map((name) => join(folder, name));
};
