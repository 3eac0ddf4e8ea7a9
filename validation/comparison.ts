/**
 * The comparison of two recordings on the synthetic heart:
 *   npm run validate -- comparison [--hearts 60] [--update]
 *
 * No change: the halves of one recording of 20 s at an even rate, hearts of their own (seeds from 1300001), whole sinus rhythm, at
 * rest and with muscle noise at 18 and 12 dB by turns. A value is a false alarm when its change is beyond measurement. Known
 * change: two textbook hearts that differ in one thing, their truth; how often that is found beyond measurement.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compareRecordings } from '../app/comparison/compareRecordings.ts';
import { comparedAmplitudes, comparedMeasurements, type Verdict } from '../app/comparison/differences.ts';
import { comparedOf, halvesOf } from '../app/comparison/halves.testing.ts';
import { wilson } from '../app/models/comparison/wilson.ts';
import { type SynthSpec, synthSpec } from '../app/synth/spec.ts';
import { synthesise } from '../app/synth/synthesise.ts';
import { percent, table, updateSection } from './lib/results.ts';

const { values: options } = parseArgs({
  options: { hearts: { type: 'string', default: '60' }, update: { type: 'boolean', default: false } },
});
const hearts = Number(options.hearts);
if (!Number.isInteger(hearts) || hearts < 1) {
  console.error('usage: npm run validate -- comparison [--hearts N] [--update]');
  process.exit(2);
}

const firstSeed = 1_300_001;
const noises = [null, 18, 12] as const;
const tallies = new Map<string, { judged: number; beyond: number }>();
const count = (name: string, verdict: Verdict): void => {
  if (verdict !== 'beyond' && verdict !== 'within') return;
  const tally = tallies.get(name) ?? { judged: 0, beyond: 0 };
  tallies.set(name, { judged: tally.judged + 1, beyond: tally.beyond + (verdict === 'beyond' ? 1 : 0) });
};
for (let k = 0; k < hearts; k++) {
  const noiseDb = noises[k % noises.length] ?? null;
  const [one, other] = halvesOf({
    seed: firstSeed + k,
    heartRateBpm: 50 + ((k * 7) % 55),
    snr: noiseDb === null ? [] : [{ kind: 'muscle', db: noiseDb }],
  });
  const { measurements, leads } = compareRecordings(comparedOf(one), comparedOf(other));
  for (const name of comparedMeasurements) count(name, measurements[name].verdict);
  for (const { amplitudes } of leads) for (const name of comparedAmplitudes) count(name, amplitudes[name].verdict);
}

const share = (hits: number, of: number): string => {
  if (of === 0) return '-';
  const { low, high } = wilson(hits, of);
  return `${percent(hits / of)} [${percent(low)}, ${percent(high)}]`;
};
const falseRows = [...comparedMeasurements, ...comparedAmplitudes].map((name) => {
  const { judged, beyond } = tallies.get(name) ?? { judged: 0, beyond: 0 };
  return [name, String(judged), share(beyond, judged)];
});
const sum = [...tallies.values()].reduce(
  (all, { judged, beyond }) => ({ judged: all.judged + judged, beyond: all.beyond + beyond }),
  { judged: 0, beyond: 0 },
);
falseRows.push(['all together', String(sum.judged), share(sum.beyond, sum.judged)]);

interface Change {
  readonly what: string;
  readonly to: Partial<SynthSpec>;
  readonly found: (comparison: ReturnType<typeof compareRecordings>) => boolean;
}
const stIn =
  (leads: readonly string[], sign: 1 | -1): Change['found'] =>
  (comparison) =>
    leads.every((name) => {
      const st = comparison.leads.find(({ lead }) => lead === name)?.amplitudes.stJ60Mv;
      return st?.verdict === 'beyond' && Math.sign(st.change ?? 0) === sign;
    });
const changes: readonly Change[] = [
  {
    what: 'rate 70 to 76',
    to: { heartRateBpm: 76 },
    found: ({ measurements }) => measurements.heartRateBpm.verdict === 'beyond',
  },
  {
    what: 'rate 70 to 90: QT shorter',
    to: { heartRateBpm: 90 },
    found: ({ measurements }) => measurements.qtMs.verdict === 'beyond',
  },
  {
    what: 'left bundle branch block: QRS longer',
    to: { morphology: 'lbbb' },
    found: ({ measurements }) => measurements.qrsMs.verdict === 'beyond',
  },
  {
    what: 'right bundle branch block: QRS longer',
    to: { morphology: 'rbbb' },
    found: ({ measurements }) => measurements.qrsMs.verdict === 'beyond',
  },
  {
    what: 'inferior infarction: ST up in II, III, aVF',
    to: { morphology: 'inferior-st-elevation' },
    found: stIn(['II', 'III', 'aVF'], 1),
  },
];
const pairs = Math.max(6, Math.round(hearts / 5));
const heart = (seed: number, change: Partial<SynthSpec>) =>
  comparedOf(synthesise(synthSpec({ seed, heartRateBpm: 70, ...change })).recording);
const foundRows = changes.map(({ what, to, found }, c) => {
  let hits = 0;
  for (let k = 0; k < pairs; k++) {
    const seed = firstSeed + 10_000 * (c + 1) + 2 * k;
    if (found(compareRecordings(heart(seed, {}), heart(seed + 1, to)))) hits += 1;
  }
  return [what, String(pairs), share(hits, pairs)];
});

const body = [
  '## Comparison of two recordings: false alarms and known changes',
  '',
  `\`npm run validate -- comparison --hearts ${hearts}\``,
  '',
  `No change, ${hearts} hearts from seed ${firstSeed}: values beyond measurement, of those judged. 10 % are expected; amplitudes of one recording depend on each other, so the intervals of their rows are too narrow.`,
  '',
  table(['value', 'judged', 'beyond, % [95 %]'], falseRows),
  '',
  'Known change, textbook hearts with the noise of a resting person:',
  '',
  table(['change', 'pairs', 'found beyond, % [95 %]'], foundRows),
].join('\n');
console.log(body);
if (options.update) updateSection(join(import.meta.dirname, 'RESULTS.md'), 'comparison', body);
