/**
 * Statements of the rules against the labels that come with the data, beside a plain threshold rule:
 * node validation/statements.ts --data DIR [--split tune|report] [--update]
 *
 * DIR is PTB-XL (with records.csv; rules were set on folds 1 to 8, fold 9 is reported, fold 10 never read) or LUDB. Models are not asked.
 */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { appliedFilters } from '../app/analysis/appliedFilters.ts';
import { makeStatements } from '../app/analysis/statements/makeStatements.ts';
import { closedGates, closedRuleGates } from '../app/models/gates.ts';
import { readRecord } from './lib/readRecord.ts';
import { table, updateSection } from './lib/results.ts';
import { labelledRecords, type Question, questions } from './lib/statementLabels.ts';
import { wilson } from './lib/wilson.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    split: { type: 'string' },
    every: { type: 'string', default: '1' },
    update: { type: 'boolean', default: false },
  },
});
if (options.data === undefined) {
  console.error('usage: node validation/statements.ts --data DIR [--split tune|report] [--update]');
  process.exit(2);
}
const folder = options.data;
const set = basename(folder);
const inSplit = (fold: number | null): boolean =>
  fold === null || options.split === undefined || (options.split === 'report' ? fold === 9 : fold < 9);

interface Judged {
  readonly fold: number | null;
  readonly words: ReadonlySet<string>;
  readonly stated: ReadonlySet<string>;
  readonly plain: ReadonlySet<string>;
}
const records = (await labelledRecords(folder)).filter(
  ({ fold }, i) => inSplit(fold) && i % Number(options.every) === 0,
);
let statementMs = 0;
const judged = records
  .filter(({ record }) => existsSync(join(folder, `${record}.hea`)))
  .map(({ record, fold, words }): Judged => {
    const recording = readRecord(join(folder, record, '..'), basename(record));
    const signal = analyzeSignal(recording, { lead: null });
    const start = process.cpuUsage();
    const input = { ...signal, recording, filters: appliedFilters(recording) };
    const gates = [...closedGates(input, []), ...closedRuleGates(input)];
    const { statements } = makeStatements({ ...signal, patient: recording.patient, gates, diagnoses: [], rhythm: [] });
    const used = process.cpuUsage(start);
    statementMs += (used.user + used.system) / 1000;
    const { measurements } = signal;
    return {
      fold,
      words,
      stated: new Set(statements.map(({ code }) => code)),
      plain: new Set(
        questions.filter(({ plainRule }) => plainRule(measurements, recording.patient)).map(({ name }) => name),
      ),
    };
  });

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
const parts: readonly (readonly [string, readonly Judged[]])[] =
  set === 'ptbxl'
    ? [
        ['Fold 9', judged.filter(({ fold }) => fold === 9)],
        ['Folds 1 to 8, which the rules were set on', judged.filter(({ fold }) => fold !== null && fold < 9)],
      ]
    : [['All recordings', judged]];
const text = parts
  .filter(([, list]) => list.length > 0)
  .map(([title, list]) => `${title}:\n\n${tableOf(list)}`)
  .join('\n\n');
console.log(text);
console.log(`gates and statements: ${(statementMs / judged.length).toFixed(2)} ms of CPU a recording`);
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    `statements-${set}`,
    `## Statements against labels, ${set}

\`node validation/statements.ts --data DIR/${set}\`

Per recording; brackets are 95 % intervals (Wilson). Models are not asked. ${
      set === 'ptbxl'
        ? 'Recordings at 100 Hz with at least one diagnostic label; fold 10 was never read. Labels are of the subclass: AV block holds every degree and a long PR, fascicular block both fascicles, LVH also «voltage criteria».'
        : 'LUDB stores each lead scaled to its own range, about 1 mV from peak to peak: voltages cannot be judged there, ST and hypertrophy are withheld where the limb leads contradict each other, and the axis is right in sign alone. Its readers call the axis left from 0 degrees on, not from -30, and gave no ST-T labels by lead.'
    }

${text}

Gates and statements took ${(statementMs / judged.length).toFixed(2)} ms of CPU a recording.`,
  );
