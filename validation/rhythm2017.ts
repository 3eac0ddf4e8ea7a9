/**
 * N, A, O and noisy of the CinC 2017 set by the shipped model: node validation/rhythm2017.ts --data DIR [--part test|validation] [--models DIR] [--update]
 *
 * DIR holds the challenge's recordings and REFERENCE-v3.csv; models/training/splits/rhythm2017.csv names the part. Each file is decoded,
 * its lead prepared and cut into windows, judged by ONNX Runtime, calibrated: the program's own way. Two tables: every recording
 * judged, as the training counts; and as the program answers, where a closed gate gives no answer and that counts against each class. The
 * test part was looked at once, by `--final` of the training; without that this script refuses it, and afterwards fails unless
 * its counts are those of model.json. --update puts the test part into validation/RESULTS.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import type { Quality } from '../app/analysis/schema.ts';
import { askModels } from '../app/models/askModels.ts';
import { goodQuality, notPaced, valid } from '../app/models/fixtures.ts';
import { rhythm2017 } from '../app/models/rhythm2017.ts';
import { rhythmClasses } from '../app/report/words.ts';
import { loadModels } from '../main/node/models/loadModels.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { readRecord } from './lib/readRecord.ts';
import { table, updateSection, withInterval } from './lib/results.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    part: { type: 'string', default: 'test' },
    models: { type: 'string', default: join(import.meta.dirname, '..', 'models') },
    update: { type: 'boolean', default: false },
  },
});
if (options.data === undefined || !['test', 'validation'].includes(options.part)) {
  console.error('usage: node validation/rhythm2017.ts --data DIR [--part test|validation] [--models DIR] [--update]');
  process.exit(2);
}
const folder = options.data;
const { runner } = await loadModels(options.models);
const manifest = runner.models().find((model) => model.manifest.task === 'rhythm2017')?.manifest;
if (manifest === undefined) throw new Error('no model of the task rhythm2017 is installed');
const trained = (manifest.metrics as { test?: { confusion: number[][] } }).test?.confusion;
if (options.part === 'test' && trained === undefined)
  throw new Error("the test part was not looked at by the training's --final");

const rowsOf = (path: string): (readonly [string, string])[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => [line.split(',')[0]!, line.split(',')[1]!.trim()] as const);
const truth = new Map(rowsOf(join(folder, 'REFERENCE-v3.csv')));
const split = join(import.meta.dirname, '..', 'models', 'training', 'splits', 'rhythm2017.csv');
const records = rowsOf(split).flatMap(([id, part]) => (part === options.part ? [id] : []));

interface Judged {
  readonly truth: number;
  /** The likeliest class with every recording judged, and as the program answers: none behind a closed gate. */
  readonly plain: number;
  readonly gated: number;
  readonly verdict: Quality['verdict'];
}
const none = rhythmClasses.length;

const classOf = (record: string): number => {
  const names: readonly string[] = rhythmClasses;
  const at = names.indexOf(truth.get(record) ?? '');
  if (at < 0) throw new Error(`${record} has no label`);
  return at;
};

const judged: Judged[] = [];
const closed = new Map<string, number>();
let modelMs = 0;
for (const record of records) {
  const recording = readRecord(folder, record);
  const started = process.cpuUsage();
  const open = { recording, validity: valid, quality: goodQuality, pacing: notPaced };
  const asked = await askModels(open, [manifest.id], runner);
  const { user, system } = process.cpuUsage(started);
  modelMs += (user + system) / 1000;
  const stated = asked.ok ? rhythm2017(asked.value)?.rhythm2017 : undefined;
  if (!stated) throw new Error(`${record} was not judged`);
  const probabilities = rhythmClasses.map((name) => stated[name]);
  const plain = probabilities.indexOf(Math.max(...probabilities));

  const { validity, quality, pacing } = analyzeSignal(recording, { lead: null });
  const gated = await askModels({ recording, validity, quality, pacing }, [manifest.id], runner);
  if (!gated.ok) throw new Error(gated.error.message);
  const answered = gated.value.answers.length > 0;
  for (const { code } of gated.value.gates) closed.set(code, (closed.get(code) ?? 0) + 1);
  judged.push({ truth: classOf(record), plain, gated: answered ? plain : none, verdict: quality.verdict });
}

