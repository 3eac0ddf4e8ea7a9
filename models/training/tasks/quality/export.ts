/**
 * Indices for training the quality model: node models/training/tasks/quality/export.ts --data DIR --out FILE [--every N]
 *
 * DIR holds cinc2011, ptbxl (records100, records500, records.csv) and nstdb; LUDB is the test and is not read. FILE gets one
 * line of JSON a recording: set, record, fold (PTB-XL), label (1 acceptable, 0 unacceptable, null), noise (kind and dB, or null) and the
 * indices of each lead as the product computes them. nstdb's noise is mixed into the 500 Hz recordings.
 */
import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { findBeats } from '../../../../app/analysis/beats.ts';
import { leadFindings } from '../../../../app/analysis/leadFindings.ts';
import { leadBeat } from '../../../../app/analysis/quality/beatIndices.ts';
import { indexNames, leadIndices } from '../../../../app/analysis/quality/leadIndices.ts';
import type { Recording } from '../../../../app/recording/recording.ts';
import { readRecord } from '../../../../validation/lib/readRecord.ts';
import { readTable } from '../../../../validation/lib/readTable.ts';
import { mixerOf, noiseConditions } from '../../../../validation/lib/recordedNoise.ts';

const { values: options } = parseArgs({
  options: { data: { type: 'string' }, out: { type: 'string' }, every: { type: 'string', default: '1' } },
});
const { data, out } = options;
if (data === undefined || out === undefined) {
  process.stderr.write('usage: node models/training/tasks/quality/export.ts --data DIR --out FILE [--every N]\n');
  process.exit(2);
}
const every = Number(options.every);
const file = openSync(out, 'w');
writeSync(file, `${JSON.stringify({ names: indexNames })}\n`);

const write = (about: Readonly<Record<string, string | number | null>>, recording: Recording): readonly number[] => {
  const { leads, sampleRateHz } = recording;
  const { beats } = findBeats(
    recording,
    leads.filter(({ derived }) => !derived),
  );
  const rows = leads.map(({ samplesMv }) =>
    leadIndices(leadFindings(samplesMv, sampleRateHz), leadBeat(samplesMv, beats, sampleRateHz)),
  );
  writeSync(file, `${JSON.stringify({ ...about, rows })}\n`);
  return beats.map((beat) => beat / sampleRateHz);
};
const records = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.hea'))
    .map((name) => join(folder, name.slice(0, -4)))
    .sort()
    .filter((_, i) => i % every === 0);
const listed = (name: string): Set<string> =>
  new Set(
    readFileSync(join(data, 'cinc2011', name), 'utf8')
      .trim()
      .split(/\s+/),
  );

const [good, bad] = [listed('RECORDS-acceptable'), listed('RECORDS-unacceptable')];
for (const path of records(join(data, 'cinc2011'))) {
  const record = basename(path);
  if (!good.has(record) && !bad.has(record)) continue;
  write(
    { set: 'cinc2011', record, fold: null, label: good.has(record) ? 1 : 0, kind: null, db: null },
    readRecord(dirname(path), record),
  );
}
const folds = new Map(
  readTable(join(data, 'ptbxl', 'records.csv')).map((row) => [Number(row.ecg_id), Number(row.strat_fold)]),
);
const mix = mixerOf(join(data, 'nstdb'));
for (const set of ['records100', 'records500'])
  for (const path of records(join(data, 'ptbxl', set))) {
    const record = basename(path);
    const about = { set, record, fold: folds.get(Number(record.slice(0, 5))) ?? null, label: null };
    const recording = readRecord(dirname(path), record);
    const beatsS = write({ ...about, kind: null, db: null }, recording);
    if (set === 'records500')
      for (const { kind, db } of noiseConditions)
        write({ ...about, kind, db }, mix(recording, record, beatsS, kind, db));
  }
closeSync(file);
