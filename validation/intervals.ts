/**
 * Global intervals and the coverage of their 90 % uncertainty against LUDB: node validation/intervals.ts --data DIR [--hearts 40] [--update]
 *
 * Reference: per lead the median over the record's annotated beats, then the second earliest onset to the second latest
 * offset over the 12 leads (the same rule as the analysis uses). P and PR only where both sides have P
 * waves. Odd records: tuning half, on which the widths were set; even records: test half. Then the same of parts of the
 * recordings (fewer leads, fewer beats) on the test half and on synthetic hearts, seeds 1 on, half of them at 12 dB; and on those
 * hearts the coverage of the uncertainties of rate, axes and amplitudes, which have no annotated reference.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import type { Recording } from '../app/recording/recording.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { intervalHeart } from './lib/intervalHearts.ts';
import { partOf, strata, stratumName } from './lib/partialRecordings.ts';
import { readRecord } from './lib/readRecord.ts';
import { type IntervalName, intervalNames, median, referenceIntervals } from './lib/referenceIntervals.ts';
import { percent, table, updateSection } from './lib/results.ts';
import { type UncertainError, type UncertainName, uncertainErrors, uncertainNames } from './lib/uncertainErrors.ts';
import { waveReference } from './lib/waveReference.ts';

const { values: options } = parseArgs({
  options: {
    data: { type: 'string' },
    hearts: { type: 'string', default: '40' },
    worst: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
  },
});
if (options.data === undefined) {
  console.error('usage: node validation/intervals.ts --data LUDB [--hearts N] [--worst] [--update]');
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
interface Held {
  readonly set: 'LUDB, test half' | 'synthetic' | 'synthetic, 12 dB';
  readonly stratum: string;
  readonly name: IntervalName;
  readonly halfWidthMs: number;
  readonly held: boolean;
}
const held: Held[] = [];
const hold = (
  set: Held['set'],
  whole: Recording,
  seed: number,
  truth: Readonly<Record<IntervalName, number | null>>,
): void => {
  for (const stratum of strata) {
    const { measurements } = analyzeSignal(partOf(whole, stratum, seed).recording, { lead: null });
    for (const name of intervalNames) {
      const [expected, found, half] = [truth[name], measurements[name], measurements.uncertaintyMs[name] ?? null];
      if (expected !== null && found !== null && half !== null)
        held.push({
          set,
          stratum: stratumName(stratum),
          name,
          halfWidthMs: half,
          held: Math.abs(found - expected) <= half,
        });
    }
  }
};
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
  if (record % 2 === 0) hold('LUDB, test half', recording, record, reference);
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
const hearts = Number(options.hearts);
const others: UncertainError[] = [];
for (let seed = 1; seed <= hearts; seed++) {
  const snrDb = seed % 2 === 0 ? null : 12;
  const heart = intervalHeart(seed, snrDb);
  if (heart === null) continue;
  hold(snrDb === null ? 'synthetic' : 'synthetic, 12 dB', heart.recording, seed, heart.truth.measurements);
  others.push(...uncertainErrors(seed, snrDb));
}

const share = (list: readonly { readonly held: boolean }[]): number =>
  list.filter((each) => each.held).length / list.length;
const cell = (list: readonly Held[]): string => {
  if (list.length === 0) return '-';
  const half = median(list.map(({ halfWidthMs }) => halfWidthMs)) ?? Number.NaN;
  return `${percent(share(list), 1)} of ${list.length}, ±${half.toFixed(0)}`;
};
const parts = table(
  [
    'set',
    'part of the recording',
    ...intervalNames.map((name) => `${name.replace('Ms', '').toUpperCase()} %, n, ± ms`),
  ],
  [...new Set(held.map(({ set }) => set))].flatMap((set) =>
    strata.map((stratum) => [
      set,
      stratumName(stratum),
      ...intervalNames.map((name) =>
        cell(held.filter((each) => each.set === set && each.stratum === stratumName(stratum) && each.name === name)),
      ),
    ]),
  ),
);
console.log(`\nParts of the recordings: covered\n\n${parts}`);

const unitOf = (name: UncertainName): readonly [perUnit: number, unit: string] =>
  name.startsWith('rr') ? [1000, 'ms'] : name.endsWith('Deg') ? [1, '°'] : [1000, 'uV'];
const coveredOthers = (list: readonly UncertainError[]): string => {
  if (list.length === 0) return '-';
  const inside = list.filter(({ error, halfWidth }) => error <= halfWidth).length;
  return `${percent(inside / list.length, 1)} of ${list.length}`;
};
const whole = strata[0]!;
const rest = table(
  ['value', 'median ±, 12 leads, 10 s', 'without noise %, n', '12 dB %, n', ...strata.slice(1).map(stratumName)],
  uncertainNames.map((name) => {
    const of = others.filter((each) => each.name === name);
    const full = of.filter(({ stratum }) => stratum === stratumName(whole));
    const [perUnit, unit] = unitOf(name);
    return [
      name.replace(/(Ms|Mv|Deg)$/, ''),
      `${(perUnit * (median(full.map(({ halfWidth }) => halfWidth)) ?? Number.NaN)).toFixed(1)} ${unit}`,
      coveredOthers(full.filter(({ snrDb }) => snrDb === null)),
      coveredOthers(full.filter(({ snrDb }) => snrDb !== null)),
      ...strata.slice(1).map((stratum) => coveredOthers(of.filter((each) => each.stratum === stratumName(stratum)))),
    ];
  }),
);
console.log(`\nOther uncertainties, synthetic: covered\n\n${rest}`);

if (options.update) {
  const results = join(import.meta.dirname, 'RESULTS.md');
  updateSection(
    results,
    'intervals-ludb',
    `## Global intervals, ludb\n\n\`node validation/intervals.ts --data DIR/ludb\`\n\nReference: per lead the median over the annotated beats, then the second earliest onset to the second latest offset over 12 leads. Widths were set on the tuning half. 95 % intervals by 1000 bootstrap draws of records, seed 1.\n\n${text}`,
  );
  updateSection(
    results,
    'intervals-parts',
    `## 90 % intervals of parts of a recording\n\n\`node validation/intervals.ts --data DIR/ludb\`\n\nHow many truths of the whole recording of twelve leads the stated intervals hold when fewer leads (drawn) or seconds (drawn beginning) are analysed: records of LUDB's test half, and synthetic hearts, seeds 1 to ${hearts}, odd ones at 12 dB; nothing was tuned on either. Widths were fitted on LUDB's tuning half and other hearts (\`node validation/fitWidths.ts\`). Median half width.\n\n${parts}\n\nRate, axes and amplitudes on the same hearts, whose truth is exact (widths: \`node validation/fitUncertainties.ts\`, other hearts); RR against the same beats, amplitudes over all leads where both have the wave. Columns of parts: all noises.\n\n${rest}`,
  );
}
