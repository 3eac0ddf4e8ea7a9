import { existsSync } from 'node:fs';
import { run } from './run.mjs';

/** What the tests need of the operating system on Debian: a window without a screen, PDF tools, a compiler. */
const needed = [
  'xvfb',
  'libnss3',
  'libatk1.0-0',
  'libatk-bridge2.0-0',
  'libcups2',
  'libdrm2',
  'libgbm1',
  'libgtk-3-0',
  'libasound2',
  'libxss1',
  'libxtst6',
  'poppler-utils',
  'gcc',
  'g++',
  'util-linux',
];

const isDebian = () => existsSync('/etc/debian_version');

/** A package may have been renamed with a t64 suffix (64-bit time) on newer Debian and Ubuntu. */
const installedPackages = async () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg-query's own format, not JavaScript's
  const { output } = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n'], { capture: true });
  return new Set(
    output
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0].replace(/t64$/, '')),
  );
};

/** Installs what is missing when it may; otherwise says exactly which packages are missing. Returns null or the complaint. */
export const ensureSystemPackages = async () => {
  if (process.platform !== 'linux' || !isDebian()) return null;
  const present = await installedPackages();
  const missing = needed.filter((name) => !present.has(name));
  if (missing.length === 0) return null;
  if (process.getuid() !== 0)
    return `missing Debian packages: ${missing.join(' ')} (sudo apt-get install ${missing.join(' ')})`;
  process.stderr.write(`installing ${missing.join(' ')}\n`);
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, quiet: true };
  await run('apt-get', ['update', '-qq'], options);
  const installed = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...missing], options);
  return installed.code === 0
    ? null
    : `apt-get could not install ${missing.join(' ')}:\n${installed.output.slice(-2000)}`;
};
