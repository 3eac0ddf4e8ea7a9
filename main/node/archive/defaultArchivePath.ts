import { homedir } from 'node:os';
import { join } from 'node:path';

export const archiveName = 'archive.sqlite';

/** EINTHOVEN_ARCHIVE, or the user's own data folder: one archive for the window and the command line. */
export function defaultArchivePath(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.EINTHOVEN_ARCHIVE) return env.EINTHOVEN_ARCHIVE;
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'einthoven', archiveName);
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'einthoven', archiveName);
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'einthoven', archiveName);
}
