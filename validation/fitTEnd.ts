/**
 * Fits the end of T over all leads: node validation/fitTEnd.ts --ludb DIR [--hearts 900] [--write]
 *
 * Read are the odd records of LUDB (the second latest of the marked ends over the leads of a beat) and synthetic hearts
 * from seed 1000001 on (the exact end), no flutter and no run of ventricular beats; each with all leads and with one, two,
 * three and six of them drawn by its number, always against the end over all twelve. A record of LUDB counts five times.
 * Prints the errors on records left out (five folds) and with --write replaces app/analysis/delineation/fittedTEnd.ts.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type AverageInspection, inspectBeats } from '../app/analysis/delineation/inspectBeats.ts';
import { applyRule } from '../app/analysis/delineation/pointRules.ts';
import { correctionS, manyLeads, tEndCandidates } from '../app/analysis/delineation/tEnd.ts';
import { workingLeads } from '../app/analysis/delineation/workingLeads.ts';
import { detectQrs } from '../app/analysis/qrs.ts';
import { decodeAnnotations } from '../app/formats/wfdb/annotations.ts';
import { createRandom } from '../app/synth/random.ts';
import { type LinearFit, ridge } from './lib/leastSquares.ts';
import { readRecord } from './lib/readRecord.ts';
import { median } from './lib/referenceIntervals.ts';
import { tuningHearts } from './lib/tuningHearts.ts';
import { type PointTimes, waveReference } from './lib/waveReference.ts';

const { values: options } = parseArgs({
  options: {
    ludb: { type: 'string' },
    hearts: { type: 'string', default: '900' },
    write: { type: 'boolean', default: false },
  },
});
if (options.ludb === undefined) {
  console.error('usage: node validation/fitTEnd.ts --ludb DIR [--hearts N] [--write]');
  process.exit(2);
}

interface Example {
  readonly set: 'ludb' | 'heart';
  readonly fold: number;
  readonly leads: number;
  readonly features: readonly number[];
  readonly targetS: number;
}
const examples: Example[] = [];

/** A T wave this far from where the truth has it is another wave. */
const sameWaveS = 0.12;
/** What the rule is to move a bound by; more is a T wave not recognised. */
const farthestS = 0.08;

const endsNear = (peakS: number, points: readonly PointTimes[]): number[] =>
  points
    .flatMap((of) => {
      const peak = of['T peak'].find((timeS) => Math.abs(timeS - peakS) < sameWaveS);
      return peak === undefined ? [] : (of['T offset'].find((timeS) => timeS > peak && timeS < peak + 0.35) ?? []);
    })
    .sort((a, b) => b - a);

const learn = (
  set: Example['set'],
  number: number,
  leads: readonly Float32Array[],
  rateHz: number,
  points: readonly PointTimes[],
): void => {
  const random = createRandom(number, 'leads of the end of T');
  const drawn = (count: number): readonly Float32Array[] => {
    const rest = [...leads];
    return Array.from({ length: count }, () => rest.splice(Math.floor(rest.length * random.uniform()), 1)[0]!);
  };
  const found = detectQrs(leads, rateHz);
  for (const part of [leads, ...[1, 1, 2, 3, 6].map(drawn)]) {
    const working = workingLeads(part, rateHz);
    const { beats, classes } = inspectBeats(
      working,
      found.map((at) => Math.round((at * working.rateHz) / rateHz)),
    );
    const targets = new Map<AverageInspection, number[]>();
    for (const { atS, tShiftS, average, beatClass } of beats) {
      if (average.t === null || beatClass !== classes.dominant) continue;
      const baseS = atS + tShiftS;
      const ends = endsNear(baseS + average.t.features.globalPeakS, points);
      if (ends.length < 0.6 * points.length) continue;
      const endS = ends[set === 'ludb' ? 1 : 0]! - baseS;
      targets.set(average, [...(targets.get(average) ?? []), endS]);
    }
    for (const [average, times] of targets) {
      const candidates = tEndCandidates(average);
      const endS = median(times);
      if (candidates === null || endS === null) continue;
      const targetS = endS - candidates.referenceS;
      if (Math.abs(targetS) < farthestS)
        examples.push({ set, fold: number % 5, leads: part.length, features: candidates.candidates, targetS });
    }
  }
};

