import { expect, it } from 'vitest';
import { defaultArchivePath } from './defaultArchivePath.ts';

it.each([
  [{ EINTHOVEN_ARCHIVE: '/a/b.sqlite' }, 'linux', '/a/b.sqlite'],
  [{ XDG_DATA_HOME: '/data' }, 'linux', '/data/einthoven/archive.sqlite'],
  [{}, 'linux', '/home/me/.local/share/einthoven/archive.sqlite'],
  [{ XDG_DATA_HOME: '' }, 'linux', '/home/me/.local/share/einthoven/archive.sqlite'],
  [{}, 'darwin', '/home/me/Library/Application Support/einthoven/archive.sqlite'],
  [{ APPDATA: '/roaming' }, 'win32', '/roaming/einthoven/archive.sqlite'],
] as const)('the archive of %j on %s is %s', (env, platform, path) => {
  expect(defaultArchivePath(env, platform, '/home/me').replaceAll('\\', '/')).toBe(path);
});
