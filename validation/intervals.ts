/**
 * Global intervals and the coverage of their 90 % uncertainty against LUDB: node validation/intervals.ts --data DIR [--update]
 *
 * Reference: per lead the median over the record's annotated beats, then the second earliest onset to the second latest
 * offset over the 12 leads (the same rule as the analysis uses). P and PR only where both sides have P
 * waves. Odd records: tuning half, on which the widths were set; even records: test half.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { readRecord } from './lib/readRecord.ts';
import { type IntervalName, intervalNames, median, referenceIntervals } from './lib/referenceIntervals.ts';
import { percent, table, updateSection } from './lib/results.ts';
import { waveReference } from './lib/waveReference.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    worst: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
  },
});
if (options.data === undefined) {
  console.error('usage: node validation/intervals.ts --data LUDB [--worst] [--update]');
  process.exit(2);
}
const folder = options.data;

interface Row {
  readonly record: number;
  readonly name: IntervalName;
  readonly referenceMs: number | null;
  readonly measuredMs: number | null;
  readonly halfWidthMs: number | null;
}

const rows: Row[] = [];
const records = readdirSync(folder)
  .filter((name) => name.endsWith('.hea'))
  .map((name) => Number(name.slice(0, -4)))
  .sort((a, b) => a - b);
for (const record of records) {
  const recording = readRecord(folder, String(record));
  const references = recording.leads.map((lead) => {
    const annotations = decodeAnnotations(readFileSync(join(folder, `${record}.${lead.name.toLowerCase()}`)));
    if (!annotations.ok) throw new Error(annotations.error.message);
    return waveReference(annotations.value, recording.sampleRateHz).points;
  });
  const reference = referenceIntervals(references);
  const { measurements } = analyzeSignal(recording, { lead: null });
  for (const name of intervalNames)
    rows.push({
      record,
      name,
      referenceMs: reference[name],
      measuredMs: measurements[name],
      halfWidthMs: measurements.uncertaintyMs[name] ?? null,
    });
}

const figures = (list: readonly Row[]) => {
  const both = list.filter((row) => row.referenceMs !== null && row.measuredMs !== null);
  const errors = both.map((row) => row.measuredMs! - row.referenceMs!);
  const mean = errors.reduce((sum, e) => sum + e, 0) / errors.length;
  const sd = Math.sqrt(errors.reduce((sum, e) => sum + (e - mean) ** 2, 0) / errors.length);
  const covered = both.filter((row) => Math.abs(row.measuredMs! - row.referenceMs!) <= row.halfWidthMs!).length;
  // What the half widths would have to be multiplied by to cover nine in ten of further records (split conformal quantile).
  const ratios = both
    .map((row) => Math.abs(row.measuredMs! - row.referenceMs!) / row.halfWidthMs!)
    .sort((a, b) => a - b);
  return {
    n: both.length,
    mean,
    sd,
    coverage: covered / both.length,
    factor: ratios[Math.min(ratios.length, Math.ceil(0.9 * (ratios.length + 1))) - 1] ?? Number.NaN,
    both,
  };
};

const halves: [string, (record: number) => boolean][] = [
  ['tuning half', (record) => record % 2 === 1],
  ['test half', (record) => record % 2 === 0],
];
const text = table(
  [
    'interval',
    'records',
    'n',
    'not measured',
    'measured without reference',
    'mean ms',
    'SD ms',
    'median half width ms',
    'covered %',
    '90 % needs x',
  ],
  intervalNames.flatMap((name) =>
    halves.map(([half, inside]) => {
      const list = rows.filter((row) => row.name === name && inside(row.record));
      const f = figures(list);
      const interval = bootstrap(f.both, (drawn) => figures(drawn).coverage, { draws: 1000 });
      return [
        name.replace('Ms', '').toUpperCase(),
        half,
        String(f.n),
        String(list.filter((row) => row.referenceMs !== null && row.measuredMs === null).length),
        String(list.filter((row) => row.referenceMs === null && row.measuredMs !== null).length),
        f.mean.toFixed(1),
        f.sd.toFixed(1),
        (median(f.both.map((row) => row.halfWidthMs!)) ?? Number.NaN).toFixed(1),
        `${percent(f.coverage, 1)} [${percent(interval.low, 1)}, ${percent(interval.high, 1)}]`,
        f.factor.toFixed(2),
      ];
    }),
  ),
);
console.log(`Global intervals, LUDB\n\n${text}`);
if (options.worst)
  for (const name of intervalNames) {
    const { both } = figures(rows.filter((row) => row.name === name && row.record % 2 === 1));
    both.sort((a, b) => Math.abs(b.measuredMs! - b.referenceMs!) - Math.abs(a.measuredMs! - a.referenceMs!));
    console.log(
      name,
      both
        .slice(0, 8)
        .map(
          (r) =>
            `${r.record}: ${r.measuredMs!.toFixed(0)} for ${r.referenceMs!.toFixed(0)} +-${r.halfWidthMs!.toFixed(0)}`,
        )
        .join('; '),
    );
  }
if (options.update)
  updateSection(
    join(import.meta.dirname, 'RESULTS.md'),
    'intervals-ludb',
    `## Global intervals, ludb\n\n\`node validation/intervals.ts --data DIR/ludb\`\n\nReference: per lead the median over the annotated beats, then the second earliest onset to the second latest offset over 12 leads. Widths were set on the tuning half. 95 % intervals by 1000 bootstrap draws of records, seed 1.\n\n${text}`,
  );
