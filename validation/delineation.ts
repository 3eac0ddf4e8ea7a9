/**
 * Delineation against LUDB or QTDB:
 *   node validation/delineation.ts --db ludb|qtdb --data DIR [--ext q1c] [--half tuning|test] [--predictions FILE] [--update]
 *
 * 150 ms, one-to-one, closest first. LUDB: each of 12 leads against its own annotation, pooled. QTDB: signal 0 alone and
 * the best of two signals per point. Half of the records was used for tuning (odd numbers of LUDB; of QTDB the first,
 * third ... in the order of names); figures are printed for all, for the tuning and for the test half. 95 % intervals
 * by bootstrap over records. Writes one line of predictions per record to --predictions and, with --update, the tables into
 * validation/RESULTS.md. Exit 1 when a record cannot be read.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findBeats } from '../app/analysis/beats.ts';
import { delineationByLead } from '../app/analysis/delineation/delineate.ts';
import { delineateBetweenSpikes } from '../app/analysis/pacedDelineation.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { predictedPoints } from './lib/predictionScores.ts';
import { readRecord } from './lib/readRecord.ts';
import { percent, table, updateSection } from './lib/results.ts';
import { type PointKey, pointKeys, type WaveReference, waveReference } from './lib/waveReference.ts';
import {
  annotatedStretches,
  bestOfTwo,
  type Comparison,
  comparePoints,
  figuresOf,
  type PointSums,
  sumsOf,
} from './lib/waveScore.ts';

const { values: options } = parseArgs({
  options: {
    db: { type: 'string' },
    data: { type: 'string' },
    ext: { type: 'string', default: 'q1c' },
    half: { type: 'string' },
    predictions: { type: 'string' },
    worst: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
if (options.data === undefined || (options.db !== 'ludb' && options.db !== 'qtdb')) {
  console.error(
    'usage: node validation/delineation.ts --db ludb|qtdb --data DIR [--ext q1c] [--half tuning|test] [--predictions FILE] [--worst "T offset"] [--update]',
  );
  process.exit(2);
}
const folder = options.data;
const database = options.db;
const toleranceS = 0.15;

const reference = (record: string, extension: string, rateHz: number): WaveReference => {
  const annotations = decodeAnnotations(readFileSync(join(folder, `${record}.${extension}`)));
  if (!annotations.ok) throw new Error(`${record}.${extension}: ${annotations.error.message}`);
  return waveReference(annotations.value, rateHz);
};

interface Scored {
  readonly record: string;
  readonly tuning: boolean;
  /** Per scoring (all leads; or signal 0 and best of two) the sums of each point. */
  readonly sums: readonly Readonly<Record<PointKey, PointSums>>[];
}

const all = (comparisons: readonly Comparison[]): Readonly<Record<PointKey, PointSums>> =>
  Object.fromEntries(pointKeys.map((key) => [key, sumsOf(comparisons, key)])) as Record<PointKey, PointSums>;

const lines: string[] = [];
let elapsedMs = 0;
const scoreRecord = (record: string, tuning: boolean): Scored => {
  const recording = readRecord(folder, record);
  const start = performance.now();
  const { beats, pacing } = findBeats(recording, recording.leads);
  const delineation = delineationByLead(
    recording.leads.map((lead) => lead.name),
    delineateBetweenSpikes(recording.leads, recording.sampleRateHz, beats, pacing.spikes).delineation,
  );
  elapsedMs += performance.now() - start;
  lines.push(JSON.stringify({ record, delineation }));
  const rateHz = recording.sampleRateHz;
  if (database === 'ludb') {
    const comparisons = recording.leads.map((lead) => {
      const { points, timesS } = reference(record, lead.name.toLowerCase(), rateHz);
      return comparePoints(
        points,
        predictedPoints(delineation[lead.name] ?? []),
        [[timesS[0]!, timesS.at(-1)!]],
        toleranceS,
      );
    });
    return { record, tuning, sums: [all(comparisons)] };
  }
  const { points, timesS } = reference(record, options.ext, rateHz);
  const stretches = annotatedStretches(timesS, points['QRS peak']);
  const [a, b] = recording.leads
    .slice(0, 2)
    .map((lead) => comparePoints(points, predictedPoints(delineation[lead.name] ?? []), stretches, toleranceS));
  return { record, tuning, sums: [all([a!]), all([bestOfTwo(a!, b!, toleranceS)])] };
};

