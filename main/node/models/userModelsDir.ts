import { homedir } from 'node:os';
import { join } from 'node:path';
import { dataFolder } from '../dataFolder.ts';

/** EINTHOVEN_USER_MODELS, or `models` in the user's own data folder: where `einthoven models install` puts models. */
export const userModelsDir = (
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string => env.EINTHOVEN_USER_MODELS || join(dataFolder(env, platform, home), 'models');
