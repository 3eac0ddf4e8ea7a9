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
import { percent, table, updateSection } from './lib/results.ts';
import { type PointTimes, waveReference } from './lib/waveReference.ts';

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
const names = ['pMs', 'prMs', 'qrsMs', 'qtMs'] as const;
type Name = (typeof names)[number];

const near = (times: readonly number[], fromS: number, toS: number): number[] =>
  times.filter((t) => t >= fromS && t <= toS);

/** Second smallest, or the only one; null of none. */
const second = (values: readonly number[], sign: 1 | -1): number | null => {
  const sorted = [...values].sort((a, b) => sign * (a - b));
  return sorted[sorted.length >= 10 ? 1 : 0] ?? null;
};
const median = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  const n = sorted.length;
  return n === 0 ? null : (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2;
};

/**
 * Per lead the median over beats of where a bound stands from the beat's instant (the median over leads of the annotated
 * QRS onsets), then the second most extreme lead: the scatter of single marks would make every interval longer.
 */
const referenceIntervals = (leads: readonly PointTimes[]): Record<Name, number | null> => {
  type Bound = 'pOn' | 'pOff' | 'qrsOn' | 'qrsOff' | 'tOff';
  const found = leads.map((): Record<Bound, number[]> => ({ pOn: [], pOff: [], qrsOn: [], qrsOff: [], tOff: [] }));
  for (const r of leads[1]!['QRS peak']) {
    const onsets = leads.flatMap((points) => near(points['QRS onset'], r - 0.2, r + 0.1).slice(0, 1));
    const zero = median(onsets);
    if (zero === null || onsets.length < leads.length / 2) continue;
    leads.forEach((points, l) => {
      const put = (bound: Bound, times: readonly number[], last: boolean): void => {
        const time = last ? times.at(-1) : times[0];
        if (time !== undefined) found[l]![bound].push(time - zero);
      };
      put('qrsOn', near(points['QRS onset'], zero - 0.08, zero + 0.08), false);
      put('qrsOff', near(points['QRS offset'], zero + 0.03, zero + 0.25), false);
      // The last P before it, the first T behind.
      put('pOn', near(points['P onset'], zero - 0.45, zero), true);
      put('pOff', near(points['P offset'], zero - 0.35, zero + 0.02), true);
      put('tOff', near(points['T offset'], zero + 0.15, zero + 0.7), false);
    });
  }
  const bound = (name: Bound, sign: 1 | -1): number | null => {
    const values = found.map((lead) => median(lead[name])).filter((value) => value !== null);
    return values.length < leads.length / 2 ? null : second(values, sign);
  };
  const [pOn, pOff, qrsOn, qrsOff, tOff] = [
    bound('pOn', 1),
    bound('pOff', -1),
    bound('qrsOn', 1),
    bound('qrsOff', -1),
    bound('tOff', -1),
  ];
  const between = (a: number | null, b: number | null): number | null =>
    a === null || b === null ? null : 1000 * (b - a);
  // A record whose P waves are mostly absent has no PR interval.
  const beats = median(found.map((lead) => lead.qrsOn.length)) ?? 0;
  const withP = (median(found.map((lead) => lead.pOn.length)) ?? 0) >= beats / 2;
  return {
    pMs: withP ? between(pOn, pOff) : null,
    prMs: withP ? between(pOn, qrsOn) : null,
    qrsMs: between(qrsOn, qrsOff),
    qtMs: between(qrsOn, tOff),
  };
};

interface Row {
  readonly record: number;
  readonly name: Name;
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
  for (const name of names)
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
  names.flatMap((name) =>
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
  for (const name of names) {
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
