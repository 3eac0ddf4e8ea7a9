import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const rootDir = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

/** Runs a program; resolves with its exit code and, when `capture` is set, what it printed. */
export const run = (command, args, { capture = false, quiet = false, ...options } = {}) =>
  new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: rootDir,
      stdio: ['ignore', capture || quiet ? 'pipe' : 'inherit', capture || quiet ? 'pipe' : 'inherit'],
      ...options,
    });
    let output = '';
    child.stdout?.on('data', (data) => (output += data));
    child.stderr?.on('data', (data) => (output += data));
    child.on('error', (error) => resolve({ code: 127, output: `${output}${error.message}\n` }));
    child.on('close', (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), output }));
  });

/** Runs a program and throws with its output when it fails. */
export const must = async (command, args, options = {}) => {
  const result = await run(command, args, { quiet: true, ...options });
  if (result.code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${result.code}\n${result.output}`);
  return result.output;
};

export const fail = (message) => {
  process.stderr.write(`${message}\n`);
  process.exit(1);
};
