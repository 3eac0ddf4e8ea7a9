/**
 * QRS detection against WFDB beat annotations: node validation/qrs.ts --data DIR [--signals 1|all] [--streaming] [--predictions FILE] [--update]
 *
 * DIR holds RECORDS, .hea, .dat and .atr (MIT-BIH Arrhythmia Database, MIT-BIH Noise Stress Test Database); records
 * without .atr are left out and counted. 150 ms, one-to-one, gross figures after the first 5 minutes, without
 * ventricular flutter. With --streaming the causal detector is fed sample by sample. Prints tables, writes one line of predictions per record to --predictions, and with --update puts the
 * figures into validation/RESULTS.md. Exit 1 when a record cannot be read.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { detectQrs } from '../app/analysis/qrs.ts';
import { createStreamingDetector, streamingDelayS, streamingLearningS } from '../app/analysis/streamingDetector.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import { type BeatScore, rates, referenceBeats, scoreBeats } from './lib/beatScore.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { readRecord } from './lib/readRecord.ts';
import { percent, table, updateSection, withInterval } from './lib/results.ts';
import { isTuningRecord } from './lib/tuningRecords.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    signals: { type: 'string', default: '1' },
    streaming: { type: 'boolean', default: false },
    predictions: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
if (options.data === undefined || (options.signals !== '1' && options.signals !== 'all')) {
  console.error(
    'usage: node validation/qrs.ts --data DIR [--signals 1|all] [--streaming] [--predictions FILE] [--update]',
  );
  process.exit(2);
}
const folder = options.data;
const database = basename(folder);

interface Scored {
  readonly record: string;
  readonly score: BeatScore;
}

const listed = readFileSync(join(folder, 'RECORDS'), 'utf8')
  .split(/\s+/)
  .filter((name) => name !== '');
const records = listed.filter((record) => existsSync(join(folder, `${record}.atr`)));
if (records.length < listed.length) console.log(`${listed.length - records.length} records without .atr left out`);

/** Longest time from a beat to its report, s. */
let longestDelayS = 0;
const streamed = (leads: readonly Float32Array[], sampleRateHz: number): number[] => {
  const detector = createStreamingDetector({ sampleRateHz, leadCount: leads.length });
  const beats: number[] = [];
  for (let s = 0; s < leads[0]!.length; s++)
    for (const { sample } of detector.push(leads.map((lead) => lead.subarray(s, s + 1)))) {
      longestDelayS = Math.max(longestDelayS, (s - sample) / sampleRateHz);
      beats.push(sample);
    }
  beats.push(...detector.flush().map(({ sample }) => sample));
  return beats;
};

const lines: string[] = [];
let detectionMs = 0;
const scored = records.map((record): Scored => {
  const recording = readRecord(folder, record);
  const annotations = decodeAnnotations(readFileSync(join(folder, `${record}.atr`)));
  if (!annotations.ok) throw new Error(`${record}: ${annotations.error.message}`);
  const recorded = recording.leads.filter((lead) => !lead.derived).map((lead) => lead.samplesMv);
  const leads = options.signals === 'all' ? recorded : recorded.slice(0, 1);
  const before = process.cpuUsage();
  const beats = options.streaming ? streamed(leads, recording.sampleRateHz) : detectQrs(leads, recording.sampleRateHz);
  const { user, system } = process.cpuUsage(before);
  detectionMs += (user + system) / 1000;
  const timesS = beats.map((sample) => sample / recording.sampleRateHz);
  lines.push(JSON.stringify({ record, beats: timesS.map((timeS) => ({ timeS })) }));
  const reference = referenceBeats(annotations.value, recording.sampleRateHz, recording.sampleCount);
  return { record, score: scoreBeats(reference, timesS, { toleranceS: 0.15, skipStartS: 300 }) };
});
if (options.predictions !== undefined) writeFileSync(options.predictions, `${lines.join('\n')}\n`);

const row = (name: string, group: readonly Scored[]): string[] => {
  const of = (drawn: readonly Scored[]) => rates(drawn.map(({ score }) => score));
  const all = of(group);
  const errors = group.flatMap(({ score }) => score.errorsS).map((error) => 1000 * error);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const sd = Math.sqrt(errors.reduce((sum, error) => sum + (error - mean) ** 2, 0) / errors.length);
  const spread = (pick: (r: ReturnType<typeof of>) => number): string =>
    withInterval(
      pick(all),
      bootstrap(group, (drawn) => pick(of(drawn))),
    );
  return [
    name,
    String(group.length),
    String(all.tp + all.fn),
    spread((r) => r.se),
    spread((r) => r.ppv),
    spread((r) => r.f1),
    String(all.fn),
    String(all.fp),
    `${mean.toFixed(1)} +- ${sd.toFixed(1)}`,
  ];
};

const noiseLevels = [...new Set(records.filter((r) => /^\d+e..$/.test(r)).map((r) => r.slice(-2)))];
const groups: [string, Scored[]][] = [
  ['all', scored],
  ['tuned on', scored.filter(({ record }) => isTuningRecord(record))],
  ['not tuned on', scored.filter(({ record }) => !isTuningRecord(record))],
  ...noiseLevels.map((level): [string, Scored[]] => [
    `${Number(level.replace('_', '-'))} dB`,
    scored.filter(({ record }) => record.endsWith(level)),
  ]),
];
const main = table(
  ['records', 'n', 'beats', 'Se %', 'P+ %', 'F1 %', 'missed', 'false', 'error ms'],
  groups.filter(([, group]) => group.length > 0).map(([name, group]) => row(name, group)),
);
const worst = [...scored]
  .sort((a, b) => b.score.fn + b.score.fp - a.score.fn - a.score.fp)
  .slice(0, 10)
  .map(({ record, score }) => [
    record,
    String(score.tp),
    String(score.fn),
    String(score.fp),
    percent(rates([score]).f1),
  ]);
const worstTable = table(['record', 'hit', 'missed', 'false', 'F1 %'], worst);
const signals = `${options.signals === '1' ? 'first signal only' : 'all signals'}${options.streaming ? ', streaming' : ''}`;
const delay = options.streaming
  ? `Strictly causal: a beat is reported ${1000 * streamingDelayS} ms after it at the latest (longest seen ${Math.round(1000 * longestDelayS)} ms); none in the first ${streamingLearningS} s.\n`
  : '';
const tuning =
  'Tuned and trained on: DS1 of de Chazal et al. 2004, and 118e* with the noise of nstdb (see docs/decisions/0005-qrs.md).';
console.log(
  `QRS, ${database}, ${signals}\n\n${main}\n\n${worstTable}\n\n${delay}detection ${(detectionMs / 1000).toFixed(1)} s CPU`,
);
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    `qrs-${database}-${options.signals}${options.streaming ? '-streaming' : ''}`,
    `## QRS, ${database}, ${signals}

\`node validation/qrs.ts --data DIR/${database} --signals ${options.signals}${options.streaming ? ' --streaming' : ''}\`

150 ms, one-to-one, gross figures after the first 5 minutes, ventricular flutter left out. 95 % intervals in brackets:
2000 bootstrap draws of whole records, seed 1. Detection of all records took ${(detectionMs / 1000).toFixed(1)} s of CPU time in one thread.
${tuning}
${delay}
${main}

The ten records with most errors:

${worstTable}`,
  );
