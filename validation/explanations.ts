/**
 * How often a map of where the model looked stands its two checks: node validation/explanations.ts --data PTBXL [--fold 9] [--update]
 *
 * Every recording of the fold that the superclass model may answer; of each the classes that it states. A map stands when it is
 * unlike the map of shuffled weights and when taking out what it points at changes the answer more than taking out as much
 * elsewhere (app/models/mapChecks.ts). Nothing was chosen on these figures: both limits are given beforehand.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { askModels } from '../app/models/askModels.ts';
import { wilson } from '../app/models/comparison/wilson.ts';
import { explainAnswer } from '../app/models/explain.ts';
import { superclassDiagnoses } from '../app/models/superclass.ts';
import type { MapCheck } from '../app/ports.ts';
import { loadModels } from '../main/node/models/loadModels.ts';
import { readRecord } from './lib/readRecord.ts';
import { readTable } from './lib/readTable.ts';
import { table, updateSection, withInterval } from './lib/results.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    fold: { type: 'string', default: '9' },
    update: { type: 'boolean', default: false },
  },
});
if (options.data === undefined || options.fold === '10') {
  console.error('usage: node validation/explanations.ts --data PTBXL [--fold 1-9] [--update]; fold 10 is set aside');
  process.exit(2);
}
const folder = options.data;
const modelId = 'superclass-ensemble';

const { runner } = await loadModels(join(import.meta.dirname, '..', 'models'));
const stated = new Map<string, MapCheck[]>();
let recordings = 0;
const startUs = process.cpuUsage();
for (const row of readTable(join(folder, 'records.csv'))) {
  if (row.strat_fold !== options.fold) continue;
  const read = readRecord(join(folder, 'records100'), `${(row.ecg_id ?? '').padStart(5, '0')}_lr`);
  const { validity, quality, pacing } = analyzeSignal(read, { lead: null });
  const asked = await askModels({ recording: read, validity, quality, pacing }, [modelId], runner);
  const answer = asked.ok ? asked.value.answers[0] : undefined;
  if (answer === undefined) continue;
  const explained = await explainAnswer(answer, runner);
  if (!explained.ok) throw new Error(explained.error.message);
  recordings += 1;
  superclassDiagnoses(answer.manifest, answer.output.logits).forEach(({ class: name, positive }, i) => {
    const check = explained.value.activation?.checks[i];
    if (positive && check !== undefined) stated.set(name, [...(stated.get(name) ?? []), check]);
  });
}
const cpuMs = (process.cpuUsage(startUs).user + process.cpuUsage(startUs).system) / 1000 / Math.max(1, recordings);

const middle = (values: readonly number[]): string =>
  values.length === 0 ? '-' : [...values].sort((a, b) => a - b)[values.length >> 1]!.toFixed(2);
const rows = [...stated, ['all', [...stated.values()].flat()] as const].map(([name, checks]) => {
  const failed = (why: MapCheck['failed']) => checks.filter((check) => check.failed === why).length;
  const passed = failed(null);
  return [
    name,
    String(checks.length),
    withInterval(passed / checks.length, wilson(passed, checks.length)),
    String(failed('not-the-weights')),
    String(failed('not-the-evidence')),
    String(failed('blank')),
    middle(checks.map(({ likeness }) => likeness)),
    middle(checks.map(({ fall }) => fall)),
    middle(checks.map(({ chanceFall }) => chanceFall)),
  ];
});
const text = [
  table(
    [
      'class stated',
      'n',
      'map stands %',
      'as with shuffled weights',
      'not where the evidence is',
      'blank',
      'likeness',
      'fall',
      'furthest by chance',
    ],
    rows,
  ),
  '',
  `PTB-XL fold ${options.fold} (the shipped network has learnt from it), ${recordings} recordings, every class that the model states. Likeness and falls of the logit: medians. 95 % Wilson intervals. ${Math.round(cpuMs)} ms CPU a recording, with measurement and answer.`,
].join('\n');
console.log(text);
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    'explanations',
    `## Maps that may be shown\n\n\`node validation/explanations.ts --data DIR/ptbxl\`\n\n${text}`,
  );
