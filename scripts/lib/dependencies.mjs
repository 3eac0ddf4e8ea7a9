import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { rootDir, run } from './run.mjs';

/**
 * Installs the dependencies when they are missing, then goes on under the Node that they bring: npm puts it first on the
 * PATH of its scripts, so the script that called is started again through npm. Returns only under Node 22 or newer.
 */
export const ensureDependencies = async (script) => {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const shell = process.platform === 'win32';
  if (!existsSync(join(rootDir, 'node_modules', '.package-lock.json'))) {
    process.stderr.write('einthoven: installing dependencies (npm ci)\n');
    const installed = await run(npm, ['ci', '--no-fund', '--no-audit', '--loglevel=error'], {
      stdio: ['ignore', 2, 'inherit'],
      shell,
    });
    if (installed.code !== 0) process.exit(1);
  }
  if (Number(process.versions.node.split('.')[0]) >= 22) return;
  if (process.env.EINTHOVEN_RESTARTED) {
    process.stderr.write(
      `einthoven: Node 22 or newer is needed; this is ${process.versions.node} and no newer one comes for ${process.platform}-${process.arch}.\n`,
    );
    process.exit(1);
  }
  const again = await run(npm, ['run', '--silent', script, '--', ...process.argv.slice(2)], {
    stdio: 'inherit',
    shell,
    env: { ...process.env, EINTHOVEN_RESTARTED: '1' },
  });
  process.exit(again.code);
};
