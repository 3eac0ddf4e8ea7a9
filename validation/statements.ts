/**
 * Statements of the rules against the labels that come with the data, beside a plain threshold rule:
 * node validation/statements.ts --data DIR [--split tune|report] [--every N] [--dump FILE] [--update]
 *
 * DIR is PTB-XL (with records.csv; rules were set on folds 1 to 8, fold 9 is reported, fold 10 never read) or LUDB. The rhythm's models are asked, those of the shape not.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { beatView } from '../app/models/beats/askBeats.ts';
import { wilson } from '../app/models/comparison/wilson.ts';
import { defaultOptions } from '../app/ports.ts';
import { analyzeRecording } from '../app/workflow/analyzeRecording.ts';
import { loadModels } from '../main/node/models/loadModels.ts';
import { readFiles } from './lib/readRecord.ts';
import { table, updateSection } from './lib/results.ts';
import { labelledRecords, type Question, questions } from './lib/statementLabels.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    split: { type: 'string' },
    dump: { type: 'string' },
    every: { type: 'string', default: '1' },
    update: { type: 'boolean', default: false },
  },
});
if (options.data === undefined) {
  console.error(
    'usage: node validation/statements.ts --data DIR [--split tune|report] [--every N] [--dump FILE] [--update]',
  );
  process.exit(2);
}
const folder = options.data;
const set = basename(folder);
const inSplit = (fold: number | null): boolean =>
  fold === null || options.split === undefined || (options.split === 'report' ? fold === 9 : fold < 9);

interface Judged {
  readonly record: string;
  readonly fold: number | null;
  readonly words: ReadonlySet<string>;
  readonly stated: ReadonlySet<string>;
  /** Codes of critical statements of the rules; those of the rhythm are left out. */
  readonly critical: readonly string[];
  readonly plain: ReadonlySet<string>;
}
const records = (await labelledRecords(folder)).filter(
  ({ fold }, i) => inSplit(fold) && i % Number(options.every) === 0,
);
const { runner } = await loadModels(join(import.meta.dirname, '..', 'models'));
/** Rhythm decides on statements; the networks of the shape do not. */
const modelIds = runner
  .models()
  .map(({ manifest }) => manifest)
  .filter((manifest) => manifest.task === 'rhythm2017' || beatView(manifest) === 'diagnostic')
  .map(({ id }) => id);
const judged: Judged[] = [];
for (const { record, fold, words, patient } of records) {
  if (!existsSync(join(folder, `${record}.hea`))) continue;
  const files = readFiles(join(folder, record, '..'), basename(record));
  const known = { ...defaultOptions, modelIds, ...patient };
  const bundle = { path: `${record}.hea`, files, sha256: '0'.repeat(64) };
  const read = await analyzeRecording(bundle, known, { runner, nowMs: () => 0 });
  if (!read.ok) throw new Error(`${record}: ${read.error.message}`);
  const { rhythm, statements, measurements, recording } = read.value;
  const { ageYears, sex } = recording.patient;
  judged.push({
    record,
    fold,
    words,
    stated: new Set([...rhythm.statements, ...statements].map(({ code }) => code)),
    critical: statements.filter(({ critical }) => critical).map(({ code }) => code),
    plain: new Set(
      questions.filter(({ plainRule }) => plainRule(measurements, { ageYears, sex })).map(({ name }) => name),
    ),
  });
}

const labelled = ({ ptbxl, ludb }: Question, words: ReadonlySet<string>): boolean =>
  set === 'ptbxl'
    ? ptbxl.some((word) => words.has(word))
    : [...words].some((sentence) => ludb.some((start) => sentence.startsWith(start)));

