import { homedir } from 'node:os';
import { join } from 'node:path';

/** Folder of the user's own data: one for the window and the command line. */
export function dataFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (platform === 'win32') return join(env.APPDATA || join(home, 'AppData', 'Roaming'), 'einthoven');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'einthoven');
  return join(env.XDG_DATA_HOME || join(home, '.local', 'share'), 'einthoven');
}
