import { expect, it } from 'vitest';
import { userModelsDir } from './userModelsDir.ts';

it.each([
  [{ EINTHOVEN_USER_MODELS: '/m' }, 'linux', '/m'],
  [{ XDG_DATA_HOME: '/data' }, 'linux', '/data/einthoven/models'],
  [{}, 'darwin', '/home/me/Library/Application Support/einthoven/models'],
  [{ APPDATA: '/roaming' }, 'win32', '/roaming/einthoven/models'],
] as const)('the models of %j on %s are in %s', (env, platform, path) => {
  expect(userModelsDir(env, platform, '/home/me').replaceAll('\\', '/')).toBe(path);
});
