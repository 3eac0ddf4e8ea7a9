import { homedir } from 'node:os';
import { join } from 'node:path';
import { findProgram } from '../node/programVersion.ts';

export interface Places {
  /** Folder that holds models/ and resources/demo/. */
  readonly rootDir: string;
  /** Entry file of the analysis process. */
  readonly workerEntry: string;
}

/** Source and build lie in the same root; the build runs its own worker. */
export function findPlaces(): Places {
  const rootDir = findProgram().folder ?? process.cwd();
  const fromSource = import.meta.url.endsWith('.ts');
  const workerEntry = fromSource ? join('main', 'worker', 'entry.ts') : join('dist', 'main', 'worker.js');
  return { rootDir, workerEntry: join(rootDir, workerEntry) };
}

/** EINTHOVEN_ARCHIVE, or the user's own data folder. */
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

export const archiveName = 'archive.sqlite';
