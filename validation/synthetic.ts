/**
 * Intervals against the synthetic heart's exact truth: npm run validate -- synthetic [--count 2000] [--snr 12] [--update]
 *
 * A heart of its own for every seed (app/synth/population.ts), all shapes alike often, rhythms in which every dominant beat
 * has its P wave; 10 s, 500 Hz. Without --snr no noise at all; with it baseline wander, muscle and mains by turns at that
 * ratio. Median truth of the dominant beats against the measured global interval: mean and SD of the differences, with 95 %
 * intervals by bootstrap over recordings, beside the limits of IEC 60601-2-25 that the results have to meet.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { analyzeSignal } from '../app/analysis/analyzeSignal.ts';
import { drawSpec } from '../app/synth/population.ts';
import { noNoise, type Rhythm, restingNoise } from '../app/synth/spec.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { bootstrap } from './lib/bootstrap.ts';
import { table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '2000' },
    snr: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
const count = Number(options.count);
const snrDb = options.snr === undefined ? null : Number(options.snr);
if (!Number.isInteger(count) || count < 1 || Number.isNaN(snrDb)) {
  console.error('usage: npm run validate -- synthetic [--count N] [--snr DB] [--update]');
  process.exit(2);
}

const rhythms = ['sinus', 'av-block-1', 'ventricular-premature', 'ventricular-trigeminy'] as const satisfies Rhythm[];
const kinds = ['baseline', 'muscle', 'mains'] as const;
const intervals = ['pMs', 'prMs', 'qrsMs', 'qtMs'] as const;
/** Mean and SD allowed, ms: calibration ECGs without noise, CSE limits with it (IEC 60601-2-25:2011). */
const limits =
  snrDb === null
    ? ({ pMs: [10, 8], prMs: [10, 8], qrsMs: [6, 5], qtMs: [12, 10] } as const)
    : ({ pMs: [10, 15], prMs: [10, 10], qrsMs: [10, 10], qtMs: [25, 30] } as const);

interface Difference {
  readonly shape: string;
  readonly ms: number;
}
const differences = Object.fromEntries(intervals.map((name) => [name, [] as Difference[]])) as Record<
  (typeof intervals)[number],
  Difference[]
>;
const unmeasured = Object.fromEntries(intervals.map((name) => [name, 0])) as Record<(typeof intervals)[number], number>;

for (let seed = 1; seed <= count; seed++) {
  const spec = drawSpec({
    seed,
    rhythm: rhythms[seed % rhythms.length]!,
    noise: snrDb === null ? noNoise : restingNoise,
    snr: snrDb === null ? [] : [{ kind: kinds[seed % kinds.length]!, db: snrDb }],
  });
  const { recording, truth } = synthesise(spec);
  const { measurements } = analyzeSignal(recording, { lead: null });
  for (const name of intervals) {
    const expected = truth.measurements[name];
    if (expected === null) continue;
    const found = measurements[name];
    if (found === null) unmeasured[name] += 1;
    else differences[name].push({ shape: spec.morphology, ms: found - expected });
  }
}

const mean = (list: readonly Difference[]): number => list.reduce((sum, { ms }) => sum + ms, 0) / list.length;
const sd = (list: readonly Difference[]): number => {
  const middle = mean(list);
  return Math.sqrt(list.reduce((sum, { ms }) => sum + (ms - middle) ** 2, 0) / (list.length - 1));
};
const withBounds = (list: readonly Difference[], statistic: (drawn: readonly Difference[]) => number): string => {
  const { low, high } = bootstrap(list, statistic, { draws: 500 });
  return `${statistic(list).toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;
};

const overall = table(
  ['interval', 'n', 'not measured', 'mean ms', 'SD ms', 'limit mean, SD'],
  intervals.map((name) => [
    name.replace('Ms', '').toUpperCase(),
    String(differences[name].length),
    String(unmeasured[name]),
    withBounds(differences[name], mean),
    withBounds(differences[name], sd),
    limits[name].join(', '),
  ]),
);
const shapes = [...new Set(differences.qrsMs.map(({ shape }) => shape))].sort();
const byShape = table(
  ['shape', ...intervals.map((name) => `${name.replace('Ms', '').toUpperCase()} mean, SD ms`)],
  shapes.map((shape) => [
    shape,
    ...intervals.map((name) => {
      const list = differences[name].filter((each) => each.shape === shape);
      return list.length < 2 ? '-' : `${mean(list).toFixed(1)}, ${sd(list).toFixed(1)}`;
    }),
  ]),
);
const noise = snrDb === null ? 'without noise' : `at ${snrDb} dB`;
const text = [
  `## Intervals on the synthetic heart, ${noise}`,
  `\`npm run validate -- synthetic${count === 2000 ? '' : ` --count ${count}`}${snrDb === null ? '' : ` --snr ${snrDb}`}\``,
  `${count} recordings, seeds 1 to ${count}, rhythms ${rhythms.join(', ')}; measured minus truth. Nothing was tuned on these.`,
  overall,
  byShape,
].join('\n\n');
console.log(text);
if (options.update)
  updateSection(join(import.meta.dirname, 'RESULTS.md'), `synthetic-${snrDb === null ? 'clean' : `${snrDb}db`}`, text);