const confusionOf = (all: readonly Judged[], answer: 'plain' | 'gated'): number[][] => {
  const counts = rhythmClasses.map(() => new Array<number>(none + 1).fill(0));
  for (const one of all) counts[one.truth]![one[answer]]! += 1;
  return counts;
};
const f1 = (counts: readonly (readonly number[])[], c: number): number => {
  const answered = counts.reduce((sum, row) => sum + row[c]!, 0);
  const there = counts[c]!.reduce((a, b) => a + b, 0);
  return (2 * counts[c]![c]!) / Math.max(1, answered + there);
};
/** The challenge's score: mean F1 of N, A and O (Clifford et al. 2017). */
const score = (counts: readonly (readonly number[])[]): number => (f1(counts, 0) + f1(counts, 1) + f1(counts, 2)) / 3;

const report = (answer: 'plain' | 'gated'): string => {
  const counts = confusionOf(judged, answer);
  const shown = (statistic: (counts: number[][]) => number): string =>
    withInterval(
      statistic(counts),
      bootstrap(judged, (drawn) => statistic(confusionOf(drawn, answer))),
    );
  const rows = rhythmClasses.map((name, c) => [
    name,
    String(counts[c]!.reduce((a, b) => a + b, 0)),
    shown((m) => f1(m, c)),
    ...counts[c]!.map(String),
  ]);
  const head = ['class', 'recordings', 'F1 %', ...rhythmClasses.map((name) => `answered ${name}`), 'no answer'];
  return `Mean F1 of N, A, O: ${shown(score)} %\n\n${table(head, rows)}`;
};

const right = (counts: readonly (readonly number[])[]): number =>
  rhythmClasses.reduce((sum, _, c) => sum + counts[c]![c]!, 0) / counts.flat().reduce((a, b) => a + b, 0);
const byQuality = table(
  ['signal quality', 'recordings', 'right %', 'mean F1 %'],
  (['acceptable', 'limited', 'unacceptable'] as const).flatMap((verdict) => {
    const own = judged.filter((one) => one.verdict === verdict);
    if (own.length === 0) return [];
    const shown = (statistic: typeof score): string =>
      withInterval(
        statistic(confusionOf(own, 'plain')),
        bootstrap(own, (drawn) => statistic(confusionOf(drawn, 'plain'))),
      );
    return [[verdict, String(own.length), shown(right), own.length < 30 ? '' : shown(score)]];
  }),
);

const gates = [...closed].map(([code, count]) => `${code} ${count}`).join(', ') || 'none';
const about = `${manifest.id} ${manifest.version}, ${records.length} recordings of one lead, 95 % intervals in brackets: 2000 bootstrap draws of recordings, seed 1.
Preparation, network and calibration: ${(modelMs / records.length).toFixed(1)} ms CPU a recording, one thread.`;
const text = `Every recording judged. ${report('plain')}

${byQuality}

As the program answers; closed gates: ${gates}. ${report('gated')}`;
console.log(`CinC 2017, ${options.part} part\n${about}\n\n${text}`);

if (options.part === 'test') {
  const found = confusionOf(judged, 'plain').map((row) => row.slice(0, none));
  const agrees = JSON.stringify(found) === JSON.stringify(trained);
  console.log(agrees ? "\nThe counts are those of the training's one look." : '\nFAILED: model.json has other counts.');
  if (!agrees) process.exitCode = 1;
  else if (options.update)
    updateSection(
      join(import.meta.dirname, 'RESULTS.md'),
      'rhythm2017',
      `## Rhythm from one lead, CinC 2017, test part

\`npm run validate -- rhythm2017 --data DIR/cinc2017\`

${about} Split: \`models/training/splits/rhythm2017.csv\`, 15 % of the recordings of each class, looked at once by the training; these counts
are the same.

${text}`,
    );
}
