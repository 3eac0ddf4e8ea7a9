// npm start: opens the workstation on the demo recordings, with all its own set-up. Runs on any Node from 20.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ensureDependencies } from './lib/dependencies.mjs';
import { rootDir, run } from './lib/run.mjs';

await ensureDependencies('start');

const built = await run(process.execPath, [join(rootDir, 'scripts', 'build.mjs'), '--if-needed']);
if (built.code !== 0) process.exit(1);

const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/** The official Electron: the override folder, the one installed, or one that its own installer downloads now. */
const findElectron = async () => {
  const { officialElectron } = await import('./lib/testRuntime.mjs');
  const there = officialElectron();
  if (there || process.env.ELECTRON_OVERRIDE_DIST_PATH) return there;
  const installer = join(rootDir, 'node_modules', 'electron', 'install.js');
  if (!existsSync(installer)) return null;
  await run(process.execPath, [installer], { quiet: true, timeout: 120_000 });
  return officialElectron();
};

const withoutWindow = async (reason) => {
  process.stdout.write(`${reason}: doing the same without a window.\n`);
  const { code } = await run(process.execPath, [join(rootDir, 'dist', 'main', 'cli.js'), 'demo']);
  process.exit(code);
};

if (!hasDisplay) await withoutWindow('No display');
const electron = await findElectron();
if (!electron) await withoutWindow('No Electron binary can be had');

const { electronProgram, needsOwnSqlite } = await import('./lib/desk.mjs');
const env = { ...process.env };
if (needsOwnSqlite(electron.dist)) {
  const { sqliteBindingForTestRuntime } = await import('./lib/testRuntime.mjs');
  env.EINTHOVEN_SQLITE_BINDING = await sqliteBindingForTestRuntime();
}
const { program, appDir, inside } = electronProgram(electron.program, join(rootDir, '.cache', 'desk'));
if (env.EINTHOVEN_SQLITE_BINDING) env.EINTHOVEN_SQLITE_BINDING = inside(env.EINTHOVEN_SQLITE_BINDING);

const child = spawn(program, [appDir, '--open', join(appDir, 'resources', 'demo')], { stdio: 'inherit', env });
child.on('error', (error) => withoutWindow(`Electron does not start (${error.message})`));
child.on('exit', (code) => process.exit(code ?? 1));
