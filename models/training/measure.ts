/**
 * Measures WFDB records with the core's own code, for training: `node models/training/measure.ts --records DIR --out FILE.csv
 * [--only LIST] [--set measured100-v1]`. One line a record: its name, the workstation's verdict on its signal quality with the
 * score, then the features in the order of the models' input; an empty cell is a value that the recording does not give. The
 * workstation computes its inputs with the same function. LIST is a file of names, one a line; without it all of DIR is measured
 * but fold 10 of PTB-XL, which the tables beside or above DIR (records.csv, ptbxl_database.csv) name and which is set aside.
 */
import { closeSync, existsSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../../app/analysis/analyzeSignal.ts';
import { featureSets } from '../../app/models/features/featureSets.ts';
import { readRecord } from '../../validation/lib/readRecord.ts';
import { readTable } from '../../validation/lib/readTable.ts';

const { values: options } = parseArgs({
  options: {
    records: { type: 'string' },
    out: { type: 'string' },
    only: { type: 'string' },
    set: { type: 'string', default: 'measured100-v1' },
  },
});
const set = featureSets.get(options.set);
if (options.records === undefined || options.out === undefined || set === undefined) {
  console.error(
    `usage: node models/training/measure.ts --records DIR --out FILE.csv [--only LIST] [--set ${[...featureSets.keys()]}]`,
  );
  process.exit(2);
}
const folder = options.records;
/** Numbers of the recordings of fold 10. */
const setAside = new Set(
  [folder, join(folder, '..')]
    .flatMap((place) => ['records.csv', 'ptbxl_database.csv'].map((file) => join(place, file)))
    .filter((path) => existsSync(path))
    .flatMap((path) => readTable(path))
    .filter(({ strat_fold }) => strat_fold === '10')
    .map(({ ecg_id }) => Number(ecg_id)),
);
const names =
  options.only === undefined
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.hea'))
        .map((name) => name.slice(0, -4))
        .filter((name) => !setAside.has(Number(basename(name).slice(0, 5))))
        .sort()
    : readFileSync(options.only, 'utf8').split('\n').filter(Boolean);
const out = openSync(options.out, 'w');
writeSync(out, `record,quality.verdict,quality.score,${set.names.join()}\n`);
for (const name of names) {
  const recording = readRecord(join(folder, dirname(name)), basename(name));
  const { quality } = analyzeSignal(recording, { lead: null });
  const values = set.compute(recording).map(([, value]) => (Number.isFinite(value) ? Math.fround(value) : ''));
  writeSync(out, `${[name, quality.verdict, quality.score, ...values].join()}\n`);
}
closeSync(out);
