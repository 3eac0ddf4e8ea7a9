// End-to-end tests in a real Electron window; prepares Electron, its SQLite binding and, without a screen, Xvfb.
// Arguments go to Playwright; without a project among them the journeys run. Fails with the reason when the window cannot be had; skips nothing.
import { join } from 'node:path';
import { needsOwnSqlite, startXvfb } from './lib/desk.mjs';
import { fail, rootDir, run } from './lib/run.mjs';
import { ensureSystemPackages } from './lib/systemPackages.mjs';
import { sqliteBindingForTestRuntime, testElectron } from './lib/testRuntime.mjs';

const complaint = await ensureSystemPackages();
if (complaint) fail(`The window tests cannot run: ${complaint}`);

const built = await run(process.execPath, [join(rootDir, 'scripts', 'build.mjs'), '--if-needed']);
if (built.code !== 0) process.exit(1);

const env = { ...process.env };
try {
  const electron = await testElectron();
  env.EINTHOVEN_E2E_ELECTRON = electron.program;
  if (needsOwnSqlite(electron.dist)) env.EINTHOVEN_SQLITE_BINDING = await sqliteBindingForTestRuntime();
} catch (error) {
  fail(`The window tests cannot run: ${error.message}`);
}

let stop = () => {};
if (process.platform === 'linux') {
  // Always a screen of our own: known size, and nothing of the tests on a person's desk.
  const server = await startXvfb().catch((error) => fail(`The window tests cannot run: ${error.message}`));
  env.DISPLAY = server.display;
  delete env.XAUTHORITY;
  delete env.WAYLAND_DISPLAY;
  stop = server.stop;
}
const given = process.argv.slice(2);
const project = given.some((word) => word.startsWith('--project')) ? [] : ['--project=journeys'];
const { code } = await run(
  'playwright',
  ['test', '--config', join('e2e', 'playwright.config.ts'), ...project, ...given],
  {
    env,
    shell: process.platform === 'win32',
  },
);
stop();
process.exit(code);
