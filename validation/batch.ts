/**
 * The command line over whole data sets: node validation/batch.ts --data DIR [--data DIR ...] [--update]
 *
 * Runs `einthoven analyze --ndjson` on every DIR with one and with two processes, checks each line against the schema and
 * that both runs give the same analyses in the same order, and prints recordings per second (whole command, start
 * included). Exit 1 when a line does not fit, a recording is lost or the program fails.
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { analysisLineSchema } from '../app/analysis/schema.ts';
import { table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({
  options: { data: { type: 'string', multiple: true }, update: { type: 'boolean', default: false } },
});
if (options.data === undefined) {
  console.error('usage: node validation/batch.ts --data DIR [--data DIR ...] [--update]');
  process.exit(2);
}

const cli = join(import.meta.dirname, '..', 'scripts', 'einthoven.mjs');

interface Run {
  readonly lines: number;
  readonly invalid: readonly string[];
  readonly refused: number;
  readonly seconds: number;
  readonly exitCode: number | null;
  /** One line a recording without its timings, to compare runs. */
  readonly digests: readonly string[];
}

const analyze = async (folder: string, jobs: number): Promise<Run> => {
  const started = performance.now();
  const child = spawn(process.execPath, [cli, 'analyze', folder, '--ndjson', '--jobs', String(jobs)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exit = new Promise<number | null>((resolve) => child.on('close', resolve));
  const invalid: string[] = [];
  const digests: string[] = [];
  let lines = 0;
  let refused = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    lines += 1;
    const parsed = analysisLineSchema.safeParse(JSON.parse(line));
    if (!parsed.success) invalid.push(`line ${lines}: ${parsed.error.issues[0]?.message ?? 'does not fit'}`);
    else if ('error' in parsed.data) refused += 1;
    digests.push(line.replace(/"timingMs":\{[^}]*\}/, ''));
  }
  const exitCode = await exit;
  return { lines, invalid, refused, seconds: (performance.now() - started) / 1000, exitCode, digests };
};

const headersIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.hea')).length;

let failed = false;
const rows: string[][] = [];
for (const folder of options.data) {
  const expected = headersIn(folder);
  const runs = [await analyze(folder, 1), await analyze(folder, 2)];
  const [one, two] = runs as [Run, Run];
  const same = one.digests.length === two.digests.length && one.digests.every((line, i) => line === two.digests[i]);
  const complaints = [...one.invalid, ...two.invalid];
  if (
    complaints.length > 0 ||
    !same ||
    runs.some((run) => run.lines !== expected || (run.exitCode !== 0 && run.exitCode !== 3))
  )
    failed = true;
  rows.push([
    basename(folder),
    String(expected),
    String(one.lines),
    String(complaints.length),
    String(one.refused),
    same ? 'yes' : 'NO',
    (one.lines / one.seconds).toFixed(0),
    (two.lines / two.seconds).toFixed(0),
  ]);
  for (const complaint of complaints.slice(0, 10)) console.error(`${basename(folder)}: ${complaint}`);
}

const text = table(
  ['set', 'headers', 'lines', 'invalid', 'refused', 'both runs equal', 'rec/s, 1 process', 'rec/s, 2 processes'],
  rows,
);
console.log(text);
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    'batch',
    [
      '## The command line over whole sets',
      'Every line of `einthoven analyze --ndjson` against the schema; whole command, start included, two cores.',
      text,
      `Command: \`node validation/batch.ts ${options.data.map((folder) => `--data ${basename(folder)}`).join(' ')} --update\``,
    ].join('\n\n'),
  );
process.exit(failed ? 1 : 0);
