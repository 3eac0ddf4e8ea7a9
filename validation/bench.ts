/**
 * Speed on the demo recordings, one thread: npm run bench [-- --update]
 *
 * CPU milliseconds (user and system, of this process) for each step of one recording, after a warm-up: median and 95th
 * percentile. The recordings are the program's own, so that anyone can repeat the figures without a data set.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { decodeFiles } from '../app/formats/registry.ts';
import { featuresOnce, prepareInputs } from '../app/models/prepareInputs.ts';
import type { Recording } from '../app/recording/recording.ts';
import { layoutTracing } from '../app/tracing/layoutTracing.ts';
import { defaultTracingOptions } from '../app/tracing/tracingLayout.ts';
import { loadModels } from '../main/node/models/loadModels.ts';
import { table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({ options: { update: { type: 'boolean', default: false } } });
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
const manifest = runner.models()[0]?.manifest;
if (manifest === undefined) throw new Error('no model is installed');

const cpuMs = async (work: () => unknown): Promise<number> => {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

const steps: readonly (readonly [title: string, work: (index: number) => unknown])[] = [
  ['decode (WFDB, 12 x 5000)', (index) => decode(bundles[index]!)],
  ['signal: beats, waves, measurements, quality, pacing', (index) => analyzeSignal(recordings[index]!, { lead: null })],
  [
    `model ${manifest.id}: preparation and inference`,
    async (index) => {
      const recording = recordings[index]!;
      const inputs = prepareInputs(recording, manifest, featuresOnce(recording));
      if (inputs.ok) await runner.run(manifest.id, inputs.value);
    },
  ],
  ['tracing: layout of a page', (index) => layoutTracing(recordings[index]!, defaultTracingOptions)],
];

const rows: string[][] = [];
for (const [title, work] of steps) {
  for (let index = 0; index < recordings.length; index++) await work(index);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++)
    for (let index = 0; index < recordings.length; index++) times.push(await cpuMs(() => work(index)));
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))]!.toFixed(1);
  rows.push([title, String(times.length), at(0.5), at(0.95)]);
}
const text = table(['step', 'n', 'median CPU ms', '95 % below'], rows);
console.log(text);
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    'bench',
    `## Speed of one recording\n\n\`npm run bench\`\n\nThe nine 12-lead demo recordings of 10 s at 500 Hz, ${rounds} times each, warm, one thread.\n\n${text}`,
  );
