#!/usr/bin/env node
// The command line from a clone: builds what is missing, then runs on the Node that the project brings.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

if (!existsSync(join(root, 'node_modules'))) {
  process.stderr.write('einthoven: node_modules is missing; run "npm ci" once.\n');
  process.exit(1);
}

const brought = join(root, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
const own = Number(process.versions.node.split('.')[0]) >= 22;
const node = own ? process.execPath : brought;
if (!own && !existsSync(brought)) {
  process.stderr.write(`einthoven: Node 22 or newer is needed, this is ${process.versions.node}.\n`);
  process.exit(1);
}

const windowsShell = node.endsWith('.cmd');
const built = spawnSync(node, [join(root, 'scripts', 'build.mjs'), '--if-needed'], {
  stdio: ['ignore', 2, 2],
  shell: windowsShell,
});
if (built.status !== 0) process.exit(1);

const child = spawn(node, [join(root, 'dist', 'main', 'cli.js'), ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: windowsShell,
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`einthoven: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));
