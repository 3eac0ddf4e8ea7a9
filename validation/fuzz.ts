/**
 * Every decoder against mutated files: `node validation/fuzz.ts --fixtures DIR [--mutations N] [--formats A,B] [--update]`.
 * Each file below DIR that a decoder takes, and those that the repository makes itself, is mutated N times (20000): bits flipped,
 * numbers to their extremes, digits to other words, cut off, repeated, nested, blanked, spliced with another file; where a checksum
 * would keep mutations out it is mended three times in four. A mutation is known by its number. Decoding runs in a child process
 * that is killed when it stops answering; the batch is then halved until the one mutation is found. Exit code 1 for a crash, a
 * hang, an untyped error, more than 2 s of CPU time or 500 MB.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { FuzzAnswer, FuzzBatch } from './lib/fuzzChild.ts';
import { fuzzSeeds } from './lib/fuzzSeeds.ts';
import { table, updateSection } from './lib/results.ts';

const limitMs = 2000;
const limitMb = 500;
const batchSize = 500;
/** Wall time in which a batch must answer on a busy machine; one mutation alone gets the limit many times over, too. */
const patienceMs = 120_000;
const alonePatienceMs = 30_000;

const { values } = parseArgs({
  options: {
    fixtures: { type: 'string' },
    mutations: { type: 'string', default: '20000' },
    formats: { type: 'string', default: '' },
    update: { type: 'boolean', default: false },
  },
});
const { fixtures, formats } = values;
if (fixtures === undefined) {
  console.error('usage: node validation/fuzz.ts --fixtures DIR [--mutations N] [--formats A,B] [--update]');
  process.exit(2);
}
const mutations = Number(values.mutations);
const seeds = fuzzSeeds(fixtures, formats === '' ? null : formats.split(','));

let child: ChildProcess | null = null;
const stopChild = (): void => {
  child?.removeAllListeners();
  child?.kill('SIGKILL');
  child = null;
};
const startChild = (): Promise<ChildProcess> =>
  new Promise((resolve) => {
    const started = fork(join(import.meta.dirname, 'lib', 'fuzzChild.ts'), [fixtures, formats], {
      execArgv: ['--max-old-space-size=400'],
    });
    started.once('message', () => resolve(started));
  });

/** The child's answer; `hang` when it gives none in time, `crash` when it dies. */
const ask = async (batch: FuzzBatch): Promise<FuzzAnswer | 'hang' | 'crash'> => {
  child ??= await startChild();
  const asked = child;
  const answer = await new Promise<FuzzAnswer | 'hang' | 'crash'>((resolve) => {
    const onExit = () => resolve('crash');
    const timer = setTimeout(() => resolve('hang'), batch.to - batch.from === 1 ? alonePatienceMs : patienceMs);
    asked.once('exit', onExit);
    asked.once('message', (message: FuzzAnswer) => {
      clearTimeout(timer);
      asked.off('exit', onExit);
      resolve(message);
    });
    asked.send(batch);
  });
  if (typeof answer === 'string') stopChild();
  return answer;
};

interface Total {
  mutations: number;
  decoded: number;
  readonly errors: Map<string, number>;
  slowestMs: number;
  slowest: string;
  largestMb: number;
  readonly hangs: string[];
  readonly crashes: string[];
  readonly problems: string[];
}
const newTotal = (): Total => ({
  mutations: 0,
  decoded: 0,
  errors: new Map(),
  slowestMs: 0,
  slowest: '',
  largestMb: 0,
  hangs: [],
  crashes: [],
  problems: [],
});

