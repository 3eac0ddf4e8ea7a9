/**
 * Average beats for training the lead reversal model: node models/training/tasks/reversal/export.ts --data DIR --out FILE
 *
 * DIR holds ptbxl (records100, records.csv); fold 10 is not read. FILE gets one line of JSON a recording: record, fold, and
 * the average beat of I, II and V1 to V6 as the product computes it.
 */
import { closeSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findBeats } from '../../../../app/analysis/beats.ts';
import { leadBeat } from '../../../../app/analysis/quality/beatIndices.ts';
import { findLead } from '../../../../app/recording/recording.ts';
import { readRecord } from '../../../../validation/lib/readRecord.ts';
import { readTable } from '../../../../validation/lib/readTable.ts';

const { values: options } = parseArgs({ options: { data: { type: 'string' }, out: { type: 'string' } } });
const { data, out } = options;
if (data === undefined || out === undefined) {
  process.stderr.write('usage: node models/training/tasks/reversal/export.ts --data DIR --out FILE\n');
  process.exit(2);
}
const independent = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;
const about = new Map(readTable(join(data, 'ptbxl', 'records.csv')).map((row) => [Number(row.ecg_id), row]));
const file = openSync(out, 'w');
const folder = join(data, 'ptbxl', 'records100');
const write = (name: string, fold: number): void => {
  const recording = readRecord(folder, name);
  const { beats } = findBeats(recording, recording.leads);
  const averages = independent.map((lead) => {
    const found = findLead(recording, lead);
    return found === undefined ? null : leadBeat(found.samplesMv, beats, recording.sampleRateHz);
  });
  if (averages.some((beat) => beat === null)) return;
  const rows = averages.map((beat) => Array.from(beat?.averageMv ?? [], (mv) => Math.round(mv * 1e4) / 1e4));
  writeSync(file, `${JSON.stringify({ record: name, fold, rows })}\n`);
};

for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
  if (!name.endsWith('.hea')) continue;
  const fold = Number(about.get(Number(name.split('/').at(-1)!.slice(0, 5)))?.strat_fold);
  if (fold >= 1 && fold <= 9) write(name.slice(0, -4), fold);
}
closeSync(file);
