import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from '../dataFolder.ts';

export const archiveName = 'archive.sqlite';

/** EINTHOVEN_ARCHIVE, or the user's own data folder: one archive for the window and the command line. */
export function defaultArchivePath(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  return env.EINTHOVEN_ARCHIVE || join(dataFolder(env, platform, home), archiveName);
}