const ludb = options.ludb;
readdirSync(ludb)
  .filter((name) => name.endsWith('.hea'))
  .map((name) => Number(name.slice(0, -4)))
  .filter((record) => record % 2 === 1)
  .sort((a, b) => a - b)
  .forEach((record, i) => {
    const { leads, sampleRateHz } = readRecord(ludb, String(record));
    const points = leads.map(({ name }) => {
      const annotations = decodeAnnotations(readFileSync(join(ludb, `${record}.${name.toLowerCase()}`)));
      if (!annotations.ok) throw new Error(annotations.error.message);
      return waveReference(annotations.value, sampleRateHz).points;
    });
    learn(
      'ludb',
      i,
      leads.map(({ samplesMv }) => samplesMv),
      sampleRateHz,
      points,
    );
  });
for (const { seed, rhythm, leads, sampleRateHz, points } of tuningHearts(Number(options.hearts)))
  if (!/flutter|ventricular-tachycardia|idioventricular/.test(rhythm))
    learn('heart', seed, leads, sampleRateHz, points);

const fitEnds = (rows: readonly Example[]): LinearFit =>
  ridge(
    rows.map(({ features }) => features),
    rows.map(({ targetS }) => targetS),
    { penalty: 0.2, huber: 0.02, counts: rows.map(({ set }) => (set === 'ludb' ? 5 : 1)) },
  );
const predicted = ({ weights, constant }: LinearFit, features: readonly number[]): number =>
  Math.max(correctionS.least, Math.min(correctionS.most, applyRule({ weights, constantS: constant }, features)));

const rules = { many: (leads: number) => leads >= manyLeads, few: (leads: number) => leads < manyLeads };
const fits = Object.entries(rules).map(([name, holds]) => {
  const rows = examples.filter(({ leads }) => holds(leads));
  const errors: { readonly row: Example; readonly before: number; readonly after: number }[] = [];
  for (let fold = 0; fold < 5; fold++) {
    const left = fitEnds(rows.filter((row) => row.fold !== fold));
    for (const row of rows)
      if (row.fold === fold)
        errors.push({ row, before: -1000 * row.targetS, after: 1000 * (predicted(left, row.features) - row.targetS) });
  }
  for (const set of ['ludb', 'heart'])
    for (const leads of new Set(rows.map((row) => row.leads))) {
      const of = errors.filter(({ row }) => row.set === set && row.leads === leads);
      const figures = (list: readonly number[]): string => {
        const mean = list.reduce((sum, e) => sum + e, 0) / list.length;
        const sd = Math.sqrt(list.reduce((sum, e) => sum + (e - mean) ** 2, 0) / list.length);
        return `${mean.toFixed(1)} +- ${sd.toFixed(1)}`;
      };
      console.log(
        `${set}, ${leads} leads, n ${of.length}: ${figures(of.map(({ before }) => before))} ms before, ${figures(of.map(({ after }) => after))} ms after`,
      );
    }
  return [name, fitEnds(rows)] as const;
});
if (options.write) {
  const round = (value: number): number => Number(value.toPrecision(5));
  const text = fits
    .map(
      ([name, { weights, constant }]) =>
        `  ${name}: { weights: [${weights.map(round).join(', ')}], constantS: ${round(constant)} },`,
    )
    .join('\n');
  writeFileSync(
    join(import.meta.dirname, '../app/analysis/delineation/fittedTEnd.ts'),
    `import type { PointRule } from './pointRules.ts';\n\n/** Written by validation/fitTEnd.ts from the tuning half of LUDB and synthetic hearts; see docs/decisions/0004-delineation.md. */\nexport const fittedTEnd = {\n${text}\n} satisfies Record<string, PointRule>;\n`,
  );
}
