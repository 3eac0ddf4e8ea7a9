import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir } from './run.mjs';

/**
 * Starts the real Electron window with its sandbox on. Chromium refuses to run as root with a sandbox; so as root (a build
 * machine) the window runs as the user "nobody" in a mount namespace of its own, where the checkout is readable at a
 * neutral place even if a folder above it is closed. The sandbox is never switched off.
 */
const nobody = 65534;
const isRoot = process.platform === 'linux' && process.getuid() === 0;
const neutralPlace = '/mnt';

const readableByNobody = () =>
  spawnSync('setpriv', [
    `--reuid=${nobody}`,
    `--regid=${nobody}`,
    '--clear-groups',
    'test',
    '-r',
    join(rootDir, 'package.json'),
  ]).status === 0;

/** Makes a folder that the window's user may write in. */
export const deskFolder = (path) => {
  mkdirSync(path, { recursive: true });
  if (isRoot) chownSync(path, nobody, nobody);
  return path;
};

/** Node-API 10 came with Electron 36; below it better-sqlite3 needs a binding of its own. */
export const needsOwnSqlite = (dist) => {
  const file = join(dist, 'version');
  return existsSync(file) && Number(readFileSync(file, 'utf8').trim().replace(/^v/, '').split('.')[0]) < 36;
};

/**
 * A program that takes Electron's arguments and starts it as above, and the checkout's folder as that program sees it.
 * `home` holds the window's own files; `inside` translates a path of the checkout likewise.
 */
export const electronProgram = (electron, home) => {
  const unchanged = (path) => path;
  if (!isRoot) return { program: electron, appDir: rootDir, inside: unchanged };
  deskFolder(home);
  const bind = !readableByNobody();
  const inside = (path) => (bind && path.startsWith(rootDir) ? neutralPlace + path.slice(rootDir.length) : path);
  const script = join(home, 'electron.sh');
  const drop = `exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups --no-new-privs -- "$@"`;
  writeFileSync(
    script,
    [
      '#!/bin/sh',
      `export HOME='${home}' XDG_CONFIG_HOME='${home}' XDG_CACHE_HOME='${home}' XDG_DATA_HOME='${home}'`,
      process.env.XAUTHORITY ? `export XAUTHORITY='${join(home, 'xauthority')}'` : '',
      `cd '${bind ? '/' : rootDir}'`,
      `exec unshare --mount -- sh -c '${bind ? `mount --bind "${rootDir}" ${neutralPlace} && ` : ''}${drop}' sh '${inside(electron)}' "$@"`,
      '',
    ].join('\n'),
  );
  chmodSync(script, 0o755);
  if (process.env.XAUTHORITY && existsSync(process.env.XAUTHORITY)) {
    copyFileSync(process.env.XAUTHORITY, join(home, 'xauthority'));
    chownSync(join(home, 'xauthority'), nobody, nobody);
  }
  return { program: script, appDir: inside(rootDir), inside };
};

/** Starts an X server without a screen; resolves with its display name and a way to stop it. */
export const startXvfb = () =>
  new Promise((resolve, reject) => {
    const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '2880x1800x24', '-nolisten', 'tcp', '-ac'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    });
    server.on('error', (error) => reject(new Error(`Xvfb does not start: ${error.message}`)));
    server.on('exit', (code) => reject(new Error(`Xvfb ended with ${code}`)));
    server.stdio[3].once('data', (data) => resolve({ display: `:${String(data).trim()}`, stop: () => server.kill() }));
  });