const share = (hits: number, of: number): string => {
  if (of === 0) return '-';
  const { low, high } = wilson(hits, of);
  return `${((100 * hits) / of).toFixed(1)} [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;
};
const figures = (list: readonly Judged[], question: Question, found: (one: Judged) => boolean): string[] => {
  const count = (is: boolean, said: boolean): number =>
    list.filter((one) => labelled(question, one.words) === is && found(one) === said).length;
  const [hit, missed, wrong, clear] = [count(true, true), count(true, false), count(false, true), count(false, false)];
  return [share(hit, hit + missed), share(clear, clear + wrong), share(hit, hit + wrong)];
};
const tableOf = (list: readonly Judged[]): string =>
  table(
    [
      'finding',
      'labelled',
      'rules: Se %',
      'rules: Sp %',
      'rules: PPV %',
      'plain: Se %',
      'plain: Sp %',
      'plain: PPV %',
      'plain rule',
    ],
    questions.flatMap((question) => {
      const n = list.filter(({ words }) => labelled(question, words)).length;
      if (n === 0) return [];
      return [
        [
          question.name,
          `${n} of ${list.length}`,
          ...figures(list, question, ({ stated }) => question.codes.some((code) => stated.has(code))),
          ...figures(list, question, ({ plain }) => plain.has(question.name)),
          question.plain,
        ],
      ];
    }),
  );
/** Labels without an acute finding; `without` names those that leave it open. */
const harmless: readonly (readonly [title: string, is: (words: ReadonlySet<string>) => boolean])[] = [
  ['NORM alone', (words) => words.has('NORM') && !words.has('STD') && !words.has('INVT')],
  ['RBBB', (words) => words.has('CRBBB')],
  ['LBBB', (words) => words.has('CLBBB')],
  ['LVH', (words) => words.has('LVH') || words.has('VCLVH')],
];
const acute = ['AMI', 'IMI', 'LMI', 'PMI', 'ISC', 'ISCA', 'ISCI', 'STE'];
const criticalTable = (list: readonly Judged[]): string =>
  table(
    ['labelled', 'n', 'critical %', 'and which'],
    harmless.map(([title, is]) => {
      const own = list.filter(({ words }) => is(words) && !acute.some((word) => words.has(word)));
      const counts = new Map<string, number>();
      for (const code of own.flatMap(({ critical }) => critical)) counts.set(code, (counts.get(code) ?? 0) + 1);
      return [
        title,
        String(own.length),
        share(own.filter(({ critical }) => critical.length > 0).length, own.length),
        [...counts].map(([code, n]) => `${code} ${n}`).join(', ') || '-',
      ];
    }),
  );
const parts: readonly (readonly [string, readonly Judged[]])[] =
  set === 'ptbxl'
    ? [
        ['Fold 9', judged.filter(({ fold }) => fold === 9)],
        ['Folds 1 to 8, which the rules were set on', judged.filter(({ fold }) => fold !== null && fold < 9)],
      ]
    : [['All recordings', judged]];
const text = parts
  .filter(([, list]) => list.length > 0)
  .map(
    ([title, list]) =>
      `${title}:\n\n${tableOf(list)}${set === 'ptbxl' ? `\n\nCritical statements of the rules where the label knows of no infarction, ischaemia or ST elevation (${title.toLowerCase()}):\n\n${criticalTable(list)}` : ''}`,
  )
  .join('\n\n');
if (options.dump !== undefined)
  writeFileSync(
    options.dump,
    judged
      .map(({ words, stated, ...rest }) => JSON.stringify({ ...rest, words: [...words], stated: [...stated] }))
      .join('\n'),
  );
console.log(text);
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    `statements-${set}`,
    `## Statements against labels, ${set}

\`node validation/statements.ts --data DIR/${set}\`

Per recording; brackets are 95 % intervals (Wilson). The whole way of a recording, with beat classes, the rhythm network and every gate; networks of the shape are not asked. ${
      set === 'ptbxl'
        ? 'Recordings at 100 Hz with at least one diagnostic label; fold 10 was never read. Labels are of the subclass: AV block holds every degree and a long PR, fascicular block both fascicles, LVH also «voltage criteria».'
        : 'LUDB stores each lead scaled to its own range, about 1 mV from peak to peak: voltages cannot be judged there, ST and hypertrophy are withheld where the limb leads contradict each other, and the axis is right in sign alone. Its readers call the axis left from 0 degrees on, not from -30, and gave no ST-T labels by lead.'
    }

${text}`,
  );
