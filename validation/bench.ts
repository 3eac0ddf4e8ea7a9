/**
 * Speed, one thread: npm run bench [-- --mitdb DIR] [--update]
 *
 * CPU milliseconds (user and system, of this process) for each step of one recording, after a warm-up: median and 95th
 * percentile. The recordings are the program's own, so that anyone can repeat the figures without a data set. With --mitdb
 * also the beats of all its records, first signal, once, without start-up and decoding. Of each installed model: what makes its
 * inputs, the graph alone, and the models that answer when nobody chooses, together; sizes of their files and the sum.
 *
 * Exit 1 when a median is above its floor or all weights together weigh more than 40 MB: on a quiet machine of about 2023. CPU time grows by a half and more where other
 * programs share the processor's caches, so this is no test of the suite.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { detectQrs } from '../app/analysis/qrs.ts';
import { decodeFiles } from '../app/formats/registry.ts';
import type { Recording } from '../app/recording/recording.ts';
import { layoutTracing } from '../app/tracing/layoutTracing.ts';
import { defaultTracingOptions } from '../app/tracing/tracingLayout.ts';
import { loadModels } from '../main/node/models/loadModels.ts';
import { modelSizes, modelSteps } from './lib/modelSpeed.ts';
import { readRecord } from './lib/readRecord.ts';
import { table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({
  options: { mitdb: { type: 'string' }, update: { type: 'boolean', default: false } },
});
const root = join(import.meta.dirname, '..');
const demo = join(root, 'resources', 'demo');
const rounds = 5;

const bundles = readdirSync(demo)
  .filter((name) => name.endsWith('.hea'))
  .map((name) =>
    [name, name.replace('.hea', '.dat')].map((file) => ({
      name: basename(file),
      bytes: new Uint8Array(readFileSync(join(demo, file))),
    })),
  );
const decode = (files: (typeof bundles)[number]): Recording => {
  const decoded = decodeFiles(files, {});
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value.recording;
};
const recordings = bundles.map(decode);
const { runner } = await loadModels(join(root, 'models'));
const installedModels = runner.models().map(({ manifest }) => manifest);
if (installedModels.length === 0) throw new Error('no model is installed');

const cpuMs = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

interface Budget {
  readonly floorMs: number;
  readonly aimMs: number;
}

/** The budgets of the measurement engine. */
const signalBudget: Budget = { floorMs: 45, aimMs: 20 };
const mitdbBudget: Budget = { floorMs: 10_000, aimMs: 3000 };

const steps: readonly (readonly [title: string, work: (index: number) => unknown, budget?: Budget])[] = [
  ['decode (WFDB, 12 x 5000)', (index) => decode(bundles[index]!)],
  [
    'signal: beats, waves, measurements, quality, pacing',
    (index) => analyzeSignal(recordings[index]!, { lead: null }),
    signalBudget,
  ],
  ...modelSteps(installedModels, runner, recordings),
  ['tracing: layout of a page', (index) => layoutTracing(recordings[index]!, defaultTracingOptions)],
];

const rows: string[][] = [];
const missed: string[] = [];
const addRow = (title: string, times: number[], budget?: Budget): void => {
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(share * times.length))]!;
  const high = times.length > 1 ? at(0.95).toFixed(1) : '';
  const limits = budget === undefined ? ['', ''] : [String(budget.floorMs), String(budget.aimMs)];
  rows.push([title, String(times.length), at(0.5).toFixed(1), high, ...limits]);
  if (budget !== undefined && at(0.5) > budget.floorMs) missed.push(title);
};
for (const [title, work, budget] of steps) {
  for (let index = 0; index < recordings.length; index++) await work(index);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (let index = 0; index < recordings.length; index++) times.push(await cpuMs(() => work(index)));
  addRow(title, times, budget);
}
if (options.mitdb !== undefined) {
  const folder = options.mitdb;
  let totalMs = 0;
  for (const record of readFileSync(join(folder, 'RECORDS'), 'utf8').split(/\s+/)) {
    if (record === '') continue;
    const { leads, sampleRateHz } = readRecord(folder, record);
    totalMs += await cpuMs(() => detectQrs([leads[0]!.samplesMv], sampleRateHz));
  }
  addRow('beats of all records of mitdb, first signal', [totalMs], mitdbBudget);
}
const sizes = modelSizes(installedModels);
if (sizes.tooLarge) missed.push('size of all weights');
const text = `${table(['step', 'n', 'median CPU ms', '95 % below', 'floor', 'aim'], rows)}\n\n${sizes.text}`;
console.log(text);
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    'bench',
    `## Speed of one recording\n\n\`npm run bench${options.mitdb === undefined ? '' : ' -- --mitdb DIR'}\`\n\nThe nine 12-lead demo recordings of 10 s at 500 Hz, ${rounds} times each, warm, one thread.\n\n${text}`,
  );
if (missed.length > 0) {
  console.error(`above the floor: ${missed.join('; ')}`);
  process.exitCode = 1;
}