const run = async (batch: FuzzBatch, total: Total): Promise<void> => {
  const answer = await ask(batch);
  const name = seeds[batch.seed]!.name;
  if (typeof answer === 'string') {
    if (batch.to - batch.from === 1) {
      (answer === 'hang' ? total.hangs : total.crashes).push(`${name}, mutation ${batch.from}`);
      total.mutations += 1;
      return;
    }
    const middle = Math.floor((batch.from + batch.to) / 2);
    await run({ ...batch, to: middle }, total);
    await run({ ...batch, from: middle }, total);
    return;
  }
  total.mutations += batch.to - batch.from;
  total.decoded += answer.decoded;
  for (const [code, count] of Object.entries(answer.errors))
    total.errors.set(code, (total.errors.get(code) ?? 0) + count);
  if (answer.slowestMs > total.slowestMs) {
    total.slowestMs = answer.slowestMs;
    total.slowest = `${name}, mutation ${answer.slowest}`;
  }
  total.largestMb = Math.max(total.largestMb, answer.largestMb);
  total.problems.push(...answer.problems);
};

const totals = new Map<string, Total & { files: number }>();
const started = performance.now();
for (const [seed, { format, name }] of seeds.entries()) {
  const total = totals.get(format) ?? { ...newTotal(), files: 0 };
  totals.set(format, total);
  total.files += 1;
  for (let from = 0; from < mutations; from += batchSize) {
    await run({ seed, from, to: Math.min(mutations, from + batchSize) }, total);
  }
  // A fresh process for each seed: the memory that one took says nothing of the next.
  stopChild();
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.log(
    `${name} (${format}): ${seconds} s, slowest ${total.slowestMs.toFixed(0)} ms, ${total.largestMb.toFixed(0)} MB`,
  );
}

const count = (value: number): string => value.toLocaleString('en-US');
const errorsOf = ({ errors }: Total): string =>
  [...errors]
    .sort(([, a], [, b]) => b - a)
    .map(([code, n]) => `${code} ${count(n)}`)
    .join(', ');
const rows = [...totals].map(([format, total]) => [
  format,
  String(total.files),
  count(total.mutations),
  count(total.decoded),
  errorsOf(total),
  `${total.slowestMs.toFixed(0)} ms`,
  `${total.largestMb.toFixed(0)} MB`,
  String(total.crashes.length),
  String(total.hangs.length),
]);
const bad = [...totals.values()].flatMap(({ crashes, hangs, problems, slowestMs, slowest, largestMb }) => [
  ...crashes.map((what) => `crash: ${what}`),
  ...hangs.map((what) => `hang: ${what}`),
  ...problems,
  ...(slowestMs > limitMs ? [`${slowestMs.toFixed(0)} ms: ${slowest}`] : []),
  ...(largestMb > limitMb ? [`${largestMb.toFixed(0)} MB`] : []),
]);
const command = `node validation/fuzz.ts --fixtures DIR${mutations === 20_000 ? '' : ` --mutations ${mutations}`}${formats === '' ? '' : ` --formats ${formats}`}`;
const all = [...totals.values()].reduce((sum, total) => sum + total.mutations, 0);
const sectionId = formats === '' ? 'fuzz' : `fuzz-${formats.replaceAll(',', '-')}`;
const section = `## Decoders on mutated files${formats === '' ? '' : `: ${formats.replaceAll(',', ', ')}`}

\`${command}\`: ${seeds.length} files (real files of other makers, and one or more of each format made by the repository), ${count(mutations)} mutations each, ${count(all)} in all. Each ended in a recording or a typed error${bad.length === 0 ? '' : `, but for ${bad.length}`}; time is CPU time of one decode, memory the highest of the whole process, files and mutations included. Limits: ${limitMs / 1000} s, ${limitMb} MB.

${table(['format', 'files', 'mutations', 'decoded', 'refused, by code', 'slowest', 'memory', 'crashes', 'hangs'], rows)}
${
  bad.length === 0
    ? ''
    : `\n${bad
        .slice(0, 20)
        .map((line) => `- ${line}`)
        .join('\n')}\n`
}`;
console.log(`\n${section}`);
for (const line of bad) console.error(line);
if (values.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), sectionId, section);
process.exit(bad.length === 0 ? 0 : 1);
