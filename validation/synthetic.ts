/**
 * Intervals against the synthetic heart's exact truth: npm run validate -- synthetic [--count 2000] [--snr 12] [--rhythm NAME] [--update]
 *
 * A heart of its own for every seed (app/synth/population.ts), all shapes alike often, all rhythms in which every dominant beat
 * has its P wave (not bigeminy, in which either kind of beat may be the dominant one); 10 s, 500 Hz. Without --snr no
 * noise at all; with it baseline wander, muscle and mains by turns at that ratio. Median truth of the dominant beats against the
 * measured global interval: mean and SD of the differences, with 95 % intervals by bootstrap over recordings, beside the
 * limits of IEC 60601-2-25 that the results have to meet, and how many truths the stated 90 % intervals hold. --rhythm prints the
 * recordings of one rhythm alone.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import type { Rhythm } from '../app/synth/catalogue.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { intervalHeart, intervalRhythms } from './lib/intervalHearts.ts';
import { table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    snr: { type: 'string' },
    rhythm: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
const count = Number(options.count);
const snrDb = options.snr === undefined ? null : Number(options.snr);
if (!Number.isInteger(count) || count < 1 || Number.isNaN(snrDb) || (options.rhythm !== undefined && options.update)) {
  console.error('usage: npm run validate -- synthetic [--count N] [--snr DB] [--rhythm NAME | --update]');
  process.exit(2);
}

const intervals = ['pMs', 'prMs', 'qrsMs', 'qtMs'] as const;
/** Mean and SD allowed, ms: calibration ECGs without noise, CSE limits with it (IEC 60601-2-25:2011). */
const limits =
  snrDb === null
    ? ({ pMs: [10, 8], prMs: [10, 8], qrsMs: [6, 5], qtMs: [12, 10] } as const)
    : ({ pMs: [10, 15], prMs: [10, 10], qrsMs: [10, 10], qtMs: [25, 30] } as const);

interface Difference {
  readonly shape: string;
  readonly rhythm: Rhythm;
  readonly kind: string;
  readonly ms: number;
  /** Half width of the stated 90 % interval. */
  readonly halfWidthMs: number;
}
const differences = Object.fromEntries(intervals.map((name) => [name, [] as Difference[]])) as Record<
  (typeof intervals)[number],
  Difference[]
>;
const unmeasured = Object.fromEntries(intervals.map((name) => [name, 0])) as Record<(typeof intervals)[number], number>;

/** Recordings of runs in which the ventricular beats are the dominant ones. */
let leftOut = 0;

for (let seed = 1; seed <= count; seed++) {
  const rhythm = intervalRhythms[seed % intervalRhythms.length]!;
  if (options.rhythm !== undefined && options.rhythm !== rhythm) continue;
  const heart = intervalHeart(seed, snrDb);
  if (heart === null) {
    leftOut += 1;
    continue;
  }
  const { recording, truth, kind, shape } = heart;
  const { measurements } = analyzeSignal(recording, { lead: null });
  for (const name of intervals) {
    const expected = truth.measurements[name];
    if (expected === null) continue;
    const found = measurements[name];
    if (found === null) unmeasured[name] += 1;
    else
      differences[name].push({
        shape,
        rhythm,
        kind,
        ms: found - expected,
        halfWidthMs: measurements.uncertaintyMs[name] ?? 0,
      });
  }
}

const mean = (list: readonly Difference[]): number => list.reduce((sum, { ms }) => sum + ms, 0) / list.length;
const sd = (list: readonly Difference[]): number => {
  const average = mean(list);
  return Math.sqrt(list.reduce((sum, { ms }) => sum + (ms - average) ** 2, 0) / (list.length - 1));
};
const withBounds = (list: readonly Difference[], statistic: (drawn: readonly Difference[]) => number): string => {
  const { low, high } = bootstrap(list, statistic, { draws: 500 });
  return `${statistic(list).toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
};

const covered = (list: readonly Difference[]): number =>
  list.filter(({ ms, halfWidthMs }) => Math.abs(ms) <= halfWidthMs).length / list.length;
const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const overall = table(
  ['interval', 'n', 'not measured', 'mean ms', 'SD ms', 'limit mean, SD', 'median half width ms', 'covered %'],
  intervals.map((name) => [
    name.replace('Ms', '').toUpperCase(),
    String(differences[name].length),
    String(unmeasured[name]),
    withBounds(differences[name], mean),
    withBounds(differences[name], sd),
    limits[name].join(', '),
    middle(differences[name].map(({ halfWidthMs }) => halfWidthMs)).toFixed(1),
    (100 * covered(differences[name])).toFixed(1),
  ]),
);
const by = (title: string, of: (each: Difference) => string): string =>
  table(
    [title, ...intervals.map((name) => `${name.replace('Ms', '').toUpperCase()} mean, SD ms (covered %)`)],
    [...new Set(differences.qrsMs.map(of))].sort().map((value) => [
      value,
      ...intervals.map((name) => {
        const list = differences[name].filter((each) => of(each) === value);
        return list.length < 2
          ? '-'
          : `${mean(list).toFixed(1)}, ${sd(list).toFixed(1)} (${(100 * covered(list)).toFixed(0)})`;
      }),
    ]),
  );
const noise = snrDb === null ? 'without noise' : `at ${snrDb} dB`;
const text = [
  `## Intervals on the synthetic heart, ${noise}`,
  `\`npm run validate -- synthetic${count === 2000 ? '' : ` --count ${count}`}${snrDb === null ? '' : ` --snr ${snrDb}`}\``,
  `${count} recordings, seeds 1 to ${count}, rhythms ${intervalRhythms.join(', ')}; measured minus truth; ${leftOut} in which ventricular beats are in the majority left out. Nothing was tuned on these seeds.`,
  overall,
  ...(snrDb === null ? [] : [by('noise', ({ kind }) => kind)]),
  by('rhythm', ({ rhythm }) => rhythm),
  by('shape', ({ shape }) => shape),
].join('\n\n');
console.log(text);
if (options.update)
  updateSection(join(import.meta.dirname, 'RESULTS.md'), `synthetic-${snrDb === null ? 'clean' : `${snrDb}db`}`, text);