const names = readdirSync(folder);
const listed =
  database === 'ludb'
    ? names.filter((name) => name.endsWith('.hea')).map((name) => name.slice(0, -4))
    : names.filter((name) => name.endsWith(`.${options.ext}`)).map((name) => name.slice(0, -options.ext.length - 1));
const records = listed.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
const byName = [...records].sort();
const isTuning = (record: string): boolean =>
  database === 'ludb' ? Number(record) % 2 === 1 : byName.indexOf(record) % 2 === 0;
const scored = records
  .filter((record) => options.half === undefined || isTuning(record) === (options.half === 'tuning'))
  .map((record) => scoreRecord(record, isTuning(record)));
if (options.predictions !== undefined) writeFileSync(options.predictions, `${lines.join('\n')}\n`);

const rowsOf = (group: readonly Scored[], scoring: number, intervals: boolean): string[][] =>
  pointKeys.map((key) => {
    const sums = group.map(({ sums }) => sums[scoring]![key]);
    const of = (pick: (f: ReturnType<typeof figuresOf>) => number, digits: number, factor: number): string => {
      const value = (factor * pick(figuresOf(sums))).toFixed(digits);
      if (!intervals) return value;
      const { low, high } = bootstrap(sums, (drawn) => pick(figuresOf(drawn)), { draws: 1000 });
      return `${value} [${(factor * low).toFixed(1)}, ${(factor * high).toFixed(1)}]`;
    };
    return [
      key,
      String(figuresOf(sums).n),
      of((f) => f.se, 2, 100),
      of((f) => f.ppv, 2, 100),
      percent(figuresOf(sums).f1),
      of((f) => f.meanMs, 2, 1),
      of((f) => f.sdMs, 2, 1),
      figuresOf(sums).recordSdMs.toFixed(2),
    ];
  });

const head = ['point', 'n', 'Se %', 'P+ %', 'F1 %', 'mean ms', 'SD ms', 'mean record SD ms'];
const scorings = database === 'ludb' ? ['12 leads pooled'] : ['signal 0', 'best of two signals per point'];
const groups: [string, Scored[]][] = [
  ['all records', scored],
  ['tuning half', scored.filter(({ tuning }) => tuning)],
  ['test half', scored.filter(({ tuning }) => !tuning)],
];
const sections = scorings.flatMap((scoring, s) =>
  groups
    .filter(([, group]) => group.length > 0 && (options.half === undefined || group !== scored))
    .map(
      ([name, group]) =>
        `${scoring}, ${name} (${group.length})\n\n${table(head, rowsOf(group, s, options.half === undefined))}`,
    ),
);
const text = sections.join('\n\n');
console.log(`Delineation, ${database}\n\n${text}\n\n${(elapsedMs / scored.length).toFixed(1)} ms per record`);

if (options.worst !== undefined) {
  const key = pointKeys.find((name) => name === options.worst) ?? 'T offset';
  const ranked = scored.map(({ record, sums }) => {
    const s = sums.at(-1)![key];
    const f = figuresOf([s]);
    return {
      record,
      badness: s.squaresMs,
      text: `${record}: found ${s.found} missed ${s.missed} false ${s.false}, ${f.meanMs.toFixed(0)} +- ${f.sdMs.toFixed(0)} ms`,
    };
  });
  ranked.sort((a, b) => b.badness - a.badness);
  console.log(
    `\nlargest errors of ${key}\n${ranked
      .slice(0, 14)
      .map((r) => r.text)
      .join('\n')}`,
  );
  const misses = scored
    .map(({ record, sums }) => ({ record, s: sums.at(-1)![key] }))
    .sort((a, b) => b.s.missed + b.s.false - a.s.missed - a.s.false);
  console.log(
    misses
      .slice(0, 14)
      .map(({ record, s }) => `${record}: missed ${s.missed} false ${s.false} of ${s.found + s.missed}`)
      .join('\n'),
  );
}
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    `delineation-${database}`,
    `## Delineation, ${database}\n\n\`node validation/delineation.ts --db ${database} --data DIR/${database}\`\n\n150 ms, one-to-one. 95 % intervals in brackets: 1000 bootstrap draws of whole records, seed 1. Rules were fitted on the tuning half alone.\n\n${text}`,
  );
