/**
 * Rows for the nets that judge the course of a beat: node validation/beatOrderTraining.ts --data DIR --work WORK
 * then /usr/bin/python3 validation/beatOrderNet.py WORK
 *
 * DIR holds ptbxl and nstdb. Real courses are those of PTB-XL folds 1 to 8 and of synthetic hearts; strange ones those of made-up
 * signals, of real recordings shuffled in blocks, and (made by the second command) real courses backwards or upside down.
 * Writes WORK/courses.f32 and WORK/courses.json.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { beatCourse, courseLength } from '../app/analysis/beatCourse.ts';
import { findBeats } from '../app/analysis/beats.ts';
import { slowLead } from '../app/analysis/slowLead.ts';
import type { Recording } from '../app/recording/recording.ts';
import { drawSpec } from '../app/synth/population.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { readRecord } from './lib/readRecord.ts';
import { strangeRecording } from './lib/strangeRecordings.ts';

const { values: options } = parseArgs({ options: { data: { type: 'string' }, work: { type: 'string' } } });
if (options.data === undefined || options.work === undefined) {
  console.error('usage: node validation/beatOrderTraining.ts --data DIR --work WORK');
  process.exit(2);
}
const { data, work } = { data: options.data, work: options.work };

const rows: Float32Array[] = [];
const items: { record: string; kind: string; fold: number; lead: string }[] = [];
const add = (recording: Recording, record: string, kind: string, fold: number): void => {
  const { beatTimesS } = findBeats(recording, recording.leads);
  for (const { name, samplesMv } of recording.leads) {
    const course = beatCourse(slowLead(samplesMv, recording.sampleRateHz), beatTimesS);
    if (course === null) continue;
    rows.push(course);
    items.push({ record, kind, fold, lead: name });
  }
};

const folds = new Map(
  readFileSync(join(data, 'ptbxl', 'labels.csv'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line): [string, number] => [line.split(',')[0]!, Number(line.split(',')[2])]),
);
const folder = join(data, 'ptbxl', 'records100');
const records = readdirSync(folder)
  .filter((name) => name.endsWith('.hea'))
  .map((name) => name.slice(0, -4))
  .filter((record) => (folds.get(record) ?? 99) <= 8)
  .sort();
const reals = records.map((record) => readRecord(folder, record));
for (const [i, record] of records.entries()) add(reals[i]!, record, 'real', folds.get(record)!);

const hearts = 560;
const kinds = ['muscle', 'motion', 'baseline'] as const;
for (let seed = 1; seed <= hearts; seed++) {
  const snr = seed % 2 === 0 ? [] : [{ kind: kinds[seed % kinds.length]!, db: 6 + (seed % 16) }];
  const { recording } = synthesise(drawSpec({ seed: 70_000 + seed, sampleRateHz: 250, snr }));
  add(recording, `synthetic ${seed}`, 'synthetic', 1 + (seed % 8));
}

const motion = readRecord(join(data, 'nstdb'), 'em').leads.map(({ samplesMv }) => samplesMv);
const made: Readonly<Record<string, number>> = {
  'shuffled blocks': 500,
  'shuffled samples': 150,
  'electrode motion alone': 60,
  'sawtooth or triangle': 60,
  'impulse train': 60,
  'PPG-like': 60,
  'speech-like': 60,
  'steps and impulses': 60,
  'EEG-like': 40,
  '500 Hz read as 100 Hz': 100,
};
for (const [kind, count] of Object.entries(made))
  for (let i = 0; i < count; i++) {
    const at = (i * 7) % reals.length;
    const strange = strangeRecording(kind, 1_000_000 + i, { real: reals[at]!, others: reals, motion });
    add(strange, `${kind} ${i}`, kind, folds.get(records[at]!)!);
  }

const all = new Float32Array(rows.length * courseLength);
rows.forEach((row, i) => {
  all.set(row, i * courseLength);
});
writeFileSync(join(work, 'courses.f32'), all);
writeFileSync(join(work, 'courses.json'), JSON.stringify({ width: courseLength, items }));
console.log(`${rows.length} courses`);
