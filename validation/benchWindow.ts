/**
 * Speed and memory of the real window, software rendering: npm run validate -- benchWindow [--update] [--reuse]
 *
 * Runs e2e/measure/window.bench.ts in the test runtime under Xvfb: a recording chosen in the worklist to its tracing on the screen,
 * frames while a hand draws the page along, keys while a folder is imported, JavaScript heap after each hundred of five hundred recordings opened one after
 * another, garbage collected. Frames wait for the screen's 60 Hz; CPU milliseconds (page and painting process) say what a frame
 * costs when other programs share the machine. `--reuse` reads what the last run left.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({
  options: { update: { type: 'boolean', default: false }, reuse: { type: 'boolean', default: false } },
});
const root = join(import.meta.dirname, '..');

const figuresFile = join(root, '.cache', 'benchWindow.json');
if (!options.reuse) {
  rmSync(figuresFile, { force: true });
  const script = join(root, 'scripts', 'e2e.mjs');
  const { status } = spawnSync(process.execPath, [script, '--project', 'bench'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
const load = loadavg()[0] ?? 0;
const figures = z
  .record(z.string(), z.union([z.number(), z.array(z.number())]))
  .parse(JSON.parse(readFileSync(figuresFile, 'utf8')));

/** Empty where the run did not come to it. */
const series = (name: string): readonly number[] => {
  const found = figures[name];
  return Array.isArray(found) ? found : [];
};
const single = (name: string): number | null => {
  const found = figures[name];
  return typeof found === 'number' ? found : null;
};
const share = (values: readonly number[], of: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(of * values.length))] ?? Number.NaN;

const rows: string[][] = [];
const timed = (what: string, name: string, budgetMs: number): void => {
  const values = series(`${name}Ms`);
  const at = (of: number): string => (values.length === 0 ? 'not run' : share(values, of).toFixed(1));
  const cpu = single(`${name}CpuMs`)?.toFixed(1) ?? '';
  rows.push([what, at(0.5), at(0.95), String(budgetMs), cpu, String(values.length)]);
};
timed('recording chosen → painted', 'paint', 150);
for (const ratio of [1, 2])
  for (const [what, name] of [
    ['12 x 5,000', 'pan12x5000'],
    ['2 x 650,000', 'pan2x650000'],
    ['2 x 650,000, zoomed out to half', 'pan2x650000ZoomedOut'],
  ] as const)
    timed(`pan frame, ${what}, pixel ratio ${ratio}`, `${name}At${ratio}`, 17);
timed('next or previous recording by key while 400 are imported → frame after it', 'keys', 100);
const heaps = series('heapMbAfterEach100');

const markdown = [
  '## The window',
  '',
  'Real window, software rendering, Xvfb; the program’s own recordings. Milliseconds; p95 is the budget’s. CPU: of page and painting process, for each.',
  '',
  table(['What', 'median', 'p95', 'budget', 'CPU', 'n'], rows),
  '',
  `JavaScript heap after 100, 200, 300, 400, 500 recordings opened one after another, garbage collected: ${heaps.length === 0 ? 'not run' : `${heaps.map((mb) => mb.toFixed(1)).join(', ')} MB`}.`,
  '',
  `Load of the machine (two cores) at the end of the run: ${load.toFixed(1)}. Above 1 the times between frames are those of the machine, not of the program; the CPU column holds.`,
  '',
  'Command: `npm run validate -- benchWindow --update`',
].join('\n');
console.log(markdown);
if (options.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), 'bench-window', markdown);
