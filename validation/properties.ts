/**
 * Properties of the measuring engine on the synthetic heart:
 *   npm run validate -- properties [--count 10000] [--from 1] [--predictions FILE] [--update]
 *
 * Every seed: no exception, the result passes the schema and the checks of analysisProblems, beats as in the truth, rate,
 * intervals and axes within the tolerances below. Every twentieth seed: the results stay within tolerances when the recording is
 * resampled, a lead is turned over, the gain doubled, the leads reordered, the start cut or constants added.
 * Any rhythm and shape; even seeds without noise, odd ones with that of a resting person. Exit 1 on an exception or a broken result.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wilson } from '../app/models/comparison/wilson.ts';
import { type ComparedName, comparedNames, moved, movements, transformations } from './lib/invariance.ts';
import { percent, table, updateSection } from './lib/results.ts';
import { beyond, checkAgainstTruth, type TruthCheck, truthNames, truthTolerances } from './lib/truthChecks.ts';

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    from: { type: 'string', default: '1' },
    predictions: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
const [count, from] = [Number(options.count), Number(options.from)];
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(from)) {
  console.error('usage: npm run validate -- properties [--count N] [--from SEED] [--predictions FILE] [--update]');
  process.exit(2);
}

const checks: TruthCheck[] = [];
const lines: string[] = [];
interface Tally {
  n: number;
  readonly violated: Map<ComparedName | 'any', number[]>;
}
const tallies = new Map(transformations.map(({ name }) => [name, { n: 0, violated: new Map() } as Tally]));

for (let seed = from; seed < from + count; seed++) {
  const { check, recording, analysis } = checkAgainstTruth(seed);
  checks.push(check);
  if (analysis === null) continue;
  if (options.predictions !== undefined) {
    const { beats, delineation, measurements } = analysis;
    lines.push(JSON.stringify({ record: `synthetic-${seed}`, beats, delineation, measurements }));
  }
  if (seed % 20 !== 0) continue;
  for (const how of transformations) {
    const tally = tallies.get(how.name)!;
    tally.n += 1;
    const broken = movements(recording, analysis, how).filter(moved);
    for (const name of new Set<ComparedName | 'any'>(broken.flatMap((each) => [each.name, 'any'])))
      tally.violated.set(name, [...(tally.violated.get(name) ?? []), seed]);
  }
}
if (options.predictions !== undefined) writeFileSync(options.predictions, `${lines.join('\n')}\n`);

const share = (hits: number, of: number): string => {
  const { low, high } = wilson(hits, of);
  return `${percent(hits / of)} [${percent(low)}, ${percent(high)}]`;
};
const seedsOf = (list: readonly TruthCheck[]): string =>
  list.length === 0
    ? '-'
    : list
        .slice(0, 6)
        .map(({ seed }) => seed)
        .join(', ');

const beating = checks.filter(({ rhythm }) => rhythm !== 'asystole');
const still = checks.filter(({ rhythm }) => rhythm === 'asystole');
const read = beating.filter(({ invalid }) => !invalid);
const wrongBeats = (list: readonly TruthCheck[]): TruthCheck[] =>
  list.filter(({ beats }) => beats.missed + beats.false > 0);
const row = (what: string, of: readonly TruthCheck[], broken: readonly TruthCheck[]): string[] => [
  what,
  String(of.length),
  share(of.length - broken.length, of.length),
  String(broken.length),
  seedsOf(broken),
];
const [clean, resting] = [beating.filter((check) => check.clean), beating.filter((check) => !check.clean)];
const overall = [
  row(
    'no exception, schema, order, reasons, possible values',
    checks,
    checks.filter(({ problems }) => problems.length > 0),
  ),
  row(
    'asystole: INVALID',
    still,
    still.filter(({ invalid }) => !invalid),
  ),
  row(
    'a beating heart: VALID',
    beating,
    beating.filter(({ invalid }) => invalid),
  ),
  row('beats F1 = 1, without noise', clean, wrongBeats(clean)),
  row('beats F1 = 1, at rest', resting, wrongBeats(resting)),
  row(
    'rate within 1 % or 1 a minute',
    read,
    read.filter(({ rateRight }) => !rateRight),
  ),
];
const valueRows = truthNames.map((name) => {
  const known = read.filter(({ values }) => typeof values[name] === 'number');
  const broken = known.filter(({ values }) => beyond(name, values[name]));
  const size = (check: TruthCheck): number => Math.abs(check.values[name] as number);
  const worst = [...broken].sort((a, b) => size(b) - size(a));
  const withTruth = read.filter(({ values }) => typeof values[name] === 'number' || values[name] === 'not measured');
  const without = read.filter(({ values }) => values[name] === null || values[name] === 'invented');
  const missing = withTruth.filter(({ values }) => values[name] === 'not measured');
  const invented = without.filter(({ values }) => values[name] === 'invented');
  return [
    `${name.replace('Ms', '').replace('AxisDeg', ' axis').toUpperCase()} within ${truthTolerances[name]} ${name.endsWith('Ms') ? 'ms' : 'degrees'}`,
    String(known.length),
    share(known.length - broken.length, known.length),
    String(broken.length),
    `${missing.length} of ${withTruth.length}`,
    `${invented.length} of ${without.length}`,
    seedsOf(worst),
  ];
});
const shown: readonly (ComparedName | 'any')[] = ['any', ...comparedNames];
const invarianceRows = transformations.map(({ name, tolerance }) => {
  const { n, violated } = tallies.get(name)!;
  const any = violated.get('any')?.length ?? 0;
  return [
    name,
    tolerance.intervalMs === 0
      ? 'equal'
      : `${tolerance.beatMs}, ${tolerance.intervalMs} ms, ${tolerance.axisDeg} deg, ${100 * tolerance.amplitudeShare} % + ${tolerance.amplitudeUv} uV`,
    String(n),
    n === 0 ? '-' : share(n - any, n),
    ...shown.slice(1).map((each) => String(violated.get(each)?.length ?? 0)),
    (violated.get('any') ?? []).slice(0, 4).join(', ') || '-',
  ];
});

const group = (key: (check: TruthCheck) => string): string[][] =>
  [...new Set(beating.map(key))].sort().map((each) => {
    const list = beating.filter((check) => key(check) === each);
    const beyondIn = (name: (typeof truthNames)[number]): string =>
      String(list.filter(({ invalid, values }) => !invalid && beyond(name, values[name])).length);
    return [
      each,
      String(list.length),
      String(list.filter(({ invalid }) => invalid).length),
      String(wrongBeats(list).length),
      ...(['pMs', 'prMs', 'qrsMs', 'qtMs', 'qrsAxisDeg'] as const).map(beyondIn),
      String(list.filter(({ values }) => values.prMs === 'invented').length),
    ];
  });
const groupHead = [
  '',
  'n',
  'called INVALID',
  'beats wrong',
  'P beyond',
  'PR beyond',
  'QRS beyond',
  'QT beyond',
  'QRS axis beyond',
  'PR invented',
];

const text = [
  '## Properties on the synthetic heart',
  `\`npm run validate -- properties --count ${count}${from === 1 ? '' : ` --from ${from}`}\``,
  `${count} recordings of 10 s, seeds ${from} to ${from + count - 1}: any rhythm and any shape alike often, half without noise, half at rest; 250, 500 and 1000 Hz. 95 % Wilson intervals. Beats: one-to-one within 150 ms; those within 150 ms of the recording's ends count neither way. Nothing was tuned on these.`,
  table(['property', 'n', 'hold %', 'violations', 'first seeds'], overall),
  'Values where both the truth and the analysis have one, in recordings called VALID:',
  table(['value', 'n', 'hold %', 'violations', 'not measured', 'invented', 'worst seeds'], valueRows),
  'Unchanged results (every twentieth seed). Tolerance: beats, intervals, axes, amplitudes. A value there in one and missing in the other is a violation. Number of recordings that violate, by result:',
  table(
    [
      'recording',
      'tolerance',
      'n',
      'all hold %',
      ...comparedNames.map((name) => name.replace('Ms', '').replace('Deg', '')),
      'first seeds',
    ],
    invarianceRows,
  ),
  'By rhythm:',
  table(
    ['rhythm', ...groupHead.slice(1)],
    group(({ rhythm }) => rhythm),
  ),
  'By shape:',
  table(
    ['shape', ...groupHead.slice(1)],
    group(({ morphology }) => morphology),
  ),
].join('\n\n');
console.log(text);
const broken = checks.filter(({ problems }) => problems.length > 0);
for (const { seed, problems } of broken.slice(0, 20)) console.log(`seed ${seed}: ${problems.slice(0, 3).join('; ')}`);
if (options.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), 'properties', text);
process.exit(broken.length > 0 ? 1 : 0);
