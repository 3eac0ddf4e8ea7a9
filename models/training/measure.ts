/**
 * Measures a folder of WFDB records with the core's own code, for training: `node models/training/measure.ts --records DIR
 * --out FILE.csv [--set measured100-v1]`. One line a record: its name, then the features in the order of the models' input; an
 * empty cell is a value that the recording does not give. The workstation computes its inputs with the same function.
 */
import { createWriteStream, readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { featureSets } from '../../app/models/features/featureSets.ts';
import { readRecord } from '../../validation/lib/readRecord.ts';

const { values: options } = parseArgs({
  options: {
    records: { type: 'string' },
    out: { type: 'string' },
    set: { type: 'string', default: 'measured100-v1' },
  },
});
const set = featureSets.get(options.set);
if (options.records === undefined || options.out === undefined || set === undefined) {
  console.error(
    `usage: node models/training/measure.ts --records DIR --out FILE.csv [--set ${[...featureSets.keys()]}]`,
  );
  process.exit(2);
}
const folder = options.records;
const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.hea'))
  .map((name) => name.slice(0, -4))
  .sort();
const out = createWriteStream(options.out);
out.write(`record,${set.names.join()}\n`);
for (const name of names) {
  const values = set
    .compute(readRecord(folder, name))
    .map(([, value]) => (Number.isFinite(value) ? Math.fround(value) : ''));
  out.write(`${name},${values.join()}\n`);
}
out.end();
